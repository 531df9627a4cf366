package palisade.packs.encryption.plain_http_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.packs.encryption.plain_http as rule

test_plain_http_is_a_violation if {
	some found in rule.violation with input.buckets as [fixture.aws({"require_tls": fixture.known(false)})]
	found.at == ["require_tls"]
}

test_default_passes if {
	buckets := [fixture.aws({}), fixture.gcp({})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_not_set_passes if {
	buckets := [fixture.gcp({"require_tls": fixture.absent})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_unknown_is_undecided if {
	buckets := [fixture.aws({"require_tls": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["require_tls"]}} with input.buckets as buckets
}
