package palisade.packs.cost.no_lifecycle_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.packs.cost.no_lifecycle as rule

test_no_rule_is_a_violation_on_either_cloud if {
	every bucket in [fixture.aws({}), fixture.gcp({})] {
		some found in rule.violation with input.buckets as [bucket]
		found.at == ["lifecycle_rules"]
	}
}

test_rule_passes if {
	buckets := [fixture.aws({"lifecycle_rules": fixture.known([{}])})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_autoclass_passes_whatever_is_unknown if {
	buckets := [fixture.gcp({"gcp.autoclass": fixture.known(true), "lifecycle_rules": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_unknown_rules_are_undecided if {
	buckets := [fixture.aws({"lifecycle_rules": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["lifecycle_rules"]}} with input.buckets as buckets
}

test_unknown_autoclass_is_undecided if {
	buckets := [fixture.gcp({"gcp.autoclass": fixture.unknown})]
	rule.undecided == {{"resource": 0, "at": ["gcp", "autoclass"]}} with input.buckets as buckets
}
