resource "palisade_bucket" "builds" {
  cloud    = "aws"
  name     = "acme-builds"
  location = "eu-central-1"
  lifecycle_rules = [
    { id = "expire", action = "delete", age_days = 90 },
  ]
}
