package palisade.packs.cost.no_budget_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.cost.no_budget as rule

# A plan whose AWS budgets count the team research.
plan(found) := {"gpu_pools": found, "budgeted": {
	"aws": {"labels": {"team": ["research"]}, "unknown": false},
	"gcp": {"labels": {}, "unknown": false},
}}

team(name) := {"labels": pools.labels({"team": name})}

test_no_budget_is_a_violation if {
	every pool in [pools.aws({}), pools.aws(team("web")), pools.gcp(team("research"))] {
		some found in rule.violation with input.plan as plan([pool])
		found.at == ["labels", {"key": "team"}]
		count(rule.undecided) == 0 with input.plan as plan([pool])
	}
}

test_budget_by_label_passes if {
	count(rule.violation) == 0 with input.plan as plan([pools.aws(team("research"))])
	count(rule.undecided) == 0 with input.plan as plan([pools.aws(team("research"))])
}

test_budget_by_name_passes if {
	named := [pools.gcp(pools.money(fixture.unknown, fixture.unknown))]
	count(rule.violation) == 0 with input.plan as plan(named)
	count(rule.undecided) == 0 with input.plan as plan(named)
}

test_operator_knows_budgets_and_the_label if {
	count(rule.violation) == 0 with input.plan as plan([pools.aws(team("web"))])
		with data.facts.budgeted as ["web"]
	center := [pools.aws({"labels": pools.labels({"cost-center": "web"})})]
	count(rule.violation) == 0 with input.plan as plan(center)
		with data.facts as {"cost_label": "cost-center", "budgeted": ["web"]}
}

test_unknown_label_is_undecided if {
	unknown := [pools.aws({"labels": fixture.unknown})]
	count(rule.violation) == 0 with input.plan as plan(unknown)
	some found in rule.undecided with input.plan as plan(unknown)
	found.at == ["labels", {"key": "team"}]
}

test_unknown_budget_or_cloud_is_undecided if {
	every name in ["budget", "cloud"] {
		count(rule.undecided) == 1 with input.plan as plan([pools.aws({name: fixture.unknown})])
		count(rule.violation) == 0 with input.plan as plan([pools.aws({name: fixture.unknown})])
	}
}

test_unknown_filter_is_undecided if {
	unclear := object.union(plan([pools.aws(team("web"))]), {"budgeted": {"aws": {"unknown": true}}})
	count(rule.undecided) == 1 with input.plan as unclear
	count(rule.violation) == 0 with input.plan as unclear
}
