# By the operator's price table a g6.xlarge costs 1 USD an hour: four of them cost 2,920 USD a month.
resource "palisade_budget" "research" {
  cloud  = "aws"
  name   = "research"
  period = "month"
  amount = { units = 2000, currency = "USD" }
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
  budget = {
    name     = palisade_budget.research.name
    amount   = palisade_budget.research.amount.units
    currency = palisade_budget.research.amount.currency
  }
}
