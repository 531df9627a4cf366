# All that a team needs to train models on health records, on both clouds. What is local here, a platform team writes once.
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
  platform = {
    aws = {
      location   = "eu-central-1"
      kms_key    = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      log_bucket = palisade_bucket.logs["aws"].name
      cluster    = "research"
      identity   = "arn:aws:iam::123456789012:role/eks-nodes"
      subnets    = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
      notify     = { emails = ["vision-leads@example.com"] }
    }
    gcp = {
      location   = "europe-west4"
      kms_key    = "projects/acme-keys/locations/europe-west4/keyRings/research/cryptoKeys/vision"
      log_bucket = palisade_bucket.logs["gcp"].name
      cluster    = "research"
      identity   = "training@palisade-sandbox.iam.gserviceaccount.com"
      scope      = "012345-6789AB-CDEF01"
    }
  }
}

# Where the access logs go. S3 writes them as a service, which the bucket's policy lets in for the team's bucket.
resource "palisade_bucket" "logs" {
  for_each = { aws = "eu-central-1", gcp = "europe-west4" }

  cloud           = each.key
  name            = "palisade-example-vision-logs"
  location        = each.value
  encryption      = { kms_key = each.key == "aws" ? "alias/logs" : "projects/acme-keys/locations/europe-west4/keyRings/research/cryptoKeys/logs" }
  lifecycle_rules = [{ action = "delete", age_days = 400 }]

  aws = each.key == "aws" ? {
    policy_json = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "AccessLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::palisade-example-vision-logs/*"
        Condition = { ArnLike = { "aws:SourceArn" = "arn:aws:s3:::palisade-example-vision-records" } }
      }]
    })
  } : null
}

module "vision" {
  source = "../../modules/ml-project"

  team        = "vision"
  prefix      = "palisade-example"
  clouds      = local.platform
  budgets     = { aws = 12000, gcp = 8000 }
  accelerator = { type = "l4", count = 1 }
  burst       = { max = 8 }
}

output "records" {
  value = module.vision.records
}
