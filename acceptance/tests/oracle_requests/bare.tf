# The same buckets with as little as each can have, so that everything else is taken away again.
variable "credentials" {
  type = object({ role = string, account = string })
}

provider "palisade" {
  policy = { mode = "warn" }
}

provider "palisade" {
  alias  = "assumed"
  policy = { mode = "warn" }
  aws    = { region = "us-east-1", assume_role = { role_arn = var.credentials.role, external_id = "story" } }
  gcp    = { impersonate_service_account = var.credentials.account }
}

data "palisade_bucket" "found" {
  for_each   = toset(["aws", "gcp"])
  cloud      = each.key
  name       = "palisade-requests-full"
  depends_on = [palisade_bucket.full, palisade_bucket.gcp_full]
}

resource "palisade_bucket" "target" {
  cloud      = "aws"
  name       = "palisade-requests-target"
  location   = "us-east-1"
  versioning = true
}

resource "palisade_bucket" "full" {
  cloud         = "aws"
  name          = "palisade-requests-full"
  location      = "us-east-1"
  labels        = { team = "two" }
  versioning    = false
  require_tls   = false
  force_destroy = true
}

resource "palisade_bucket" "kept" {
  cloud      = "aws"
  name       = "palisade-requests-kept"
  location   = "eu-central-1"
  versioning = true
  aws        = { object_lock = true }
}

resource "palisade_bucket" "regional" {
  cloud    = "aws"
  name     = "palisade-requests-123456789012-us-east-1-an"
  location = "us-east-1"
  labels   = { team = "two" }
  aws      = { namespace = "account-regional" }
}

resource "palisade_bucket" "directory" {
  cloud    = "aws"
  name     = "palisade-requests--use1-az4--x-s3"
  location = "us-east-1"
  aws      = { directory_bucket = { availability_zone = "use1-az4" } }

  force_destroy = true
}

resource "palisade_bucket" "assumed" {
  provider = palisade.assumed
  for_each = { aws = "us-east-1", gcp = "EU" }
  cloud    = each.key
  name     = "palisade-requests-assumed"
  location = each.value
  labels   = { team = "two" }
}

resource "palisade_bucket" "gcp_target" {
  cloud    = "gcp"
  name     = "palisade-requests-target"
  location = "US"
}

resource "palisade_bucket" "gcp_full" {
  cloud          = "gcp"
  name           = "palisade-requests-full"
  location       = "US"
  versioning     = true
  uniform_access = false
  force_destroy  = true
  gcp            = { project = "palisade-sandbox", placement = ["us-east1", "us-west1"] }
}

resource "palisade_bucket" "gcp_kept" {
  cloud     = "gcp"
  name      = "palisade-requests-kept"
  location  = "europe-west3"
  retention = { days = 2, mode = "compliance", locked = true }
}

resource "palisade_bucket" "gcp_classed" {
  cloud    = "gcp"
  name     = "palisade-requests-classed"
  location = "US"
  gcp      = { hierarchical_namespace = true }
}

resource "palisade_bucket" "gcp_rapid" {
  cloud    = "gcp"
  name     = "palisade-requests-rapid"
  location = "us-east1"
  gcp      = { rapid = true, placement = ["us-east1-b"] }
}
