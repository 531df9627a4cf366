output "labels" {
  description = "The labels that the team's pools and buckets inherit, so that the budget counts them."
  value       = local.labels
}

output "budget" {
  description = "What a GPU pool's `budget` takes: the name, amount and currency, for the rule CO-2; `null` where the period is not a month."
  value = var.period == "month" ? {
    name     = palisade_budget.this.name
    amount   = palisade_budget.this.amount.units
    currency = palisade_budget.this.amount.currency
  } : null
}

output "id" {
  description = "What names the budget, as `terraform import` takes it: `aws/ACCOUNT/NAME` or `gcp/BILLING_ACCOUNT/ID`."
  value       = palisade_budget.this.id
}

output "actual_spend" {
  description = "What was spent in this period when it was last read; `null` on Google Cloud, whose API does not tell it."
  value       = palisade_budget.this.actual_spend
}
