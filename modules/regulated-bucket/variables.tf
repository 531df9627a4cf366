variable "cloud" {
  description = "The cloud: `aws` or `gcp`."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aws", "gcp"], var.cloud)
    error_message = "cloud must be \"aws\" or \"gcp\"."
  }
}

variable "name" {
  description = "The globally unique name: 3 to 63 lower-case letters, digits and dashes."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 63 lower-case letters, digits and dashes, with a letter or digit at either end: names with dots break TLS on S3."
  }
}

variable "location" {
  description = "The AWS region, or the Google Cloud region, dual-region or multi-region."
  type        = string
  nullable    = false
}

variable "kms_key" {
  description = "The key that encrypts every object: an ARN, or `projects/../cryptoKeys/..` in the bucket's location. `null` only where `safe_defaults.customer_key` is off."
  type        = string

  validation {
    condition     = var.kms_key != null || !var.safe_defaults.customer_key
    error_message = "kms_key must be a key of your own: regulated data is not kept under a key that the cloud's provider holds."
  }

  validation {
    condition = var.kms_key == null ? true : (
      var.cloud == "aws" ? can(regex("^arn:aws[a-z-]*:kms:", var.kms_key)) : can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key))
    )
    error_message = "kms_key must be the ARN of a KMS key on AWS, or projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY on Google Cloud."
  }
}

variable "log_bucket" {
  description = "The bucket that takes the access logs. On AWS it lies in the same region and account, has no retention of its own, and its policy lets `logging.s3.amazonaws.com` write."
  type        = string
  nullable    = false

  validation {
    condition     = var.log_bucket != var.name && var.log_bucket != ""
    error_message = "log_bucket must be another bucket: one that logs into itself logs its own logs for ever."
  }
}

variable "log_prefix" {
  description = "What the logs' names begin with; the bucket's name and a slash when `null`."
  type        = string
  default     = null
}

variable "data_class" {
  description = "What the bucket holds: `phi` (health), `pii` (personal) or `pci` (card data). It becomes the label `data_class`, which the rules read."
  type        = string
  default     = "phi"
  nullable    = false

  validation {
    condition     = contains(["phi", "pii", "pci"], var.data_class)
    error_message = "data_class must be \"phi\", \"pii\" or \"pci\"; for data that is none of them use the module research-dataset."
  }
}

variable "labels" {
  description = "More labels, with keys and values that both clouds take."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for key, value in var.labels : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && can(regex("^[a-z0-9_-]{0,63}$", value))
    ])
    error_message = "labels must have keys and values of up to 63 lower-case letters, digits, dashes and underscores, and keys that begin with a letter: Google Cloud takes no others."
  }

  validation {
    condition     = !contains(keys(var.labels), "data_class")
    error_message = "labels must not name data_class: it follows the variable data_class."
  }
}

variable "retention_days" {
  description = "Days for which no object can be deleted or overwritten. The default is six years, which 45 CFR 164.316(b)(2)(i) asks of documents under HIPAA."
  type        = number
  default     = 2192
  nullable    = false

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 36500 && floor(var.retention_days) == var.retention_days
    error_message = "retention_days must be a whole number from 1 to 36500."
  }
}

variable "retention_mode" {
  description = "`governance` (who has a special permission can end the retention) or `compliance` (nobody can)."
  type        = string
  default     = "governance"
  nullable    = false

  validation {
    condition     = contains(["governance", "compliance"], var.retention_mode)
    error_message = "retention_mode must be \"governance\" or \"compliance\"."
  }
}

variable "cold_after_days" {
  description = "Days after which objects move to colder storage, at least 30; `null` leaves them where they are."
  type        = number
  default     = 90

  validation {
    condition     = var.cold_after_days == null ? true : var.cold_after_days >= 30
    error_message = "cold_after_days must be at least 30, before which S3 moves nothing to STANDARD_IA, or null."
  }
}

variable "project" {
  description = "The Google Cloud project of the bucket, inside a service perimeter; the provider's when `null`. Unused on AWS."
  type        = string
  default     = null
}

variable "safe_defaults" {
  description = "What makes the bucket safe. Switching one off is refused while planning, unless the operator has switched off the rule: `customer_key` (EN-8), `private` (PE-12), `tls` (EN-3)."
  type = object({
    customer_key = optional(bool, true)
    private      = optional(bool, true)
    tls          = optional(bool, true)
  })
  default  = {}
  nullable = false
}
