# METADATA
# title: Bucket policy that lets everyone in
# description: >-
#   A statement of the bucket's policy allows its actions to every principal, and no condition holds the caller to an
#   account, an organisation, a network or an address range.
# custom:
#   id: LP-5
#   severity: critical
#   default: deny
#   compliance: [CIS-GCP 5.1]
#   remediation: name the principals that need the bucket, or add a condition such as aws:PrincipalOrgID
#   resource_types: [palisade_bucket]
#   attributes: [aws.policy_json]
#   enforced_at: [plan, apply]
package palisade.packs.least_privilege.public_principal

import data.palisade.lib.aws_policy

violation contains {
	"resource": bucket.resource,
	"at": bucket.aws.policy_json.at,
	"message": message,
} if {
	some bucket in input.buckets
	some number, statement in aws_policy.statements(json.unmarshal(bucket.aws.policy_json.known))
	aws_policy.public(statement)
	message := sprintf("statement %d allows every principal", [number + 1])
}

undecided contains {"resource": bucket.resource, "at": bucket.aws.policy_json.at} if {
	some bucket in input.buckets
	bucket.aws.policy_json.unknown
}

undecided contains {
	"resource": bucket.resource,
	"at": bucket.aws.policy_json.at,
	"message": "the policy is not a JSON object",
} if {
	some bucket in input.buckets
	document := bucket.aws.policy_json.known
	not is_policy(document)
}

is_policy(document) if is_object(json.unmarshal(document))
