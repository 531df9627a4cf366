# What `cargo xtask demo` shows next: the same bucket as it should be, a pool and its budget, each on both clouds.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

provider "palisade" {
  default_labels = { team = "clinic" }
}

locals {
  clouds = {
    aws = {
      location = "eu-central-1"
      identity = "arn:aws:iam::123456789012:role/gpu-nodes"
      scope    = "123456789012"
      key      = "arn:aws:kms:eu-central-1:123456789012:key/1a2b3c4d-0000-4000-8000-000000000000"
    }
    gcp = {
      location = "europe-west4"
      identity = "gpu-nodes@palisade-sandbox.iam.gserviceaccount.com"
      scope    = "000000-AAAAAA-BBBBBB"
      key      = "projects/palisade-sandbox/locations/europe-west4/keyRings/clinic/cryptoKeys/clinic"
    }
  }
}

resource "palisade_bucket" "visits" {
  for_each = local.clouds

  cloud      = each.key
  name       = "palisade-demo-visits"
  location   = each.value.location
  versioning = true
  encryption = { kms_key = each.value.key }

  lifecycle_rules = [
    { action = "delete", noncurrent_days = 90 },
  ]
}

resource "palisade_budget" "clinic" {
  for_each = local.clouds

  cloud      = each.key
  name       = "palisade-demo-clinic"
  scope      = each.value.scope
  period     = "month"
  amount     = { units = 8000, currency = "USD" }
  filter     = { labels = { team = ["clinic"] } }
  thresholds = [{ percent = 80, basis = "actual" }]
  notify     = each.key == "aws" ? { emails = ["clinic@example.com"] } : null
}

resource "palisade_gpu_pool" "reading" {
  for_each = local.clouds

  cloud       = each.key
  name        = "reading"
  cluster     = "research"
  location    = each.value.location
  accelerator = { type = "l4", count = 1 }
  scaling     = { min = 0, max = 2 }
  disk        = { size_gb = 200, kms_key = each.value.key }
  identity    = each.value.identity
  aws         = each.key == "aws" ? { subnets = ["subnet-0123456789abcdef0"] } : null
  gcp         = each.key == "gcp" ? { oauth_scopes = ["https://www.googleapis.com/auth/logging.write"] } : null
}
