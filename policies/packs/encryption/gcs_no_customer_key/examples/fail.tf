resource "palisade_bucket" "records" {
  cloud    = "gcp"
  name     = "acme-records"
  location = "europe-west3"
}
