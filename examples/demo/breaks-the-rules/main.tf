# What `cargo xtask demo` shows first: health data that anyone could be let in to, over plain http.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_bucket" "patients" {
  for_each = { aws = "eu-central-1", gcp = "europe-west3" }

  cloud         = each.key
  name          = "palisade-demo-patients"
  location      = each.value
  labels        = { data_class = "phi" }
  public_access = "allowed"
  require_tls   = each.key == "gcp"
}
