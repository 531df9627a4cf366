resource "terraform_data" "class" {
  input = "phi"
}

resource "palisade_bucket" "patients" {
  cloud    = "aws"
  name     = "acme-patients"
  location = "eu-central-1"
  labels   = { data_class = terraform_data.class.output }
}
