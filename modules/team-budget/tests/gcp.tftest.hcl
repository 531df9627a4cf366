provider "palisade" {}

variables {
  cloud  = "gcp"
  team   = "vision"
  amount = 1250.50
  scope  = "012345-6789AB-CDEF01"
}

run "applies" {
  variables {
    labels = { env = "research" }
  }

  assert {
    condition     = output.labels == tomap({ team = "vision", env = "research" })
    error_message = "what the team owns does not get the label that the budget counts by"
  }

  assert {
    condition     = output.budget.name == "vision" && output.budget.amount == 1250.5 && output.budget.currency == "USD"
    error_message = "pools are not told the amount"
  }

  assert {
    condition     = startswith(output.id, "gcp/") && palisade_budget.this.filter.labels == tomap({ team = tolist(["vision"]) })
    error_message = "the budget does not count the team's resources"
  }

  assert {
    condition     = [for threshold in palisade_budget.this.thresholds : threshold.percent] == [50, 80, 100, 100]
    error_message = "the thresholds are not those of the defaults"
  }
}

run "changes_in_place" {
  variables {
    amount     = 2000
    period     = "quarter"
    thresholds = { actual = [75], forecast = [] }
    notify     = { pubsub_topic = "projects/acme-billing/topics/budgets" }
  }

  assert {
    condition     = palisade_budget.this.amount.units == 2000
    error_message = "the amount did not arrive"
  }

  assert {
    condition     = output.budget == null
    error_message = "a pool's monthly cost would be compared with a quarter's amount"
  }
}
