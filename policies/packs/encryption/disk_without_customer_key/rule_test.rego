package palisade.packs.encryption.disk_without_customer_key_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.encryption.disk_without_customer_key as rule

key(value) := {"disk.kms_key": value}

test_no_key_is_a_violation_on_either_cloud if {
	every pool in [pools.aws({}), pools.gcp({}), pools.aws(key(fixture.known("alias/aws/ebs")))] {
		some found in rule.violation with input.gpu_pools as [pool]
		found.at == ["disk", "kms_key"]
	}
}

test_own_key_passes if {
	found := [pools.aws(key(fixture.known("arn:aws:kms:eu-central-1:111122223333:key/disks")))]
	count(rule.violation) == 0 with input.gpu_pools as found
	count(rule.undecided) == 0 with input.gpu_pools as found
}

test_unknown_key_is_undecided if {
	found := [pools.gcp(key(fixture.unknown))]
	count(rule.violation) == 0 with input.gpu_pools as found
	rule.undecided == {{"resource": 0, "at": ["disk", "kms_key"]}} with input.gpu_pools as found
}
