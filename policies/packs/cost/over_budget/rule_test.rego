package palisade.packs.cost.over_budget_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.cost.over_budget as rule

known(value) := fixture.known(value)

money(cost, amount) := pools.money(known(cost), known(amount))

test_more_than_the_budget_is_a_violation_on_either_cloud if {
	every pool in [pools.aws(money(5000.5, 5000)), pools.gcp(money(5000.5, 5000))] {
		some found in rule.violation with input.gpu_pools as [pool]
		found.at == ["budget", "amount"]
		found.message == "it can cost 5000.5 USD a month, and its budget is 5000 USD"
		count(rule.undecided) == 0 with input.gpu_pools as [pool]
	}
}

test_as_much_as_the_budget_passes if {
	count(rule.violation) == 0 with input.gpu_pools as [pools.aws(money(5000, 5000))]
	count(rule.undecided) == 0 with input.gpu_pools as [pools.aws(money(5000, 5000))]
}

test_no_budget_passes_whatever_is_unknown if {
	found := [pools.aws({"estimated_cost.monthly_max": fixture.unknown}), pools.gcp({})]
	count(rule.violation) == 0 with input.gpu_pools as found
	count(rule.undecided) == 0 with input.gpu_pools as found
}

test_unknown_cost_or_amount_is_undecided if {
	cost := [pools.aws(pools.money(fixture.unknown, known(1)))]
	rule.undecided == {{"resource": 0, "at": ["estimated_cost", "monthly_max"]}} with input.gpu_pools as cost
	amount := [pools.aws(pools.money(known(1), fixture.unknown))]
	rule.undecided == {{"resource": 0, "at": ["budget", "amount"]}} with input.gpu_pools as amount
	count(rule.violation) == 0 with input.gpu_pools as array.concat(cost, amount)
}

test_no_price_is_undecided if {
	some found in rule.undecided with input.gpu_pools as [pools.aws(pools.money(fixture.absent, known(1)))]
	contains(found.message, "no price")
}

test_other_currency_is_undecided if {
	euros := {name: value |
		some name, own in money(9, 1)
		value := object.get({"budget.currency": known("EUR")}, name, own)
	}
	some found in rule.undecided with input.gpu_pools as [pools.aws(euros)]
	found.message == "its price is in USD and its budget in EUR, so they cannot be compared"
	count(rule.violation) == 0 with input.gpu_pools as [pools.aws(euros)]
}

sum(cost, amount, doubts) := {
	"resource": 3, "at": ["budget"], "name": "research", "pools": 2,
	"currency": "USD", "amount": amount, "cost": cost, "doubts": doubts,
}

test_more_together_is_a_violation_whatever_is_unknown if {
	every doubts in [[], ["cost"]] {
		some found in rule.violation with input.plan.pool_budgets as [sum(12000, 10000, doubts)]
		found.message == concat("", [
			"the pools under the budget research (2 in this plan) ",
			"can cost 12000 USD a month, and it is 10000 USD",
		])
		count(rule.undecided) == 0 with input.plan.pool_budgets as [sum(12000, 10000, doubts)]
	}
}

test_less_together_passes if {
	count(rule.violation) == 0 with input.plan.pool_budgets as [sum(10000, 10000, [])]
	count(rule.undecided) == 0 with input.plan.pool_budgets as [sum(10000, 10000, [])]
}

test_doubts_are_undecided if {
	every doubt in object.keys(rule.doubts) {
		count(rule.undecided) == 1 with input.plan.pool_budgets as [sum(0, 10000, [doubt])]
	}
	count(rule.undecided) == 1 with input.plan.pool_budgets as [sum(0, null, ["amount"])]
	count(rule.violation) == 0 with input.plan.pool_budgets as [sum(1, null, ["amount"])]
}
