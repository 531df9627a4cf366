provider "palisade" {}

variables {
  cloud        = "aws"
  name         = "training"
  cluster      = "research"
  location     = "eu-central-1"
  accelerator  = { type = "l4", count = 1 }
  labels       = { team = "vision" }
  identity     = "arn:aws:iam::123456789012:role/eks-nodes"
  disk_kms_key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  subnets      = ["subnet-0a1b2c3d"]
}

run "another_cloud" {
  command = plan
  variables {
    cloud = "azure"
  }
  expect_failures = [var.cloud]
}

run "a_name_too_long" {
  command = plan
  variables {
    name = "training-of-the-largest-models-of-all"
  }
  expect_failures = [var.name]
}

run "no_accelerator" {
  command = plan
  variables {
    accelerator = { type = "l4", count = 0 }
  }
  expect_failures = [var.accelerator]
}

run "a_base_that_can_have_no_machine" {
  command = plan
  variables {
    base = { max = 0 }
  }
  expect_failures = [var.base]
}

run "a_base_with_more_than_its_most" {
  command = plan
  variables {
    base = { min = 5, max = 2 }
  }
  expect_failures = [var.base]
}

run "flex_start_on_aws" {
  command = plan
  variables {
    burst = { capacity = "flex_start" }
  }
  expect_failures = [var.burst]
}

run "a_burst_of_nothing" {
  command = plan
  variables {
    burst = { max = 0 }
  }
  expect_failures = [var.burst]
}

run "the_other_clouds_identity" {
  command = plan
  variables {
    identity = "training@acme-ml.iam.gserviceaccount.com"
  }
  expect_failures = [var.identity]
}

run "the_default_service_account" {
  command = plan
  variables {
    cloud    = "gcp"
    location = "europe-west4"
    subnets  = []
    identity = "123456789012-compute@developer.gserviceaccount.com"
  }
  expect_failures = [var.identity]
}

run "no_key" {
  command = plan
  variables {
    disk_kms_key = null
  }
  expect_failures = [var.disk_kms_key]
}

run "a_disk_too_small" {
  command = plan
  variables {
    disk_size_gb = 10
  }
  expect_failures = [var.disk_size_gb]
}

run "an_end_that_aws_does_not_keep" {
  command = plan
  variables {
    max_run_duration = "8h"
  }
  expect_failures = [var.max_run_duration]
}

run "no_subnet" {
  command = plan
  variables {
    subnets = []
  }
  expect_failures = [var.subnets]
}

run "zones_on_aws" {
  command = plan
  variables {
    zones = ["eu-central-1a"]
  }
  expect_failures = [var.zones]
}

run "no_team" {
  command = plan
  variables {
    labels = { env = "research" }
  }
  expect_failures = [var.labels]
}

run "labels_that_one_cloud_refuses" {
  command = plan
  variables {
    labels = { team = "Vision" }
  }
  expect_failures = [var.labels]
}
