variable "cloud" {
  description = "The cloud: `aws` (EKS) or `gcp` (GKE)."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aws", "gcp"], var.cloud)
    error_message = "cloud must be \"aws\" or \"gcp\"."
  }
}

variable "name" {
  description = "What the pools' names begin with: they are `NAME-base` and `NAME-burst`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,32}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 34 lower-case letters, digits and dashes, begin with a letter and not end with a dash: GKE takes 40 characters with what is added."
  }
}

variable "cluster" {
  description = "The Kubernetes cluster's name."
  type        = string
  nullable    = false
}

variable "location" {
  description = "The cluster's AWS region, or its Google Cloud region or zone."
  type        = string
  nullable    = false
}

variable "accelerator" {
  description = "The accelerators of one machine, as `palisade_gpu_offerings` lists them: `{ type = \"l4\", count = 1 }`."
  type = object({
    type  = string
    count = number
  })
  nullable = false

  validation {
    condition     = var.accelerator.count >= 1 && floor(var.accelerator.count) == var.accelerator.count
    error_message = "accelerator must count 1 or more whole accelerators in a machine."
  }
}

variable "base" {
  description = "How many machines are bought on demand: never fewer than `min`, never more than `max`. The default lets the pool be empty."
  type = object({
    min = optional(number, 0)
    max = optional(number, 2)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.base.min >= 0 && var.base.max >= 1 && var.base.min <= var.base.max
    error_message = "base must have a max of 1 or more, and a min from 0 to max."
  }
}

variable "burst" {
  description = "How many cheaper machines come on top, from none to `max`, and how they are bought: `spot`, or `flex_start` on Google Cloud; `null` for none."
  type = object({
    max      = optional(number, 4)
    capacity = optional(string, "spot")
  })
  default = {}

  validation {
    condition     = var.burst == null ? true : contains(var.cloud == "gcp" ? ["spot", "flex_start"] : ["spot"], var.burst.capacity)
    error_message = "burst must be bought as \"spot\", or on Google Cloud as \"flex_start\"."
  }

  validation {
    condition     = var.burst == null ? true : var.burst.max >= 1
    error_message = "burst must have a max of 1 or more; for no burst at all set it to null."
  }
}

variable "identity" {
  description = "Who the machines are: the ARN of the node role on AWS, the e-mail address of a service account on Google Cloud."
  type        = string
  nullable    = false

  validation {
    condition     = var.cloud == "aws" ? can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", var.identity)) : can(regex("^[^@]+@[^@]+\\.gserviceaccount\\.com$", var.identity))
    error_message = "identity must be the ARN of an IAM role on AWS, or a service account's e-mail address on Google Cloud."
  }

  validation {
    condition     = !endswith(var.identity, "-compute@developer.gserviceaccount.com")
    error_message = "identity must not be the project's default service account, which may do too much: make one for these pools."
  }
}

variable "disk_kms_key" {
  description = "The key that encrypts the machines' disks: an ARN, or `projects/../cryptoKeys/..`. `null` only where `safe_defaults.customer_key` is off."
  type        = string

  validation {
    condition     = var.disk_kms_key != null || !var.safe_defaults.customer_key
    error_message = "disk_kms_key must be a key of your own: what is trained on is on these disks too."
  }
}

variable "disk_size_gb" {
  description = "The boot disk's size in GiB."
  type        = number
  default     = 200
  nullable    = false

  validation {
    condition     = var.disk_size_gb >= 50 && var.disk_size_gb <= 16384
    error_message = "disk_size_gb must be from 50, which images for accelerators need, to 16384."
  }
}

variable "fast_network" {
  description = "Whether the machines stand close together and get the network that their type offers for collective communication."
  type        = bool
  default     = false
  nullable    = false
}

variable "max_run_duration" {
  description = "How long a machine of the burst may run, such as `8h`. Google Cloud alone."
  type        = string
  default     = null

  validation {
    condition     = var.max_run_duration == null ? true : var.cloud == "gcp"
    error_message = "max_run_duration must be null on AWS, which ends no machine after a time."
  }
}

variable "subnets" {
  description = "The subnets of the machines. AWS alone, which needs them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = var.cloud == "aws" ? length(var.subnets) > 0 : length(var.subnets) == 0
    error_message = "subnets must name one subnet or more on AWS, and none on Google Cloud."
  }
}

variable "zones" {
  description = "The zones of the machines; the cluster's when empty. Google Cloud alone."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = var.cloud == "gcp" || length(var.zones) == 0
    error_message = "zones must be empty on AWS, where the subnets lie in zones."
  }
}

variable "project" {
  description = "The cluster's Google Cloud project; the provider's when `null`. Unused on AWS."
  type        = string
  default     = null
}

variable "labels" {
  description = "Labels that bills and budgets are filtered by: the output `labels` of the module team-budget."
  type        = map(string)
  nullable    = false

  validation {
    condition     = contains(keys(var.labels), "team")
    error_message = "labels must have the key team, else no budget counts these machines."
  }

  validation {
    condition = alltrue([
      for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))
    ])
    error_message = "labels must have keys and values of up to 63 lower-case letters, digits, dashes and underscores, and keys that begin with a letter: Google Cloud takes no others."
  }
}

variable "budget" {
  description = "The budget that pays: the output `budget` of the module team-budget. A pool whose highest monthly cost exceeds it is refused while planning."
  type = object({
    name     = string
    amount   = number
    currency = string
  })
  default = null
}

variable "safe_defaults" {
  description = "What makes the pools safe: `customer_key` (the disks are encrypted with a key of yours; without it EN-6 warns, and EN-8 refuses machines whose label `data_class` is sensitive) and `workload_identity` (containers are not the machine; without it LP-13c warns). The operator can have either refused."
  type = object({
    customer_key      = optional(bool, true)
    workload_identity = optional(bool, true)
  })
  default  = {}
  nullable = false
}
