# Records that nobody may delete for a year: S3 object lock, and a retention policy of Cloud Storage.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_bucket" "aws" {
  cloud      = "aws"
  name       = "palisade-example-records"
  location   = "eu-central-1"
  versioning = true

  retention = {
    days = 365
    mode = "governance"
  }

  lifecycle_rules = [{ id = "old-versions", action = "delete", noncurrent_days = 400 }]
}

resource "palisade_bucket" "gcp" {
  cloud    = "gcp"
  name     = "palisade-example-records"
  location = "europe-west3"

  retention = {
    days = 365
    mode = "governance"
  }

  lifecycle_rules = [{ action = "delete", age_days = 400 }]
}
