package palisade.packs.encryption.gcs_no_customer_key_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.packs.encryption.gcs_no_customer_key as rule

test_no_key_is_a_violation if {
	some found in rule.violation with input.buckets as [fixture.gcp({})]
	found.at == ["encryption", "kms_key"]
}

test_own_key_passes if {
	buckets := [fixture.gcp({"encryption.kms_key": fixture.known("projects/acme/locations/europe-west3/keyRings/data/cryptoKeys/records")})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_other_cloud_passes_whatever_is_unknown if {
	buckets := [fixture.aws({"encryption.kms_key": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_unknown_key_is_undecided if {
	buckets := [fixture.gcp({"encryption.kms_key": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["encryption", "kms_key"]}} with input.buckets as buckets
}

test_unknown_cloud_is_undecided if {
	buckets := [fixture.gcp({"cloud": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["cloud"]}} with input.buckets as buckets
}

test_unknown_cloud_with_a_key_passes if {
	buckets := [fixture.gcp({"cloud": fixture.unknown, "encryption.kms_key": fixture.known("projects/acme/locations/europe-west3/keyRings/data/cryptoKeys/records")})]
	count(rule.undecided) == 0 with input.buckets as buckets
}
