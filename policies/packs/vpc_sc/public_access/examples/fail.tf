resource "palisade_bucket" "site" {
  cloud         = "gcp"
  name          = "acme-site"
  location      = "europe-west3"
  public_access = "allowed"
}
