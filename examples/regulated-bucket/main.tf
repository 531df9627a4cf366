# Health records in a bucket on each cloud.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

# Where the operator names no perimeter, whether health data is inside one is not decided (PE-1).
provider "palisade" {
  policy = {
    data = { perimeters = { clinical = { mode = "enforced", projects = ["palisade-sandbox"] } } }
  }
}

locals {
  clouds = {
    aws = {
      location = "eu-central-1"
      kms_key  = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    gcp = {
      location = "europe-west3"
      kms_key  = "projects/acme-keys/locations/europe-west3/keyRings/phi/cryptoKeys/records"
    }
  }
}

# Where the access logs go. S3 writes them as a service, which the bucket's policy lets in for this one bucket.
resource "palisade_bucket" "logs" {
  for_each = local.clouds

  cloud           = each.key
  name            = "palisade-example-records-logs"
  location        = each.value.location
  encryption      = { kms_key = each.value.kms_key }
  lifecycle_rules = [{ action = "delete", age_days = 400 }]

  aws = each.key == "aws" ? {
    policy_json = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "AccessLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::palisade-example-records-logs/*"
        Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:::palisade-example-health-records" } }
      }]
    })
  } : null
}

module "records" {
  source   = "../../modules/regulated-bucket"
  for_each = local.clouds

  cloud      = each.key
  name       = "palisade-example-health-records"
  location   = each.value.location
  kms_key    = each.value.kms_key
  log_bucket = palisade_bucket.logs[each.key].name
  labels     = { team = "imaging" }
}

output "urls" {
  value = { for cloud, records in module.records : cloud => records.url }
}
