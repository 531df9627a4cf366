resource "terraform_data" "settings" {
  input = { require_tls = true }
}

resource "palisade_bucket" "archive" {
  cloud       = "aws"
  name        = "acme-archive"
  location    = "eu-central-1"
  require_tls = terraform_data.settings.output.require_tls
}
