# METADATA
# title: Disk without a customer-managed key
# description: >-
#   The boot disks of the pool's machines, with all that containers leave on them, are encrypted with a key that the
#   cloud's provider holds, or on EKS perhaps not at all, as the account has it. Only a key of your own can be revoked,
#   and audited for each use. Where the label data_class says that the data is sensitive, EN-8 denies it.
# custom:
#   id: EN-6
#   severity: medium
#   default: warn
#   compliance: []
#   remediation: set disk = { kms_key = ... } to a key of your own in the pool's location
#   resource_types: [palisade_gpu_pool]
#   attributes: [disk.kms_key]
#   enforced_at: [plan, apply]
package palisade.packs.encryption.disk_without_customer_key

import data.palisade.lib.customer_key

violation contains {
	"resource": pool.resource,
	"at": pool.disk.kms_key.at,
	"message": "its machines' disks are encrypted with no key of their owner's",
} if {
	some pool in input.gpu_pools
	customer_key.missing(pool.disk.kms_key)
}

undecided contains {"resource": pool.resource, "at": pool.disk.kms_key.at} if {
	some pool in input.gpu_pools
	pool.disk.kms_key.unknown
}
