# The buckets of logs that a platform has.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

variable "clouds" {
  type = map(object({
    location = string
    kms_key  = string
  }))
}

resource "palisade_bucket" "logs" {
  for_each = var.clouds

  cloud           = each.key
  name            = "palisade-module-logs"
  location        = each.value.location
  encryption      = { kms_key = each.value.kms_key }
  lifecycle_rules = [{ action = "delete", age_days = 400 }]
}
