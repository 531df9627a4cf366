# A bucket on AWS. Public access is blocked, ACLs are off and plain http is refused without a word about them.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_bucket" "invoices" {
  cloud    = "aws"
  name     = "palisade-example-invoices"
  location = "eu-central-1"

  labels = {
    team = "billing"
    env  = "prod"
  }

  versioning = true

  lifecycle_rules = [
    { id = "old-versions", action = "delete", noncurrent_days = 90 },
    { id = "cold", action = "transition", storage_class = "infrequent", age_days = 60 },
  ]
}

output "url" {
  value = palisade_bucket.invoices.url
}
