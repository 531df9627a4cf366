# METADATA
# title: Pool whose containers reach the machine's own identity
# description: >-
#   Containers are let through to the machine's metadata server (a hop limit of 2 on EKS, GCE_METADATA on GKE), where
#   any of them may fetch a token of the machine's role or service account: what one training job may do, all may.
# custom:
#   id: LP-13c
#   severity: high
#   default: warn
#   compliance: []
#   remediation: leave metadata out, or set metadata = "workload_identity", and give containers identities of their own
#   resource_types: [palisade_gpu_pool]
#   attributes: [metadata]
#   enforced_at: [plan, apply]
package palisade.packs.least_privilege.metadata_hop_limit

violation contains {
	"resource": pool.resource,
	"at": pool.metadata.at,
	"message": "every container on its machines may fetch a token of theirs",
} if {
	some pool in input.gpu_pools
	pool.metadata.known == "node"
}

undecided contains {"resource": pool.resource, "at": pool.metadata.at} if {
	some pool in input.gpu_pools
	pool.metadata.unknown
}
