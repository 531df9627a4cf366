package palisade.packs.cost.always_on_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.cost.always_on as rule

on(changes) := object.union({"scaling.min": fixture.known(1)}, changes)

labels(texts) := on({"labels": pools.labels(texts)})

test_one_machine_is_a_violation_on_either_cloud if {
	every pool in [pools.aws(on({})), pools.gcp(on({})), pools.aws(labels({"env": "dev"}))] {
		some found in rule.violation with input.gpu_pools as [pool]
		found.at == ["scaling", "min"]
		count(rule.undecided) == 0 with input.gpu_pools as [pool]
	}
}

test_zero_passes_whatever_is_unknown if {
	found := [pools.aws({"labels": fixture.unknown, "capacity": fixture.unknown})]
	count(rule.violation) == 0 with input.gpu_pools as found
	count(rule.undecided) == 0 with input.gpu_pools as found
}

test_production_passes if {
	every name in ["env", "environment", "stage"] {
		count(rule.violation) == 0 with input.gpu_pools as [pools.gcp(labels({name: "Prod"}))]
		defaults := on({"labels_all": pools.labels({name: "production"})})
		count(rule.violation) == 0 with input.gpu_pools as [pools.gcp(defaults)]
	}
}

test_operator_names_production if {
	count(rule.violation) == 0 with input.gpu_pools as [pools.aws(labels({"stage": "live"}))]
		with data.facts.production_stages as ["Live"]
}

test_reserved_machines_pass if {
	every capacity in ["capacity_block", "reserved"] {
		count(rule.violation) == 0 with input.gpu_pools as [pools.aws(on({"capacity": fixture.known(capacity)}))]
	}
}

test_unknown_size_or_capacity_is_undecided if {
	size := [pools.aws({"scaling.min": fixture.unknown})]
	rule.undecided == {{"resource": 0, "at": ["scaling", "min"]}} with input.gpu_pools as size
	capacity := [pools.aws(on({"capacity": fixture.unknown}))]
	rule.undecided == {{"resource": 0, "at": ["capacity"]}} with input.gpu_pools as capacity
	count(rule.violation) == 0 with input.gpu_pools as array.concat(size, capacity)
}

test_unknown_label_is_undecided if {
	unknown := on({"labels": fixture.known({"env": {"unknown": true, "at": ["labels", {"key": "env"}]}})})
	count(rule.violation) == 0 with input.gpu_pools as [pools.aws(unknown)]
	rule.undecided == {{"resource": 0, "at": ["labels", {"key": "env"}]}} with input.gpu_pools as [pools.aws(unknown)]
	every name in ["labels", "labels_all"] {
		count(rule.undecided) == 3 with input.gpu_pools as [pools.aws(on({name: fixture.unknown}))]
		count(rule.violation) == 0 with input.gpu_pools as [pools.aws(on({name: fixture.unknown}))]
	}
}
