# METADATA
# title: GKE pool that runs as the default service account
# description: >-
#   The pool names no service account, so its machines run as the project's Compute Engine default, which most projects
#   let edit everything in them: whoever breaks out of a container on a machine may do the same. On EKS a pool always
#   names its role.
# custom:
#   id: LP-13a
#   severity: high
#   default: warn
#   compliance: []
#   remediation: set identity to a service account of the pool's own, which may write logs and metrics and pull images
#   resource_types: [palisade_gpu_pool]
#   attributes: [identity]
#   enforced_at: [plan, apply]
package palisade.packs.least_privilege.default_service_account

import data.palisade.lib.could

violation contains {
	"resource": pool.resource,
	"at": pool.identity.at,
	"message": "its machines run as the project's default service account",
} if {
	some pool in input.gpu_pools
	pool.cloud.known == "gcp"
	is_default(pool)
}

undecided contains {"resource": pool.resource, "at": value.at} if {
	some pool in input.gpu_pools
	some value in [pool.cloud, pool.identity]
	value.unknown
	could.be(pool.cloud, "gcp")
	could_be_default(pool)
}

# No service account is named, or the default one by its address: NUMBER-compute@developer.gserviceaccount.com.
is_default(pool) if pool.identity.absent

is_default(pool) if pool.identity.known == "default"

is_default(pool) if endswith(pool.identity.known, "-compute@developer.gserviceaccount.com")

could_be_default(pool) if is_default(pool)

could_be_default(pool) if pool.identity.unknown
