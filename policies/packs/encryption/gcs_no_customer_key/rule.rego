# METADATA
# title: Cloud Storage bucket without a customer-managed key
# description: >-
#   Objects are encrypted with a key that Google holds. Only a key of your own can be revoked, audited for each use,
#   and kept from those who may read the bucket but not its data.
# custom:
#   id: EN-2
#   severity: high
#   default: warn
#   compliance: []
#   remediation: 'set encryption = { kms_key = "projects/.../cryptoKeys/..." } to a Cloud KMS key in the bucket''s location'
#   resource_types: [palisade_bucket]
#   attributes: [encryption.kms_key]
#   enforced_at: [plan, apply]
package palisade.packs.encryption.gcs_no_customer_key

import data.palisade.lib.could
import data.palisade.lib.customer_key

violation contains {
	"resource": bucket.resource,
	"at": bucket.encryption.kms_key.at,
	"message": "objects are encrypted with a key that Google holds",
} if {
	some bucket in input.buckets
	bucket.cloud.known == "gcp"
	customer_key.missing(bucket.encryption.kms_key)
}

undecided contains {"resource": bucket.resource, "at": value.at} if {
	some bucket in input.buckets
	some value in [bucket.cloud, bucket.encryption.kms_key]
	value.unknown
	could.be(bucket.cloud, "gcp")
	customer_key.could_be_missing(bucket.encryption.kms_key)
}
