resource "terraform_data" "key" {
  input = "projects/acme/locations/europe-west3/keyRings/data/cryptoKeys/records"
}

resource "palisade_bucket" "records" {
  cloud    = "gcp"
  name     = "acme-records"
  location = "europe-west3"
  encryption = {
    kms_key = terraform_data.key.output
  }
}
