# A team's budget: everything with the label `team` counts.
locals {
  labels = tomap(merge(var.labels, { team = var.team }))
  aws    = var.cloud == "aws"
}

resource "palisade_budget" "this" {
  cloud  = var.cloud
  name   = coalesce(var.name, var.team)
  scope  = var.scope
  period = var.period
  amount = { units = var.amount, currency = var.currency }
  filter = { labels = { team = [var.team] } }

  thresholds = concat(
    [for percent in var.thresholds.actual : { percent = percent, basis = "actual" }],
    [for percent in var.thresholds.forecast : { percent = percent, basis = "forecast" }],
  )

  # An empty list is not the same as none: each cloud takes its own members alone.
  notify = local.aws || length(var.notify.channels) > 0 || var.notify.pubsub_topic != null ? {
    emails       = length(var.notify.emails) > 0 ? var.notify.emails : null
    sns_topic    = var.notify.sns_topic
    channels     = length(var.notify.channels) > 0 ? var.notify.channels : null
    pubsub_topic = var.notify.pubsub_topic
  } : null

  # Google Cloud's budgets have no labels of their own.
  labels = local.aws ? local.labels : null
}
