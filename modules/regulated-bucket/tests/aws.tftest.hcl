provider "palisade" {}

variables {
  cloud    = "aws"
  name     = "palisade-module-records"
  location = "eu-central-1"
  kms_key  = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
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
    condition     = output.native_id == "arn:aws:s3:::palisade-module-records" && output.url == "s3://palisade-module-records"
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
    condition     = palisade_bucket.this.aws.blocked_sse_c
    error_message = "keys that the writer keeps are taken"
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
