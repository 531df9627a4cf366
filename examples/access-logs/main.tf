# A bucket whose access log goes to another one, on each cloud.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

variable "locations" {
  type = map(string)
  default = {
    aws = "us-east-1"
    gcp = "US"
  }
}

resource "palisade_bucket" "logs" {
  for_each = var.locations

  cloud           = each.key
  name            = "palisade-example-logs"
  location        = each.value
  lifecycle_rules = [{ action = "delete", age_days = 400 }]
}

resource "palisade_bucket" "reports" {
  for_each = var.locations

  cloud           = each.key
  name            = "palisade-example-reports"
  location        = each.value
  lifecycle_rules = [{ action = "delete", age_days = 30 }]

  access_log = {
    target_bucket = palisade_bucket.logs[each.key].name
    prefix        = "reports/"
  }
}
