# A dataset with the same name on each cloud.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

module "dataset" {
  source = "../../modules/research-dataset"

  name   = "palisade-example-scans"
  labels = { team = "imaging" }

  clouds = {
    aws = {
      location = "eu-central-1"
      kms_key  = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    gcp = {
      location = "europe-west3"
      kms_key  = "projects/acme-keys/locations/europe-west3/keyRings/research/cryptoKeys/datasets"
    }
  }

  tiering = { infrequent = 30, cold = 90, archive = 365 }
}

output "urls" {
  value = module.dataset.urls
}
