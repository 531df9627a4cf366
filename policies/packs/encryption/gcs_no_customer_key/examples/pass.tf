resource "palisade_bucket" "records" {
  cloud    = "gcp"
  name     = "acme-records"
  location = "europe-west3"
  encryption = {
    kms_key = "projects/acme/locations/europe-west3/keyRings/data/cryptoKeys/records"
  }
}
