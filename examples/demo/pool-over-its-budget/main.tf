# What `cargo xtask demo` shows second: a pool that can cost more than the budget that it names.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

provider "palisade" {
  prices = "${path.module}/prices.csv"
}

resource "palisade_budget" "vision" {
  cloud  = "aws"
  name   = "palisade-demo-vision"
  period = "month"
  amount = { units = 20000, currency = "USD" }
}

resource "palisade_gpu_pool" "training" {
  cloud       = "aws"
  name        = "training"
  cluster     = "research"
  location    = "eu-central-1"
  accelerator = { type = "l4", count = 8 }
  scaling     = { min = 0, max = 4 }
  identity    = "arn:aws:iam::123456789012:role/gpu-nodes"
  aws         = { subnets = ["subnet-0123456789abcdef0"] }

  budget = {
    name     = palisade_budget.vision.name
    amount   = palisade_budget.vision.amount.units
    currency = palisade_budget.vision.amount.currency
  }
}
