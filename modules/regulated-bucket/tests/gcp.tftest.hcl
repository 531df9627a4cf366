# Where the operator names no perimeter, whether health data is inside one is not decided (PE-1).
provider "palisade" {
  policy = {
    data = { perimeters = { clinical = { mode = "enforced", projects = ["palisade-sandbox"] } } }
  }
}

variables {
  cloud    = "gcp"
  name     = "palisade-module-records"
  location = "europe-west3"
  kms_key  = "projects/acme-keys/locations/europe-west3/keyRings/phi/cryptoKeys/records"
}

run "logs" {
  module {
    source = "./tests/logs"
  }
}

run "applies" {
  variables {
    log_bucket = run.logs.name
    labels     = { team = "imaging" }
  }

  assert {
    condition     = output.native_id == "projects/_/buckets/palisade-module-records" && output.url == "gs://palisade-module-records"
    error_message = "the outputs do not name the bucket"
  }

  assert {
    condition     = output.labels == tomap({ team = "imaging", data_class = "phi" })
    error_message = "the labels are not those that the rules read"
  }

  assert {
    condition     = palisade_bucket.this.encryption.kms_key == var.kms_key
    error_message = "the bucket is not encrypted with the key"
  }

  assert {
    condition     = palisade_bucket.this.gcp.encryption_enforcement.google_managed == "restricted"
    error_message = "objects may be kept under keys that Google holds"
  }
}

run "changes_in_place" {
  variables {
    log_bucket      = run.logs.name
    labels          = { team = "imaging" }
    log_prefix      = "records/"
    cold_after_days = null
    data_class      = "pii"
  }

  assert {
    condition     = output.labels["data_class"] == "pii" && palisade_bucket.this.access_log.prefix == "records/"
    error_message = "the change did not arrive"
  }

  assert {
    condition     = length(palisade_bucket.this.lifecycle_rules) == 2
    error_message = "objects still move to colder storage"
  }
}
