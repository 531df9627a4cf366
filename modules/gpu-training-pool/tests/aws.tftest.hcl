provider "palisade" {}

variables {
  cloud        = "aws"
  name         = "training"
  cluster      = "research"
  location     = "eu-central-1"
  accelerator  = { type = "l4", count = 1 }
  labels       = { team = "vision", env = "research" }
  identity     = "arn:aws:iam::123456789012:role/eks-nodes"
  disk_kms_key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  subnets      = ["subnet-0a1b2c3d"]
}

run "applies" {
  variables {
    burst = { max = 8 }
  }

  assert {
    condition     = output.machine_type == "g6.xlarge" && keys(output.pools) == ["base", "burst"]
    error_message = "there are not two pools of the machines that have the accelerator"
  }

  assert {
    condition     = palisade_gpu_pool.this["burst"].capacity == "spot" && palisade_gpu_pool.this["burst"].scaling.min == 0
    error_message = "the burst is not bought as it should be"
  }

  assert {
    condition     = output.burst_toleration.value == "spot" && palisade_gpu_pool.this["base"].taints == null
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
    burst  = { max = 8 }
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
