package palisade.packs.least_privilege.cloud_platform_scope_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.least_privilege.cloud_platform_scope as rule

scopes(value) := {"gcp.oauth_scopes": value}

logs := "https://www.googleapis.com/auth/logging.write"

test_scope_is_a_violation_by_address_and_alias if {
	every scope in ["https://www.googleapis.com/auth/cloud-platform", "cloud-platform"] {
		some found in rule.violation with input.gpu_pools as [pools.gcp(scopes(fixture.known([logs, scope])))]
		found.at == ["gcp", "oauth_scopes"]
	}
}

test_other_scopes_pass if {
	every value in [fixture.absent, fixture.known([logs])] {
		count(rule.violation) == 0 with input.gpu_pools as [pools.gcp(scopes(value))]
		count(rule.undecided) == 0 with input.gpu_pools as [pools.gcp(scopes(value))]
	}
}

test_unknown_scopes_are_undecided if {
	found := [pools.gcp(scopes(fixture.unknown))]
	count(rule.violation) == 0 with input.gpu_pools as found
	rule.undecided == {{"resource": 0, "at": ["gcp", "oauth_scopes"]}} with input.gpu_pools as found
}

test_unknown_cloud_is_undecided_where_the_scope_is_broad if {
	broad := object.union(scopes(fixture.known(["cloud-platform"])), {"cloud": fixture.unknown})
	rule.undecided == {{"resource": 0, "at": ["cloud"]}} with input.gpu_pools as [pools.gcp(broad)]
	count(rule.undecided) == 0 with input.gpu_pools as [pools.gcp({"cloud": fixture.unknown})]
}
