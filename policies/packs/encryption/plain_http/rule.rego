# METADATA
# title: Bucket answers over plain http
# description: >-
#   S3 serves objects over plain http unless the bucket's policy refuses it, so data and credentials can be read on
#   the way. Cloud Storage's own policy is TLS alone.
# custom:
#   id: EN-3
#   severity: high
#   default: deny
#   compliance: [CIS-AWS 3.1.1, HIPAA 164.312(e)(1)]
#   remediation: remove require_tls, or set it to true, which is its default
#   resource_types: [palisade_bucket]
#   attributes: [require_tls]
#   enforced_at: [plan, apply]
package palisade.packs.encryption.plain_http

violation contains {
	"resource": bucket.resource,
	"at": bucket.require_tls.at,
	"message": "requests over plain http are answered",
} if {
	some bucket in input.buckets
	bucket.require_tls.known == false
}

undecided contains {"resource": bucket.resource, "at": bucket.require_tls.at} if {
	some bucket in input.buckets
	bucket.require_tls.unknown
}
