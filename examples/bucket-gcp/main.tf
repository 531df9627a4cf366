# The same bucket on Google Cloud: `cloud` and `location` are all that differs from examples/bucket.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_bucket" "invoices" {
  cloud    = "gcp"
  name     = "palisade-example-invoices"
  location = "europe-west3"

  labels = {
    team = "billing"
    env  = "prod"
  }

  versioning = true

  lifecycle_rules = [
    { action = "delete", noncurrent_days = 90 },
    { action = "transition", storage_class = "infrequent", age_days = 60 },
  ]
}

output "url" {
  value = palisade_bucket.invoices.url
}
