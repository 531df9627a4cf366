# require_tls is true unless it is set.
resource "palisade_bucket" "archive" {
  cloud    = "aws"
  name     = "acme-archive"
  location = "eu-central-1"
}
