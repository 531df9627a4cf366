output "labels" {
  description = "By cloud: the labels of everything that the team owns. Give them to what it makes besides, so that its budget counts it."
  value       = { for cloud, budget in module.budget : cloud => budget.labels }
}

output "records" {
  description = "By cloud: the URL of the bucket of regulated records."
  value       = { for cloud, records in module.records : cloud => records.url }
}

output "dataset" {
  description = "By cloud: the URL of the dataset's bucket."
  value       = module.dataset.urls
}

output "pools" {
  description = "By cloud, then by part, `base` and `burst`: the GPU pool's `id`, `name`, `native_id`, `machine_type` and `node_groups`."
  value       = { for cloud, machines in module.machines : cloud => machines.pools }
}

output "budgets" {
  description = "By cloud: what names the team's budget."
  value       = { for cloud, budget in module.budget : cloud => budget.id }
}
