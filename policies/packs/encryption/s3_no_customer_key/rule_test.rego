package palisade.packs.encryption.s3_no_customer_key_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.packs.encryption.s3_no_customer_key as rule

test_no_key_is_a_violation if {
	some found in rule.violation with input.buckets as [fixture.aws({})]
	found.at == ["encryption", "kms_key"]
}

test_own_key_passes if {
	buckets := [fixture.aws({"encryption.kms_key": fixture.known("arn:aws:kms:eu-central-1:111122223333:key/records")})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_other_cloud_passes_whatever_is_unknown if {
	buckets := [fixture.gcp({"encryption.kms_key": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_unknown_key_is_undecided if {
	buckets := [fixture.aws({"encryption.kms_key": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["encryption", "kms_key"]}} with input.buckets as buckets
}

test_unknown_cloud_is_undecided if {
	buckets := [fixture.aws({"cloud": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["cloud"]}} with input.buckets as buckets
}

test_unknown_cloud_with_a_key_passes if {
	buckets := [fixture.aws({"cloud": fixture.unknown, "encryption.kms_key": fixture.known("arn:aws:kms:eu-central-1:111122223333:key/records")})]
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_key_that_aws_holds_is_a_violation if {
	every key in ["alias/aws/s3", "arn:aws:kms:eu-central-1:111122223333:alias/aws/s3"] {
		buckets := [fixture.aws({"encryption.kms_key": fixture.known(key)})]
		count(rule.violation) == 1 with input.buckets as buckets
	}
}
