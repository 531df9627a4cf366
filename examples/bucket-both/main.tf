# One resource block, a bucket on each cloud.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

locals {
  locations = {
    aws = "eu-central-1"
    gcp = "europe-west3"
  }
}

resource "palisade_bucket" "backups" {
  for_each = local.locations

  cloud    = each.key
  name     = "palisade-example-backups"
  location = each.value
  labels   = { team = "platform" }

  lifecycle_rules = [
    { action = "delete", age_days = 35 },
    { action = "abort_multipart", age_days = 7 },
  ]
}

output "urls" {
  value = { for cloud, bucket in palisade_bucket.backups : cloud => bucket.url }
}
