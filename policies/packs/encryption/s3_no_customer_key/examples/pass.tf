resource "palisade_bucket" "records" {
  cloud    = "aws"
  name     = "acme-records"
  location = "eu-central-1"
  encryption = {
    kms_key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}
