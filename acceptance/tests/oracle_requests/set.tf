# Buckets in which together every attribute of palisade_bucket is set.
variable "credentials" {
  type = object({ role = string, account = string })
}

provider "palisade" {
  policy         = { mode = "warn" }
  default_labels = { owner = "platform" }
}

provider "palisade" {
  alias  = "assumed"
  policy = { mode = "warn" }
  aws    = { region = "us-east-1", assume_role = { role_arn = var.credentials.role, session_name = "story" } }
  gcp    = { impersonate_service_account = var.credentials.account }
}

data "palisade_identity" "me" {
  provider = palisade.assumed
}

resource "palisade_bucket" "target" {
  cloud      = "aws"
  name       = "palisade-requests-target"
  location   = "us-east-1"
  versioning = true
  labels     = { purpose = "logs and copies" }
}

resource "palisade_bucket" "full" {
  cloud                 = "aws"
  name                  = "palisade-requests-full"
  location              = "us-east-1"
  labels                = { team = "one", "cost centre" = "7 + more" }
  default_storage_class = "standard"
  versioning            = true
  encryption            = { kms_key = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111" }
  public_access         = "allowed"
  uniform_access        = false
  requester_pays        = true
  access_log            = { target_bucket = palisade_bucket.target.name, prefix = "full/" }
  lifecycle_rules = [
    { id = "old", action = "delete", prefix = "logs/", age_days = 30, size_greater_than = 1, size_less_than = 1000 },
    { id = "day", action = "transition", storage_class = "archive", created_before = "2030-01-01" },
    { id = "versions", action = "delete", noncurrent_days = 3, keep_newer = 2 },
    { id = "copies", action = "transition", storage_class = "infrequent", noncurrent_days = 30 },
    { id = "parts", action = "abort_multipart", age_days = 7 },
  ]
  cors = [{
    origins         = ["https://one.example", "https://*.two.example"]
    methods         = ["GET", "PUT"]
    allowed_headers = ["*"]
    exposed_headers = ["etag"]
    max_age_seconds = 60
  }]
  force_destroy = true
  timeouts      = { create = "10m" }
  aws = {
    acceleration  = true
    abac          = true
    sse_dsse      = true
    blocked_sse_c = false
    policy_json = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid = "Readers", Effect = "Allow", Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Action = "s3:GetObject", Resource = "arn:aws:s3:::palisade-requests-full/*"
      }]
    })
    intelligent_tiering = [
      { name = "all", archive_days = 90, deep_archive_days = 180 },
      { name = "some", prefix = "a/", tags = { team = "one", kind = "two" }, archive_days = 90 },
    ]
    replication = {
      role = "arn:aws:iam::123456789012:role/copier"
      rules = [{
        id                 = "copy"
        priority           = 1
        prefix             = "copies/"
        destination_bucket = palisade_bucket.target.native_id
        storage_class      = "infrequent"
        replica_kms_key    = "arn:aws:kms:us-east-1:123456789012:key/22222222-2222-2222-2222-222222222222"
        delete_markers     = true
      }]
    }
  }
}

resource "palisade_bucket" "kept" {
  cloud      = "aws"
  name       = "palisade-requests-kept"
  location   = "eu-central-1"
  versioning = true
  retention  = { days = 1, mode = "governance" }
  aws        = { object_lock = true }
}

resource "palisade_bucket" "regional" {
  cloud    = "aws"
  name     = "palisade-requests-123456789012-us-east-1-an"
  location = "us-east-1"
  aws      = { namespace = "account-regional" }
}

resource "palisade_bucket" "directory" {
  cloud    = "aws"
  name     = "palisade-requests--use1-az4--x-s3"
  location = "us-east-1"
  labels   = { team = "one" }
  aws      = { directory_bucket = { availability_zone = "use1-az4" } }
}

resource "palisade_bucket" "assumed" {
  provider = palisade.assumed
  for_each = { aws = "us-east-1", gcp = "EU" }
  cloud    = each.key
  name     = "palisade-requests-assumed"
  location = each.value
}

resource "palisade_bucket" "gcp_target" {
  cloud    = "gcp"
  name     = "palisade-requests-target"
  location = "US"
}

resource "palisade_bucket" "gcp_full" {
  cloud                 = "gcp"
  name                  = "palisade-requests-full"
  location              = "US"
  labels                = { team = "one" }
  default_storage_class = "infrequent"
  encryption            = { kms_key = "projects/palisade-sandbox/locations/us/keyRings/ring/cryptoKeys/one" }
  public_access         = "allowed"
  uniform_access        = false
  require_tls           = true
  requester_pays        = true
  soft_delete_days      = 0
  versioning            = true
  access_log            = { target_bucket = palisade_bucket.gcp_target.name, prefix = "full/" }
  lifecycle_rules = [
    { action = "delete", prefix = "logs/", suffix = ".tmp", age_days = 0 },
    { action = "transition", storage_class = "archive", created_before = "2030-01-01" },
    { action = "delete", noncurrent_days = 3, keep_newer = 2 },
    { action = "abort_multipart", age_days = 7 },
  ]
  cors = [{ origins = ["*"], methods = ["GET"], exposed_headers = ["etag"], max_age_seconds = 60 }]
  force_destroy = true
  gcp = {
    project                  = "palisade-sandbox"
    placement                = ["us-east1", "us-west1"]
    rpo                      = "async_turbo"
    default_event_based_hold = true
    encryption_enforcement   = { google_managed = "restricted", customer_managed = "allowed", customer_supplied = "restricted" }
    ip_filter = {
      mode                     = "disabled"
      public_cidrs             = ["203.0.113.0/24"]
      vpc                      = [{ network = "projects/palisade-sandbox/global/networks/one", cidrs = ["10.0.0.0/8"] }]
      allow_all_service_agents = true
      allow_cross_org_vpcs     = true
    }
  }
}

resource "palisade_bucket" "gcp_kept" {
  cloud     = "gcp"
  name      = "palisade-requests-kept"
  location  = "europe-west3"
  retention = { days = 1, mode = "compliance", locked = true }
}

resource "palisade_bucket" "gcp_classed" {
  cloud    = "gcp"
  name     = "palisade-requests-classed"
  location = "US"
  gcp      = { autoclass = { terminal_storage_class = "archive" }, hierarchical_namespace = true }
}

resource "palisade_bucket" "gcp_rapid" {
  cloud    = "gcp"
  name     = "palisade-requests-rapid"
  location = "us-east1"
  gcp      = { rapid = true, placement = ["us-east1-b"] }
}
