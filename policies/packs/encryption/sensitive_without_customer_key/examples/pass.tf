resource "palisade_bucket" "patients" {
  cloud    = "aws"
  name     = "acme-patients"
  location = "eu-central-1"
  labels   = { data_class = "phi" }
  encryption = {
    kms_key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}
