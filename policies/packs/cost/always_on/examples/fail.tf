resource "palisade_gpu_pool" "train" {
  cloud        = "gcp"
  name         = "train"
  cluster      = "research"
  location     = "europe-west4"
  machine_type = "g2-standard-4"
  accelerator  = { type = "l4", count = 1 }
  scaling      = { min = 1, max = 4 }
  identity     = "train@acme-research.iam.gserviceaccount.com"
  labels       = { env = "dev" }
}
