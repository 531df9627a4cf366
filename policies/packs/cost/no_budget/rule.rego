# METADATA
# title: Pool that no budget pays for
# description: >-
#   Nobody hears of it when the pool costs more than was meant. A budget pays for a pool where the pool names it
#   (budget), where a budget of the same cloud in the plan counts its cost label (filter.labels), or where the policy
#   data says that the label's value has one elsewhere: `{"budgeted": ["research"]}`. The cost label is `team`, or what
#   policy data's `{"cost_label": "cost-center"}` names. Only the whole plan shows its budgets, so `palisade check`
#   judges it and the provider does not.
# custom:
#   id: CO-1
#   severity: medium
#   default: warn
#   compliance: []
#   remediation: give the pool the label that a palisade_budget filters by, or name its budget in budget
#   resource_types: [palisade_gpu_pool]
#   attributes: [budget, labels]
#   enforced_at: [whole_plan]
package palisade.packs.cost.no_budget

import data.palisade.lib.label

violation contains {"resource": pool.resource, "at": value.at, "message": message} if {
	some pool in input.plan.gpu_pools
	pool.budget.absent
	value := label.of(pool, cost_label)
	not counted(pool, value)
	not unclear(pool, value)
	message := sprintf("no budget counts it by its label %s, and it names none", [cost_label])
}

undecided contains {"resource": pool.resource, "at": value.at, "message": message} if {
	some pool in input.plan.gpu_pools
	not pool.budget.known
	value := label.of(pool, cost_label)
	not counted(pool, value)
	unclear(pool, value)
	message := "which budget counts it is known only after apply"
}

# The name of the label that budgets count by.
default cost_label := "team"

cost_label := data.facts.cost_label

# A budget of the pool's cloud counts the label's value, or the operator knows of one.
counted(pool, value) if value.known in input.plan.budgeted[pool.cloud.known].labels[cost_label]

counted(_, value) if value.known in data.facts.budgeted

# The pool may name a budget, or one may count it.
unclear(pool, _) if pool.budget.unknown

unclear(pool, _) if pool.cloud.unknown

unclear(_, value) if value.unknown

unclear(pool, _) if input.plan.budgeted[pool.cloud.known].unknown
