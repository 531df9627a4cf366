# From no machine to four, with an L4 each, in a cluster on each cloud.
terraform {
  required_providers {
    palisade = { source = "palisade/palisade" }
  }
}

resource "palisade_gpu_pool" "eks" {
  cloud       = "aws"
  name        = "palisade-example"
  cluster     = "research"
  location    = "eu-central-1"
  accelerator = { type = "l4", count = 1 }
  capacity    = "spot"
  scaling     = { min = 0, max = 4 }
  labels      = { team = "vision" }
  identity    = "arn:aws:iam::123456789012:role/eks-nodes"
  metadata    = "workload_identity"
  disk        = { size_gb = 200, kms_key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  aws         = { subnets = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"] }
}

resource "palisade_gpu_pool" "gke" {
  cloud       = "gcp"
  name        = "palisade-example"
  cluster     = "research"
  location    = "europe-west4"
  accelerator = { type = "l4", count = 1 }
  capacity    = "spot"
  scaling     = { min = 0, max = 4 }
  labels      = { team = "vision" }
  identity    = "training@palisade-sandbox.iam.gserviceaccount.com"
  metadata    = "workload_identity"
  disk        = { size_gb = 200, kms_key = "projects/acme-keys/locations/europe-west4/keyRings/research/cryptoKeys/disks" }
}
