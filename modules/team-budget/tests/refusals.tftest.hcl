provider "palisade" {}

variables {
  cloud  = "aws"
  team   = "vision"
  amount = 1000
  notify = { emails = ["finops@example.com"] }
}

run "another_cloud" {
  command = plan
  variables {
    cloud = "azure"
  }
  expect_failures = [var.cloud]
}

run "a_team_that_is_no_label" {
  command = plan
  variables {
    team = "Vision & Co"
  }
  expect_failures = [var.team]
}

run "a_name_that_aws_refuses" {
  command = plan
  variables {
    name = "vision:training"
  }
  expect_failures = [var.name]
}

run "an_account_that_is_none" {
  command = plan
  variables {
    scope = "vision"
  }
  expect_failures = [var.scope]
}

run "no_billing_account" {
  command = plan
  variables {
    cloud  = "gcp"
    notify = {}
  }
  expect_failures = [var.scope]
}

run "nothing_to_spend" {
  command = plan
  variables {
    amount = 0
  }
  expect_failures = [var.amount]
}

run "a_currency_by_its_sign" {
  command = plan
  variables {
    currency = "$"
  }
  expect_failures = [var.currency]
}

run "a_period_of_a_day" {
  command = plan
  variables {
    period = "day"
  }
  expect_failures = [var.period]
}

run "no_thresholds" {
  command = plan
  variables {
    thresholds = { actual = [], forecast = [] }
  }
  expect_failures = [var.thresholds]
}

run "a_threshold_twice" {
  command = plan
  variables {
    thresholds = { actual = [80, 80] }
  }
  expect_failures = [var.thresholds]
}

run "a_threshold_of_nothing" {
  command = plan
  variables {
    thresholds = { actual = [0] }
  }
  expect_failures = [var.thresholds]
}

run "nobody_hears_of_it" {
  command = plan
  variables {
    notify = {}
  }
  expect_failures = [var.notify]
}

run "the_other_clouds_people" {
  command = plan
  variables {
    notify = { emails = ["finops@example.com"], pubsub_topic = "projects/acme-billing/topics/budgets" }
  }
  expect_failures = [var.notify]
}

run "labels_that_one_cloud_refuses" {
  command = plan
  variables {
    labels = { Env = "research" }
  }
  expect_failures = [var.labels]
}

run "another_team_in_the_labels" {
  command = plan
  variables {
    labels = { team = "speech" }
  }
  expect_failures = [var.labels]
}
