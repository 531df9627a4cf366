package palisade.packs.least_privilege.metadata_hop_limit_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.least_privilege.metadata_hop_limit as rule

test_node_metadata_is_a_violation_on_either_cloud if {
	node := {"metadata": fixture.known("node")}
	every pool in [pools.aws(node), pools.gcp(node)] {
		some found in rule.violation with input.gpu_pools as [pool]
		found.at == ["metadata"]
	}
}

test_workload_identity_passes if {
	count(rule.violation) == 0 with input.gpu_pools as [pools.aws({})]
	count(rule.undecided) == 0 with input.gpu_pools as [pools.aws({})]
}

test_unknown_is_undecided if {
	found := [pools.aws({"metadata": fixture.unknown})]
	count(rule.violation) == 0 with input.gpu_pools as found
	rule.undecided == {{"resource": 0, "at": ["metadata"]}} with input.gpu_pools as found
}
