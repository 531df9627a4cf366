# The policy's data names no perimeters, so whether the project is inside one cannot be told.
resource "palisade_bucket" "patients" {
  cloud    = "gcp"
  name     = "acme-patients"
  location = "europe-west3"
  labels   = { data_class = "phi" }
  encryption = {
    kms_key = "projects/acme-clinic/locations/europe-west3/keyRings/data/cryptoKeys/patients"
  }
  gcp = { project = "acme-clinic" }
}
