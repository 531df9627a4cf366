# A bucket that web pages of one origin read, on each cloud; still private to everybody without a grant.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_bucket" "assets" {
  for_each = { aws = "eu-west-1", gcp = "EU" }

  cloud    = each.key
  name     = "palisade-example-assets"
  location = each.value

  cors = [{
    origins         = ["https://www.example.com"]
    methods         = ["GET", "HEAD"]
    exposed_headers = ["ETag"]
    max_age_seconds = 3600
  }]

  lifecycle_rules = [{ action = "delete", noncurrent_days = 30 }]
  versioning      = true
}
