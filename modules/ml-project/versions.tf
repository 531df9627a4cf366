terraform {
  # Validations that read two variables need 1.9.
  required_version = ">= 1.9"

  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}
