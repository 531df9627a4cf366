# What `cargo xtask demo` shows last: two pools that their budget pays for one by one, and not together.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

provider "palisade" {
  prices = "${path.module}/prices.csv"
}

locals {
  pools = {
    base  = { capacity = "on_demand", max = 1 }
    burst = { capacity = "spot", max = 4 }
  }
}

resource "palisade_budget" "vision" {
  cloud  = "aws"
  name   = "palisade-demo-vision"
  period = "month"
  amount = { units = 20000, currency = "USD" }
}

resource "palisade_gpu_pool" "training" {
  for_each = local.pools

  cloud       = "aws"
  name        = each.key
  cluster     = "research"
  location    = "eu-central-1"
  accelerator = { type = "l4", count = 8 }
  capacity    = each.value.capacity
  scaling     = { min = 0, max = each.value.max }
  identity    = "arn:aws:iam::123456789012:role/gpu-nodes"
  aws         = { subnets = ["subnet-0123456789abcdef0"] }

  budget = {
    name     = palisade_budget.vision.name
    amount   = palisade_budget.vision.amount.units
    currency = palisade_budget.vision.amount.currency
  }
}
