provider "palisade" {}

variables {
  name = "palisade-module-dataset"
  clouds = {
    aws = {
      location = "eu-central-1"
      kms_key  = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}

run "an_upper_case_name" {
  command = plan
  variables {
    name = "Dataset"
  }
  expect_failures = [var.name]
}

run "no_cloud" {
  command = plan
  variables {
    clouds = {}
  }
  expect_failures = [var.clouds]
}

run "another_cloud" {
  command = plan
  variables {
    clouds = { azure = { location = "westeurope", kms_key = "key" } }
  }
  expect_failures = [var.clouds]
}

run "no_key" {
  command = plan
  variables {
    clouds = { aws = { location = "eu-central-1", kms_key = null } }
  }
  expect_failures = [var.clouds]
}

run "an_unknown_class" {
  command = plan
  variables {
    data_class = "secret"
  }
  expect_failures = [var.data_class]
}

run "labels_that_one_cloud_refuses" {
  command = plan
  variables {
    labels = { team = "Vision" }
  }
  expect_failures = [var.labels]
}

run "a_tier_too_soon" {
  command = plan
  variables {
    tiering = { infrequent = 10 }
  }
  expect_failures = [var.tiering]
}

run "tiers_out_of_order" {
  command = plan
  variables {
    tiering = { infrequent = 100, cold = 60 }
  }
  expect_failures = [var.tiering]
}

run "versions_for_no_time" {
  command = plan
  variables {
    old_versions_days = 0
  }
  expect_failures = [var.old_versions_days]
}
