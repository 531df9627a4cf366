# METADATA
# title: Sensitive data without a customer-managed key
# description: >-
#   The bucket's label data_class says that it holds health, personal or card data, and its objects are encrypted
#   with a key that the cloud's provider holds. This holds on either cloud, so that a copy is kept as its original is.
# custom:
#   id: EN-8
#   severity: critical
#   default: deny
#   compliance: []
#   remediation: set encryption = { kms_key = ... } to a key of your own in the bucket's location
#   resource_types: [palisade_bucket]
#   attributes: [encryption.kms_key, labels.data_class]
#   enforced_at: [plan, apply]
package palisade.packs.encryption.sensitive_without_customer_key

import data.palisade.lib.customer_key
import data.palisade.lib.sensitive

violation contains {
	"resource": bucket.resource,
	"at": bucket.encryption.kms_key.at,
	"message": "its label data_class says that it holds sensitive data, which is encrypted with no key of its owner's",
} if {
	some bucket in input.buckets
	sensitive.is(bucket)
	customer_key.missing(bucket)
}

undecided contains {"resource": bucket.resource, "at": value.at} if {
	some bucket in input.buckets
	some value in [bucket.data_class, bucket.encryption.kms_key]
	value.unknown
	sensitive.could_be(bucket)
	customer_key.could_be_missing(bucket)
}
