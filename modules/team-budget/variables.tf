variable "cloud" {
  description = "The cloud: `aws` or `gcp`."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["aws", "gcp"], var.cloud)
    error_message = "cloud must be \"aws\" or \"gcp\"."
  }
}

variable "team" {
  description = "The team: the value of the label `team`, by which its spending is found."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9_-]{0,54}$", var.team))
    error_message = "team must be 1 to 55 lower-case letters, digits, dashes and underscores: it is a label's value on both clouds."
  }
}

variable "name" {
  description = "The budget's name; the team's when `null`."
  type        = string
  default     = null

  validation {
    condition     = var.name == null ? true : can(regex("^[^:\\\\]{1,60}$", var.name))
    error_message = "name must have 1 to 60 characters, none of them a colon or a backslash."
  }
}

variable "scope" {
  description = "Whose spending: the billing account `XXXXXX-XXXXXX-XXXXXX` on Google Cloud; on AWS the account's number, the caller's when `null`."
  type        = string
  default     = null

  validation {
    condition = var.cloud == "gcp" ? can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.scope)) : (
      var.scope == null ? true : can(regex("^[0-9]{12}$", var.scope))
    )
    error_message = "scope must be a billing account such as \"012345-6789AB-CDEF01\" on Google Cloud, and the twelve digits of an account, or null, on AWS."
  }
}

variable "amount" {
  description = "How much the team may spend in one period."
  type        = number
  nullable    = false

  validation {
    condition     = var.amount > 0
    error_message = "amount must be more than zero."
  }
}

variable "currency" {
  description = "The currency of the amount, by ISO 4217; on Google Cloud that of the billing account."
  type        = string
  default     = "USD"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Z]{3}$", var.currency))
    error_message = "currency must be three capital letters, such as \"USD\"."
  }
}

variable "period" {
  description = "For how long the amount is meant: `month`, `quarter` or `year`. What pools are compared with is a month's amount, so their `budget` is given for `month` alone."
  type        = string
  default     = "month"
  nullable    = false

  validation {
    condition     = contains(["month", "quarter", "year"], var.period)
    error_message = "period must be \"month\", \"quarter\" or \"year\"."
  }
}

variable "thresholds" {
  description = "Percentages of the amount at which people hear of it: when they are spent (`actual`), and when they will have been at the period's end (`forecast`)."
  type = object({
    actual   = optional(list(number), [50, 80, 100])
    forecast = optional(list(number), [100])
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(concat(var.thresholds.actual, var.thresholds.forecast)) >= 1 && length(concat(var.thresholds.actual, var.thresholds.forecast)) <= 10
    error_message = "thresholds must name one percentage at least, for a budget of which nobody hears bounds nothing, and ten at most: AWS Budgets takes no more."
  }

  validation {
    condition     = alltrue([for percent in concat(var.thresholds.actual, var.thresholds.forecast) : percent > 0])
    error_message = "thresholds must be percentages above zero, such as 80."
  }

  validation {
    condition = alltrue([
      length(distinct(var.thresholds.actual)) == length(var.thresholds.actual),
      length(distinct(var.thresholds.forecast)) == length(var.thresholds.forecast),
    ])
    error_message = "thresholds must name each percentage once."
  }
}

variable "notify" {
  description = "Who hears of it. On AWS `emails` and `sns_topic`, one of them at least; on Google Cloud `channels` of Cloud Monitoring and `pubsub_topic`, beside the billing account's administrators."
  type = object({
    emails       = optional(list(string), [])
    sns_topic    = optional(string)
    channels     = optional(list(string), [])
    pubsub_topic = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.cloud == "aws" ? length(var.notify.channels) == 0 && var.notify.pubsub_topic == null : length(var.notify.emails) == 0 && var.notify.sns_topic == null
    error_message = "notify must name emails and sns_topic alone on AWS, channels and pubsub_topic alone on Google Cloud."
  }

  validation {
    condition     = var.cloud != "aws" || length(var.notify.emails) > 0 || var.notify.sns_topic != null
    error_message = "notify must name emails or an sns_topic on AWS, which tells nobody else."
  }

  validation {
    condition     = length(var.notify.emails) <= 10 && length(var.notify.channels) <= 5
    error_message = "notify must name at most ten emails on AWS, and at most five channels on Google Cloud."
  }
}

variable "labels" {
  description = "More labels for what the team owns, handed on in the output `labels`; with keys and values that both clouds take."
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
    condition     = !contains(keys(var.labels), "team")
    error_message = "labels must not name team: it follows the variable team, and is what the budget counts by."
  }
}
