# The bucket of logs that the module asks for.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

variable "cloud" {
  type = string
}

variable "location" {
  type = string
}

variable "kms_key" {
  type = string
}

resource "palisade_bucket" "logs" {
  cloud           = var.cloud
  name            = "palisade-module-logs"
  location        = var.location
  encryption      = { kms_key = var.kms_key }
  lifecycle_rules = [{ action = "delete", age_days = 400 }]
}

output "name" {
  value = palisade_bucket.logs.name
}
