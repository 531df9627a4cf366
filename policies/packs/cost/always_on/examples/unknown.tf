resource "terraform_data" "env" {
  input = "dev"
}

resource "palisade_gpu_pool" "train" {
  cloud        = "aws"
  name         = "train"
  cluster      = "research"
  location     = "eu-central-1"
  machine_type = "g6.xlarge"
  scaling      = { min = 1, max = 4 }
  identity     = "arn:aws:iam::111122223333:role/gpu-nodes"
  aws          = { subnets = ["subnet-0123456789abcdef0"] }
  labels       = { env = terraform_data.env.output }
}
