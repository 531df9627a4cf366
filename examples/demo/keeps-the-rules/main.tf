# What `cargo xtask demo` shows next: the same two buckets, as they should be.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_bucket" "visits" {
  for_each = { aws = "eu-central-1", gcp = "europe-west3" }

  cloud      = each.key
  name       = "palisade-demo-visits"
  location   = each.value
  labels     = { team = "clinic" }
  versioning = true

  lifecycle_rules = [
    { action = "delete", noncurrent_days = 90 },
  ]
}
