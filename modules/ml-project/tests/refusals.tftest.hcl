provider "palisade" {}

variables {
  team    = "vision"
  prefix  = "palisade-module"
  budgets = { aws = 12000 }
  clouds = {
    aws = {
      location   = "eu-central-1"
      kms_key    = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      log_bucket = "palisade-module-logs"
      cluster    = "research"
      identity   = "arn:aws:iam::123456789012:role/eks-nodes"
      subnets    = ["subnet-0a1b2c3d"]
      notify     = { emails = ["vision-leads@example.com"] }
    }
  }
}

run "a_team_that_is_no_name" {
  command = plan
  variables {
    team = "Vision"
  }
  expect_failures = [var.team]
}

run "a_prefix_that_is_no_name" {
  command = plan
  variables {
    prefix = "palisade.module"
  }
  expect_failures = [var.prefix]
}

run "no_cloud" {
  command = plan
  variables {
    clouds  = {}
    budgets = {}
  }
  expect_failures = [var.clouds]
}

run "a_cloud_without_a_budget" {
  command = plan
  variables {
    budgets = { gcp = 8000 }
  }
  expect_failures = [var.budgets]
}
