# METADATA
# title: Bucket that may be made public
# description: >-
#   With the block on public access off, one grant in a policy or an access list is enough to show the bucket to
#   everyone. The block is public access prevention on Cloud Storage and the four public access flags on S3.
# custom:
#   id: PE-12
#   severity: critical
#   default: deny
#   compliance: [CIS-AWS 3.1.4]
#   remediation: remove public_access, or set it to "blocked", which is its default
#   resource_types: [palisade_bucket]
#   attributes: [public_access]
#   enforced_at: [plan, apply]
package palisade.packs.vpc_sc.public_access

violation contains {
	"resource": bucket.resource,
	"at": bucket.public_access.at,
	"message": "public access is not blocked",
} if {
	some bucket in input.buckets
	bucket.public_access.known == "allowed"
}

undecided contains {"resource": bucket.resource, "at": bucket.public_access.at} if {
	some bucket in input.buckets
	bucket.public_access.unknown
}
