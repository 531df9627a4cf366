provider "palisade" {}

variables {
  cloud        = "gcp"
  name         = "training"
  cluster      = "research"
  location     = "europe-west4"
  accelerator  = { type = "l4", count = 1 }
  labels       = { team = "vision", env = "research" }
  identity     = "training@palisade-sandbox.iam.gserviceaccount.com"
  disk_kms_key = "projects/acme-keys/locations/europe-west4/keyRings/research/cryptoKeys/disks"
}

run "applies" {
  variables {
    burst = { max = 8, capacity = "flex_start" }
  }

  assert {
    condition     = output.machine_type == "g2-standard-4" && keys(output.pools) == ["base", "burst"]
    error_message = "there are not two pools of the machines that have the accelerator"
  }

  assert {
    condition     = palisade_gpu_pool.this["burst"].capacity == "flex_start" && palisade_gpu_pool.this["burst"].scaling.min == 0
    error_message = "the burst is not bought as it should be"
  }

  assert {
    condition     = output.burst_toleration.value == "flex_start" && palisade_gpu_pool.this["base"].taints == null
    error_message = "work that cannot bear an end is not kept to the base"
  }

  assert {
    condition     = alltrue([for pool in palisade_gpu_pool.this : pool.disk.kms_key == var.disk_kms_key && pool.labels_all["team"] == "vision"])
    error_message = "a disk is not encrypted with the key, or a pool is not counted by the budget"
  }
}

run "grows_in_place" {
  variables {
    base   = { min = 1, max = 3 }
    burst  = { max = 8, capacity = "flex_start" }
    labels = { team = "vision", env = "prod" }
  }

  assert {
    condition     = palisade_gpu_pool.this["base"].scaling.max == 3
    error_message = "the pool did not grow"
  }
}

run "without_a_burst" {
  variables {
    burst = null
  }

  assert {
    condition     = keys(output.pools) == ["base"] && output.burst_toleration == null
    error_message = "the burst is still there"
  }
}
