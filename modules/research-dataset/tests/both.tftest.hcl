provider "palisade" {}

variables {
  name   = "palisade-module-dataset"
  labels = { team = "vision" }
  clouds = {
    aws = {
      location = "eu-central-1"
      kms_key  = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    gcp = {
      location = "europe-west3"
      kms_key  = "projects/acme-keys/locations/europe-west3/keyRings/research/cryptoKeys/datasets"
    }
  }
}

run "applies_on_both" {
  assert {
    condition     = output.urls == { aws = "s3://palisade-module-dataset", gcp = "gs://palisade-module-dataset" }
    error_message = "there is not one bucket on each cloud"
  }

  assert {
    condition     = alltrue([for bucket in palisade_bucket.this : bucket.labels_all == tomap({ team = "vision", data_class = "internal" })])
    error_message = "the labels differ from cloud to cloud"
  }

  assert {
    condition     = alltrue([for bucket in palisade_bucket.this : bucket.versioning && length(bucket.lifecycle_rules) == 4])
    error_message = "the buckets keep no versions, or do not tier"
  }
}

run "changes_in_place" {
  variables {
    tiering     = { infrequent = 45, cold = 120, archive = 400 }
    readers_pay = true
  }

  assert {
    condition     = alltrue([for bucket in palisade_bucket.this : bucket.lifecycle_rules[2].storage_class == "archive" && bucket.lifecycle_rules[2].age_days == 400])
    error_message = "the archive is not the third tier"
  }

  assert {
    condition     = alltrue([for bucket in palisade_bucket.this : bucket.requester_pays])
    error_message = "the owner still pays"
  }
}

run "leaves_a_cloud" {
  variables {
    clouds = {
      gcp = {
        location = "europe-west3"
        kms_key  = "projects/acme-keys/locations/europe-west3/keyRings/research/cryptoKeys/datasets"
      }
    }
  }

  assert {
    condition     = keys(output.buckets) == ["gcp"]
    error_message = "the bucket on the other cloud is still there"
  }
}
