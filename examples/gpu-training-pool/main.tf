# Machines to train on, on EKS with a spot burst and on GKE with a burst that waits for machines, each with the budget that
# pays for them.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

module "budget_aws" {
  source = "../../modules/team-budget"

  cloud  = "aws"
  team   = "vision"
  amount = 12000
  notify = { emails = ["vision-leads@example.com"] }
}

module "budget_gcp" {
  source = "../../modules/team-budget"

  cloud  = "gcp"
  team   = "vision"
  scope  = "012345-6789AB-CDEF01"
  amount = 8000
}

module "eks" {
  source = "../../modules/gpu-training-pool"

  cloud        = "aws"
  name         = "vision"
  cluster      = "research"
  location     = "eu-central-1"
  accelerator  = { type = "l4", count = 1 }
  burst        = { max = 8 }
  identity     = "arn:aws:iam::123456789012:role/eks-nodes"
  disk_kms_key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  subnets      = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
  labels       = module.budget_aws.labels
  budget       = module.budget_aws.budget
}

module "gke" {
  source = "../../modules/gpu-training-pool"

  cloud            = "gcp"
  name             = "vision"
  cluster          = "research"
  location         = "europe-west4"
  accelerator      = { type = "l4", count = 1 }
  burst            = { max = 8, capacity = "flex_start" }
  max_run_duration = "8h"
  identity         = "training@palisade-sandbox.iam.gserviceaccount.com"
  disk_kms_key     = "projects/acme-keys/locations/europe-west4/keyRings/research/cryptoKeys/disks"
  labels           = module.budget_gcp.labels
  budget           = module.budget_gcp.budget
}

output "machines" {
  value = { eks = module.eks.machine_type, gke = module.gke.machine_type }
}
