# Where the operator names no perimeter, whether health data is inside one is not decided (PE-1).
provider "palisade" {
  policy = {
    data = { perimeters = { clinical = { mode = "enforced", projects = ["palisade-sandbox"] } } }
  }
}

variables {
  team    = "vision"
  prefix  = "palisade-module"
  budgets = { aws = 12000, gcp = 8000 }
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
    gcp = {
      location   = "europe-west4"
      kms_key    = "projects/acme-keys/locations/europe-west4/keyRings/research/cryptoKeys/vision"
      log_bucket = "palisade-module-logs"
      cluster    = "research"
      identity   = "training@palisade-sandbox.iam.gserviceaccount.com"
      scope      = "012345-6789AB-CDEF01"
    }
  }
}

run "logs" {
  module {
    source = "./tests/logs"
  }
}

run "applies_on_both" {
  assert {
    condition     = output.records == { aws = "s3://palisade-module-vision-records", gcp = "gs://palisade-module-vision-records" }
    error_message = "there is no bucket of records on each cloud"
  }

  assert {
    condition     = output.dataset == { aws = "s3://palisade-module-vision-dataset", gcp = "gs://palisade-module-vision-dataset" }
    error_message = "the dataset is not on each cloud"
  }

  assert {
    condition     = alltrue([for cloud in ["aws", "gcp"] : keys(output.pools[cloud]) == ["base", "burst"]])
    error_message = "there is no base and burst on each cloud"
  }

  assert {
    condition     = alltrue([for cloud in ["aws", "gcp"] : startswith(output.budgets[cloud], "${cloud}/") && output.labels[cloud]["team"] == "vision"])
    error_message = "there is no budget on each cloud"
  }
}

run "changes_in_place" {
  variables {
    budgets = { aws = 15000, gcp = 9000 }
    labels  = { env = "research" }
    burst   = { max = 6 }
  }

  assert {
    condition     = output.labels["gcp"]["env"] == "research"
    error_message = "the label did not arrive"
  }
}
