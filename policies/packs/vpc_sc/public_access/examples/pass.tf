# public_access is "blocked" unless it is set.
resource "palisade_bucket" "site" {
  cloud    = "gcp"
  name     = "acme-site"
  location = "europe-west3"
}
