package palisade.packs.vpc_sc.public_access_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.packs.vpc_sc.public_access as rule

test_allowed_is_a_violation_on_either_cloud if {
	every bucket in [
		fixture.aws({"public_access": fixture.known("allowed")}),
		fixture.gcp({"public_access": fixture.known("allowed")}),
	] {
		some found in rule.violation with input.buckets as [bucket]
		found.at == ["public_access"]
	}
}

test_blocked_passes if {
	buckets := [fixture.aws({}), fixture.gcp({}), fixture.aws({"public_access": fixture.absent})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_unknown_is_undecided if {
	buckets := [fixture.gcp({"public_access": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["public_access"]}} with input.buckets as buckets
}
