resource "palisade_bucket" "builds" {
  cloud    = "aws"
  name     = "acme-builds"
  location = "eu-central-1"
}
