# METADATA
# title: Pools that can cost more than their budget
# description: >-
#   What the pool's machines cost in a month, were all of scaling.max running, is more than the budget that pays for
#   them. The price is the operator's (estimated_cost). A pool says which budget that is: budget = { name, amount,
#   currency }, usually by reference to a palisade_budget, and is then refused while it is planned. What several pools
#   of one budget cost together is seen by `palisade check` on the whole plan alone, which counts all pools of the plan,
#   those it leaves as they are too, that name the budget or whose labels fulfil its filter.labels; days, quarters and
#   years are converted to months. Not decided are pools without a price, prices in another currency, and budgets
#   without an amount for a month.
# custom:
#   id: CO-2
#   severity: high
#   default: deny
#   compliance: []
#   remediation: lower scaling.max, take cheaper machines or capacity, or raise the budget
#   resource_types: [palisade_budget, palisade_gpu_pool]
#   attributes: [amount, budget, estimated_cost.monthly_max, filter.labels, period]
#   enforced_at: [plan, apply, whole_plan]
package palisade.packs.cost.over_budget

violation contains {"resource": pool.resource, "at": pool.budget.amount.at, "message": message} if {
	some pool in input.gpu_pools
	over(pool)
	currency := pool.budget.currency.known
	message := sprintf("it can cost %v %s a month, and its budget is %v %s", [
		pool.estimated_cost.monthly_max.known, currency,
		pool.budget.amount.known, currency,
	])
}

undecided contains {"resource": pool.resource, "at": value.at} if {
	some pool in input.gpu_pools
	cost := pool.estimated_cost
	some value in [cost.monthly_max, cost.currency, pool.budget.amount, pool.budget.currency]
	value.unknown
	not pool.budget.absent
	not cost.monthly_max.absent
	not foreign(pool)
}

undecided contains {
	"resource": pool.resource,
	"at": pool.budget.at,
	"message": "no price is known for its machines, so its cost cannot be compared with its budget",
} if {
	some pool in input.gpu_pools
	not pool.budget.absent
	pool.estimated_cost.monthly_max.absent
}

undecided contains {"resource": pool.resource, "at": pool.budget.currency.at, "message": message} if {
	some pool in input.gpu_pools
	foreign(pool)
	message := sprintf("its price is in %s and its budget in %s, so they cannot be compared", [
		pool.estimated_cost.currency.known, pool.budget.currency.known,
	])
}

over(pool) if {
	pool.estimated_cost.monthly_max.known > pool.budget.amount.known
	upper(pool.estimated_cost.currency.known) == upper(pool.budget.currency.known)
}

foreign(pool) if upper(pool.estimated_cost.currency.known) != upper(pool.budget.currency.known)

violation contains {"resource": sum.resource, "at": sum.at, "message": message} if {
	some sum in input.plan.pool_budgets
	over_together(sum)
	message := sprintf("the pools under the budget %s (%v in this plan) can cost %v %s a month, and it is %v %s", [
		sum.name, sum.pools, sum.cost, sum.currency, sum.amount, sum.currency,
	])
}

undecided contains {"resource": sum.resource, "at": sum.at, "message": message} if {
	some sum in input.plan.pool_budgets
	not over_together(sum)
	some doubt in sum.doubts
	message := sprintf("what the pools under the budget %s can cost cannot be compared with it: %s", [
		sum.name, doubts[doubt],
	])
}

# An amount that is not known is null, which is less than any number.
over_together(sum) if {
	is_number(sum.amount)
	sum.cost > sum.amount
}

doubts := {
	"amount": "its amount is known only after apply",
	"cost": "what a pool costs is known only after apply",
	"currency": "a pool's price is in another currency",
	"membership": "whether it counts a pool is known only after apply",
	"no_amount": "it has no amount for a month",
	"price": "no price is known for a pool's machines",
}
