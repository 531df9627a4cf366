resource "terraform_data" "rules" {
  input = [{ id = "expire", action = "delete", age_days = 90 }]
}

resource "palisade_bucket" "builds" {
  cloud           = "aws"
  name            = "acme-builds"
  location        = "eu-central-1"
  lifecycle_rules = terraform_data.rules.output
}
