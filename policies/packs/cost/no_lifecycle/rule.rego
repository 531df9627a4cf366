# METADATA
# title: Bucket with no lifecycle rule
# description: >-
#   Nothing is ever deleted or moved to cheaper storage: old versions and unfinished uploads are paid for until
#   someone looks. A bucket with Autoclass moves its objects by itself.
# custom:
#   id: CO-4
#   severity: low
#   default: warn
#   compliance: []
#   remediation: add lifecycle_rules, if only one that aborts unfinished multipart uploads after 7 days
#   resource_types: [palisade_bucket]
#   attributes: [lifecycle_rules]
#   enforced_at: [plan, apply]
package palisade.packs.cost.no_lifecycle

import data.palisade.lib.could

violation contains {
	"resource": bucket.resource,
	"at": bucket.lifecycle_rules.at,
	"message": "its objects are kept, and paid for, for ever",
} if {
	some bucket in input.buckets
	bucket.lifecycle_rules.absent
	bucket.gcp.autoclass.absent
}

undecided contains {"resource": bucket.resource, "at": value.at} if {
	some bucket in input.buckets
	some value in [bucket.lifecycle_rules, bucket.gcp.autoclass]
	value.unknown
	could.be_absent(bucket.lifecycle_rules)
	could.be_absent(bucket.gcp.autoclass)
}
