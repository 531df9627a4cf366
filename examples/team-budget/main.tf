# A team's budget on each cloud, and a bucket that inherits its labels.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

module "aws" {
  source = "../../modules/team-budget"

  cloud  = "aws"
  team   = "vision"
  amount = 12000
  notify = { emails = ["vision-leads@example.com"] }
}

module "gcp" {
  source = "../../modules/team-budget"

  cloud      = "gcp"
  team       = "vision"
  scope      = "012345-6789AB-CDEF01"
  amount     = 8000
  thresholds = { actual = [80, 100] }
  notify     = { pubsub_topic = "projects/acme-billing/topics/budgets" }
}

resource "palisade_bucket" "checkpoints" {
  cloud           = "aws"
  name            = "palisade-example-checkpoints"
  location        = "eu-central-1"
  labels          = module.aws.labels
  encryption      = { kms_key = "alias/vision" }
  lifecycle_rules = [{ action = "delete", age_days = 30 }]
}

output "budgets" {
  value = { aws = module.aws.id, gcp = module.gcp.id }
}
