# A month's budget on each cloud, for what carries the label `team = "vision"`.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_budget" "aws" {
  cloud  = "aws"
  name   = "palisade-example-vision"
  period = "month"
  amount = { units = 12000, currency = "USD" }
  filter = { labels = { team = ["vision"] } }
  notify = { emails = ["vision-leads@example.com"] }

  thresholds = [
    { percent = 80, basis = "actual" },
    { percent = 100, basis = "forecast" },
  ]
}

resource "palisade_budget" "gcp" {
  cloud  = "gcp"
  name   = "palisade-example-vision"
  scope  = "012345-6789AB-CDEF01"
  period = "month"
  amount = { units = 8000, currency = "EUR" }
  filter = { labels = { team = ["vision"] } }
  notify = { pubsub_topic = "projects/acme-billing/topics/budgets" }

  thresholds = [
    { percent = 80, basis = "actual" },
    { percent = 100, basis = "forecast" },
  ]
}
