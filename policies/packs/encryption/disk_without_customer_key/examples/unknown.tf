resource "terraform_data" "key" {
  input = "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
}

resource "palisade_gpu_pool" "train" {
  cloud        = "aws"
  name         = "train"
  cluster      = "research"
  location     = "eu-central-1"
  machine_type = "g6.xlarge"
  scaling      = { min = 0, max = 4 }
  identity     = "arn:aws:iam::111122223333:role/gpu-nodes"
  aws          = { subnets = ["subnet-0123456789abcdef0"] }
  disk         = { kms_key = terraform_data.key.output }
}
