# METADATA
# title: Pool that cannot scale to zero outside production
# description: >-
#   At least one machine runs, and is paid for, whether anything runs on it or not. Outside production a pool that
#   starts at zero costs nothing over night. Production is what a label `env`, `environment` or `stage` says is `prod`
#   or `production`, or one of policy data's `{"production_stages": ["live"]}`; a pool that does not say is outside of
#   it. Reserved capacity and Capacity Blocks are paid for however many machines run, and pass.
# custom:
#   id: CO-3
#   severity: low
#   default: warn
#   compliance: []
#   remediation: 'set scaling.min to 0, or say that it is production by a label: env = "prod"'
#   resource_types: [palisade_gpu_pool]
#   attributes: [capacity, labels.env, labels.environment, labels.stage, scaling.min]
#   enforced_at: [plan, apply]
package palisade.packs.cost.always_on

import data.palisade.lib.label

violation contains {
	"resource": pool.resource,
	"at": pool.scaling.min.at,
	"message": "machines run, and are paid for, when nothing runs on them, and no label says that it is production",
} if {
	some pool in input.gpu_pools
	pool.scaling.min.known > 0
	not could_be_paid_anyway(pool)
	every stage in stages(pool) {
		not production(stage)
		not stage.unknown
	}
}

undecided contains {"resource": pool.resource, "at": value.at} if {
	some pool in input.gpu_pools
	some value in array.concat([pool.scaling.min, pool.capacity], stages(pool))
	value.unknown
	not pool.scaling.min.known == 0
	not paid_anyway(pool)
	every stage in stages(pool) {
		not production(stage)
	}
}

production_stages := {"prod", "production"} | {lower(stage) | some stage in data.facts.production_stages}

production(stage) if lower(stage.known) in production_stages

stages(pool) := [label.of(pool, name) | some name in ["env", "environment", "stage"]]

paid_anyway(pool) if pool.capacity.known in {"capacity_block", "reserved"}

could_be_paid_anyway(pool) if paid_anyway(pool)

could_be_paid_anyway(pool) if pool.capacity.unknown
