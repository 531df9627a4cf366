variable "name" {
  description = "The buckets' name, the same on each cloud: 3 to 63 lower-case letters, digits and dashes."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 63 lower-case letters, digits and dashes, with a letter or digit at either end: names with dots break TLS on S3."
  }
}

variable "clouds" {
  description = "Where a bucket lies on each cloud, and the key that encrypts it there; keys are `aws` and `gcp`, one of them or both. `project` is the Google Cloud project, the provider's when unset."
  type = map(object({
    location = string
    kms_key  = string
    project  = optional(string)
  }))
  nullable = false

  validation {
    condition     = length(var.clouds) > 0 && alltrue([for cloud in keys(var.clouds) : contains(["aws", "gcp"], cloud)])
    error_message = "clouds must have the keys \"aws\" and \"gcp\", one of them or both, and no other."
  }

  validation {
    condition     = !var.safe_defaults.customer_key || alltrue([for it in values(var.clouds) : it.kms_key != null])
    error_message = "clouds must name a kms_key of your own for each cloud."
  }
}

variable "data_class" {
  description = "What the dataset holds; it becomes the label `data_class`, which the rules read: `public`, `internal`, `phi` (health), `pii` (personal) or `pci` (card data)."
  type        = string
  default     = "internal"
  nullable    = false

  validation {
    condition     = contains(["public", "internal", "phi", "pii", "pci"], var.data_class)
    error_message = "data_class must be \"public\", \"internal\", \"phi\", \"pii\" or \"pci\"."
  }
}

variable "labels" {
  description = "More labels, the same on each cloud, with keys and values that both take."
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

variable "tiering" {
  description = "Days after which objects move to `infrequent`, then to `cold` storage, and to the `archive`; a tier that is `null` is left out."
  type = object({
    infrequent = optional(number, 30)
    cold       = optional(number, 90)
    archive    = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for days in [var.tiering.infrequent, var.tiering.cold, var.tiering.archive] : days == null ? true : days >= 30])
    error_message = "tiering must wait 30 days at least: S3 moves nothing to STANDARD_IA before, and younger objects pay for 30 days in any case."
  }

  validation {
    condition = (
      (var.tiering.cold == null ? true : var.tiering.cold > coalesce(var.tiering.infrequent, 0)) &&
      (var.tiering.archive == null ? true : var.tiering.archive > max(coalesce(var.tiering.infrequent, 0), coalesce(var.tiering.cold, 0)))
    )
    error_message = "tiering must move objects to infrequent storage first, then to cold, then to the archive, each later than the one before."
  }
}

variable "old_versions_days" {
  description = "Days for which a version that was overwritten or deleted can be restored."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.old_versions_days >= 1 && floor(var.old_versions_days) == var.old_versions_days
    error_message = "old_versions_days must be a whole number of days, 1 at least."
  }
}

variable "readers_pay" {
  description = "Whether whoever reads pays for requests and transfer: for datasets that others use."
  type        = bool
  default     = false
  nullable    = false
}

variable "safe_defaults" {
  description = "What makes the buckets safe. Switching one off is refused while planning, unless the operator has switched off the rule: `customer_key` (EN-8 for sensitive classes, else EN-1 and EN-2 warn), `private` (PE-12), `tls` (EN-3)."
  type = object({
    customer_key = optional(bool, true)
    private      = optional(bool, true)
    tls          = optional(bool, true)
  })
  default  = {}
  nullable = false
}
