resource "terraform_data" "settings" {
  input = "blocked"
}

resource "palisade_bucket" "site" {
  cloud         = "gcp"
  name          = "acme-site"
  location      = "europe-west3"
  public_access = terraform_data.settings.output
}
