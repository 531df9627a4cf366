# METADATA
# title: GKE pool with the cloud-platform scope
# description: >-
#   The machines' tokens are good for every API of Google Cloud, so that nothing but the roles of their service account
#   holds back whoever gets hold of one. Machines need scopes for logs, metrics and images; containers get their rights
#   by workload identity, which scopes do not touch.
# custom:
#   id: LP-13b
#   severity: medium
#   default: warn
#   compliance: []
#   remediation: leave cloud-platform out of gcp.oauth_scopes, or leave the scopes to GKE
#   resource_types: [palisade_gpu_pool]
#   attributes: [gcp.oauth_scopes]
#   enforced_at: [plan, apply]
package palisade.packs.least_privilege.cloud_platform_scope

import data.palisade.lib.could

violation contains {
	"resource": pool.resource,
	"at": pool.gcp.oauth_scopes.at,
	"message": "its machines' tokens are good for every API",
} if {
	some pool in input.gpu_pools
	pool.cloud.known == "gcp"
	broad(pool)
}

undecided contains {"resource": pool.resource, "at": value.at} if {
	some pool in input.gpu_pools
	some value in [pool.cloud, pool.gcp.oauth_scopes]
	value.unknown
	could.be(pool.cloud, "gcp")
	could_be_broad(pool)
}

# The scope by its address, or by the alias that gcloud has for it.
broad(pool) if {
	some scope in pool.gcp.oauth_scopes.known
	scope in {"https://www.googleapis.com/auth/cloud-platform", "cloud-platform"}
}

could_be_broad(pool) if broad(pool)

could_be_broad(pool) if pool.gcp.oauth_scopes.unknown
