provider "palisade" {}

variables {
  cloud      = "aws"
  name       = "palisade-module-records"
  location   = "eu-central-1"
  kms_key    = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  log_bucket = "palisade-module-logs"
}

run "another_cloud" {
  command = plan
  variables {
    cloud = "azure"
  }
  expect_failures = [var.cloud]
}

run "a_name_with_dots" {
  command = plan
  variables {
    name = "records.example.com"
  }
  expect_failures = [var.name]
}

run "no_key" {
  command = plan
  variables {
    kms_key = null
  }
  expect_failures = [var.kms_key]
}

run "the_key_of_the_other_cloud" {
  command = plan
  variables {
    kms_key = "projects/acme-keys/locations/europe-west3/keyRings/phi/cryptoKeys/records"
  }
  expect_failures = [var.kms_key]
}

run "logs_into_itself" {
  command = plan
  variables {
    log_bucket = "palisade-module-records"
  }
  expect_failures = [var.log_bucket]
}

run "a_class_that_is_not_regulated" {
  command = plan
  variables {
    data_class = "public"
  }
  expect_failures = [var.data_class]
}

run "labels_that_one_cloud_refuses" {
  command = plan
  variables {
    labels = { Team = "imaging" }
  }
  expect_failures = [var.labels]
}

run "a_label_of_the_modules_own" {
  command = plan
  variables {
    labels = { data_class = "public" }
  }
  expect_failures = [var.labels]
}

run "no_retention" {
  command = plan
  variables {
    retention_days = 0
  }
  expect_failures = [var.retention_days]
}

run "no_such_mode" {
  command = plan
  variables {
    retention_mode = "lenient"
  }
  expect_failures = [var.retention_mode]
}

run "cold_too_soon" {
  command = plan
  variables {
    cold_after_days = 7
  }
  expect_failures = [var.cold_after_days]
}
