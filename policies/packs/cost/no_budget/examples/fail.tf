resource "palisade_budget" "research" {
  cloud  = "aws"
  name   = "research"
  period = "month"
  amount = { units = 3000, currency = "USD" }
  filter = { labels = { team = ["research"] } }
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
  labels       = { team = "web" }
}
