# An on-demand base and a cheaper burst: the same machines twice, bought in two ways.
locals {
  pools = merge(
    { base = { capacity = "on_demand", min = var.base.min, max = var.base.max } },
    { for burst in var.burst[*] : "burst" => { capacity = burst.capacity, min = 0, max = burst.max } },
  )
}

resource "palisade_gpu_pool" "this" {
  for_each = local.pools

  cloud       = var.cloud
  name        = "${var.name}-${each.key}"
  cluster     = var.cluster
  location    = var.location
  accelerator = var.accelerator
  capacity    = each.value.capacity
  scaling     = { min = each.value.min, max = each.value.max }
  labels      = var.labels
  node_labels = { "palisade.dev/pool" = var.name, "palisade.dev/part" = each.key }
  identity    = var.identity
  metadata    = var.safe_defaults.workload_identity ? "workload_identity" : "node"
  budget      = var.budget

  # Work that cannot bear that its machine ends stays on the base.
  taints = each.key == "burst" ? [{ key = "palisade.dev/burst", value = each.value.capacity, effect = "no_schedule" }] : null

  disk = {
    size_gb = var.disk_size_gb
    kms_key = var.safe_defaults.customer_key ? var.disk_kms_key : null
  }

  fast_network     = var.fast_network ? true : null
  placement        = var.fast_network ? "compact" : null
  max_run_duration = each.key == "burst" ? var.max_run_duration : null

  aws = var.cloud == "aws" ? { subnets = var.subnets } : null
  gcp = var.cloud == "gcp" ? {
    project = var.project
    zones   = length(var.zones) > 0 ? var.zones : null
    # The scheduler's machines live too short to be repaired.
    auto_repair = each.value.capacity == "flex_start" ? false : null
  } : null
}
