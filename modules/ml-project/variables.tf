variable "team" {
  description = "The team: the value of the label `team`, and a part of every name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,20}[a-z0-9]$", var.team))
    error_message = "team must be 2 to 22 lower-case letters, digits and dashes, begin with a letter and not end with a dash: it is a part of every name."
  }
}

variable "prefix" {
  description = "What the buckets' names begin with, such as the organisation's name: they are `PREFIX-TEAM-records` and `PREFIX-TEAM-dataset`, and unique in the world."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,29}$", var.prefix))
    error_message = "prefix must be 1 to 30 lower-case letters, digits and dashes, and begin with a letter or digit."
  }
}

variable "clouds" {
  description = "What the platform gives on each cloud, `aws` and `gcp`, one of them or both: where (`location`, of buckets and cluster), the key for data and disks, the bucket of logs, the Kubernetes cluster, who its machines are, who hears of the budget (`notify`, as the module team-budget takes it); on AWS the `subnets`, on Google Cloud the billing account (`scope`) and the `project`, the provider's when unset."
  type = map(object({
    location   = string
    kms_key    = string
    log_bucket = string
    cluster    = string
    identity   = string
    subnets    = optional(list(string), [])
    scope      = optional(string)
    project    = optional(string)
    notify = optional(object({
      emails       = optional(list(string), [])
      sns_topic    = optional(string)
      channels     = optional(list(string), [])
      pubsub_topic = optional(string)
    }), {})
  }))
  nullable = false

  validation {
    condition     = length(var.clouds) > 0 && alltrue([for cloud in keys(var.clouds) : contains(["aws", "gcp"], cloud)])
    error_message = "clouds must have the keys \"aws\" and \"gcp\", one of them or both, and no other."
  }
}

variable "budgets" {
  description = "How much the team may spend in a month on each of the `clouds`: `{ aws = 12000, gcp = 8000 }`."
  type        = map(number)
  nullable    = false

  validation {
    condition     = toset(keys(var.budgets)) == toset(keys(var.clouds))
    error_message = "budgets must have an amount for each of the clouds, and for no other."
  }
}

variable "currency" {
  description = "The currency of the budgets, by ISO 4217."
  type        = string
  default     = "USD"
  nullable    = false
}

variable "accelerator" {
  description = "The accelerators of one machine, as `palisade_gpu_offerings` lists them."
  type = object({
    type  = string
    count = number
  })
  default  = { type = "l4", count = 1 }
  nullable = false
}

variable "base" {
  description = "How many machines are bought on demand, on each cloud."
  type = object({
    min = optional(number, 0)
    max = optional(number, 2)
  })
  default  = {}
  nullable = false
}

variable "burst" {
  description = "How many spot machines come on top, on each cloud; `null` for none."
  type = object({
    max = optional(number, 4)
  })
  default = {}
}

variable "data_class" {
  description = "What the bucket of records holds: `phi`, `pii` or `pci`."
  type        = string
  default     = "phi"
  nullable    = false
}

variable "retention_days" {
  description = "Days for which no record can be deleted or overwritten; as the module regulated-bucket has it when `null`."
  type        = number
  default     = null
}

variable "labels" {
  description = "More labels for everything the team owns, such as `env`."
  type        = map(string)
  default     = {}
  nullable    = false
}
