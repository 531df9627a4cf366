resource "palisade_bucket" "archive" {
  cloud       = "aws"
  name        = "acme-archive"
  location    = "eu-central-1"
  require_tls = false
}
