# METADATA
# title: Sensitive data without a customer-managed key
# description: >-
#   The label data_class of a bucket or pool says that it holds health, personal or card data, and its objects or its
#   machines' disks are encrypted with a key that the cloud's provider holds. This holds on either cloud, so that a copy
#   is kept as its original is.
# custom:
#   id: EN-8
#   severity: critical
#   default: deny
#   compliance: []
#   remediation: set encryption (of a bucket) or disk (of a pool) to { kms_key = ... }, a key of your own in its location
#   resource_types: [palisade_bucket, palisade_gpu_pool]
#   attributes: [disk.kms_key, encryption.kms_key, labels.data_class]
#   enforced_at: [plan, apply]
package palisade.packs.encryption.sensitive_without_customer_key

import data.palisade.lib.customer_key
import data.palisade.lib.sensitive

violation contains {
	"resource": holder.resource,
	"at": holder.key.at,
	"message": "its label data_class says that it holds sensitive data, which is encrypted with no key of its owner's",
} if {
	some holder in holders
	sensitive.is(holder)
	customer_key.missing(holder.key)
}

undecided contains {"resource": holder.resource, "at": value.at} if {
	some holder in holders
	some value in [holder.data_class, holder.key]
	value.unknown
	sensitive.could_be(holder)
	customer_key.could_be_missing(holder.key)
}

# What holds data, with the key that it is encrypted with.
holders := array.concat(
	[holding(bucket, bucket.encryption.kms_key) | some bucket in input.buckets],
	[holding(pool, pool.disk.kms_key) | some pool in input.gpu_pools],
)

holding(resource, key) := {"resource": resource.resource, "data_class": resource.data_class, "key": key}
