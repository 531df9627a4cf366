# A bucket for regulated data: encrypted with its owner's key and no other, private, over TLS alone, versioned, retained,
# logged, and labelled so that the rules know what it holds.
resource "palisade_bucket" "this" {
  cloud    = var.cloud
  name     = var.name
  location = var.location
  labels   = merge(var.labels, { data_class = var.data_class })

  versioning    = true
  encryption    = var.safe_defaults.customer_key ? { kms_key = var.kms_key } : null
  public_access = var.safe_defaults.private ? "blocked" : "allowed"
  require_tls   = var.safe_defaults.tls

  retention = {
    days = var.retention_days
    mode = var.retention_mode
  }

  access_log = {
    target_bucket = var.log_bucket
    prefix        = coalesce(var.log_prefix, "${var.name}/")
  }

  lifecycle_rules = concat(
    [for days in var.cold_after_days[*] : { id = "cold", action = "transition", storage_class = "infrequent", age_days = days }],
    [
      # A version that is still retained is skipped by either cloud, and deleted when it no longer is.
      { id = "old-versions", action = "delete", noncurrent_days = var.retention_days },
      { id = "unfinished-uploads", action = "abort_multipart", age_days = 7 },
    ],
  )

  # Keys that a writer brings along are keys that their owner cannot revoke.
  aws = var.cloud == "aws" ? { blocked_sse_c = true } : null
  gcp = var.cloud == "gcp" ? {
    project = var.project
    encryption_enforcement = {
      customer_managed  = "allowed"
      customer_supplied = "restricted"
      google_managed    = var.safe_defaults.customer_key ? "restricted" : "allowed"
    }
  } : null
}
