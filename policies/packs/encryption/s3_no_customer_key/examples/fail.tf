resource "palisade_bucket" "records" {
  cloud    = "aws"
  name     = "acme-records"
  location = "eu-central-1"
}
