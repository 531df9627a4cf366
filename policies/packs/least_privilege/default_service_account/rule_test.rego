package palisade.packs.least_privilege.default_service_account_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.least_privilege.default_service_account as rule

test_default_account_is_a_violation if {
	every identity in [
		fixture.absent,
		fixture.known("default"),
		fixture.known("1234-compute@developer.gserviceaccount.com"),
	] {
		some found in rule.violation with input.gpu_pools as [pools.gcp({"identity": identity})]
		found.at == ["identity"]
	}
}

test_own_account_passes if {
	found := [pools.gcp({"identity": fixture.known("train@acme.iam.gserviceaccount.com")})]
	count(rule.violation) == 0 with input.gpu_pools as found
	count(rule.undecided) == 0 with input.gpu_pools as found
}

test_eks_passes_whatever_is_unknown if {
	every identity in [fixture.absent, fixture.unknown] {
		count(rule.violation) == 0 with input.gpu_pools as [pools.aws({"identity": identity})]
		count(rule.undecided) == 0 with input.gpu_pools as [pools.aws({"identity": identity})]
	}
}

test_unknown_account_is_undecided if {
	found := [pools.gcp({"identity": fixture.unknown})]
	count(rule.violation) == 0 with input.gpu_pools as found
	rule.undecided == {{"resource": 0, "at": ["identity"]}} with input.gpu_pools as found
}

test_unknown_cloud_is_undecided if {
	found := [pools.gcp({"cloud": fixture.unknown})]
	count(rule.violation) == 0 with input.gpu_pools as found
	rule.undecided == {{"resource": 0, "at": ["cloud"]}} with input.gpu_pools as found
}
