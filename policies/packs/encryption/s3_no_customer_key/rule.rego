# METADATA
# title: S3 bucket without a customer-managed key
# description: >-
#   Objects are encrypted with a key that AWS holds (SSE-S3). Only a key of your own can be revoked, audited for
#   each use, and kept from those who may read the bucket but not its data.
# custom:
#   id: EN-1
#   severity: high
#   default: warn
#   compliance: ["HIPAA 164.312(a)(2)(iv)"]
#   remediation: 'set encryption = { kms_key = "arn:aws:kms:..." } to a KMS key of your own in the bucket''s region'
#   resource_types: [palisade_bucket]
#   attributes: [encryption.kms_key]
#   enforced_at: [plan, apply]
package palisade.packs.encryption.s3_no_customer_key

import data.palisade.lib.could
import data.palisade.lib.customer_key

violation contains {
	"resource": bucket.resource,
	"at": bucket.encryption.kms_key.at,
	"message": "objects are encrypted with a key that AWS holds",
} if {
	some bucket in input.buckets
	bucket.cloud.known == "aws"
	customer_key.missing(bucket.encryption.kms_key)
}

undecided contains {"resource": bucket.resource, "at": value.at} if {
	some bucket in input.buckets
	some value in [bucket.cloud, bucket.encryption.kms_key]
	value.unknown
	could.be(bucket.cloud, "aws")
	customer_key.could_be_missing(bucket.encryption.kms_key)
}
