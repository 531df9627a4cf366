# A dataset on each cloud: the same name, labels, versions and tiers, each encrypted with a key of its own cloud.
locals {
  transitions = [
    for class in ["infrequent", "cold", "archive"] : {
      id            = class
      action        = "transition"
      storage_class = class
      age_days      = var.tiering[class]
    } if var.tiering[class] != null
  ]
}

resource "palisade_bucket" "this" {
  for_each = var.clouds

  cloud    = each.key
  name     = var.name
  location = each.value.location
  labels   = merge(var.labels, { data_class = var.data_class })

  versioning     = true
  encryption     = var.safe_defaults.customer_key ? { kms_key = each.value.kms_key } : null
  public_access  = var.safe_defaults.private ? "blocked" : "allowed"
  require_tls    = var.safe_defaults.tls
  requester_pays = var.readers_pay

  lifecycle_rules = concat(local.transitions, [
    { id = "old-versions", action = "delete", noncurrent_days = var.old_versions_days },
    { id = "unfinished-uploads", action = "abort_multipart", age_days = 7 },
  ])

  gcp = each.key == "gcp" ? { project = each.value.project } : null
}
