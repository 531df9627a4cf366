# A team's budget, its regulated records, its dataset and its machines, on each cloud that it works on.
module "budget" {
  source   = "../team-budget"
  for_each = var.clouds

  cloud    = each.key
  team     = var.team
  scope    = each.value.scope
  amount   = var.budgets[each.key]
  currency = var.currency
  notify   = each.value.notify
  labels   = var.labels
}

module "records" {
  source   = "../regulated-bucket"
  for_each = var.clouds

  cloud          = each.key
  name           = "${var.prefix}-${var.team}-records"
  location       = each.value.location
  kms_key        = each.value.kms_key
  log_bucket     = each.value.log_bucket
  data_class     = var.data_class
  retention_days = var.retention_days
  project        = each.value.project
  labels         = module.budget[each.key].labels
}

module "dataset" {
  source = "../research-dataset"

  name   = "${var.prefix}-${var.team}-dataset"
  clouds = var.clouds
  labels = merge(var.labels, { team = var.team })
}

module "machines" {
  source   = "../gpu-training-pool"
  for_each = var.clouds

  cloud        = each.key
  name         = var.team
  cluster      = each.value.cluster
  location     = each.value.location
  project      = each.value.project
  accelerator  = var.accelerator
  base         = var.base
  burst        = var.burst
  identity     = each.value.identity
  disk_kms_key = each.value.kms_key
  subnets      = each.value.subnets
  labels       = module.budget[each.key].labels
  budget       = module.budget[each.key].budget
}
