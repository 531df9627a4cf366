output "pools" {
  description = "By part, `base` and `burst`: the pool's `id`, `name`, `native_id`, `machine_type` and `node_groups`."
  value = {
    for part, pool in palisade_gpu_pool.this : part => {
      id           = pool.id
      name         = pool.name
      native_id    = pool.native_id
      machine_type = pool.machine_type
      node_groups  = pool.node_groups
    }
  }
}

output "machine_type" {
  description = "The machine type that has the accelerators."
  value       = palisade_gpu_pool.this["base"].machine_type
}

output "monthly_max" {
  description = "By part: what the pool costs in a month with all its machines, in the price table's currency; `null` without a price."
  value       = { for part, pool in palisade_gpu_pool.this : part => try(pool.estimated_cost.monthly_max, null) }
}

output "node_selector" {
  description = "By part: what a pod's `nodeSelector` takes to run there."
  value       = { for part, pool in palisade_gpu_pool.this : part => pool.node_labels }
}

output "burst_toleration" {
  description = "What a pod's `tolerations` need to run on the burst; `null` without one."
  value       = one([for burst in var.burst[*] : { key = "palisade.dev/burst", operator = "Equal", value = burst.capacity, effect = "NoSchedule" }])
}
