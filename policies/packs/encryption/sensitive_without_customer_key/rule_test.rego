package palisade.packs.encryption.sensitive_without_customer_key_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.lib.pool_fixture_test as pools
import data.palisade.packs.encryption.sensitive_without_customer_key as rule

phi := {"data_class": fixture.known("phi")}

test_sensitive_without_a_key_is_a_violation_on_either_cloud if {
	every bucket in [fixture.aws(phi), fixture.gcp(phi), fixture.aws({"data_class": fixture.known("pci")})] {
		some found in rule.violation with input.buckets as [bucket]
		found.at == ["encryption", "kms_key"]
	}
}

test_sensitive_with_a_key_passes if {
	buckets := [fixture.aws(object.union(phi, {"encryption.kms_key": fixture.known("alias/records")}))]
	count(rule.violation) == 0 with input.buckets as buckets
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_other_data_passes_whatever_is_unknown if {
	every class in [fixture.absent, fixture.known("public")] {
		buckets := [fixture.gcp({"data_class": class, "encryption.kms_key": fixture.unknown})]
		count(rule.violation) == 0 with input.buckets as buckets
		count(rule.undecided) == 0 with input.buckets as buckets
	}
}

test_operator_adds_classes if {
	count(rule.violation) == 1 with input.buckets as [fixture.aws({"data_class": fixture.known("secret")})]
		with data.facts.sensitive_classes as ["Secret"]
}

test_unknown_class_is_undecided if {
	buckets := [fixture.gcp({"data_class": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["labels", {"key": "data_class"}]}} with input.buckets as buckets
}

test_unknown_class_with_a_key_passes if {
	buckets := [fixture.gcp({"data_class": fixture.unknown, "encryption.kms_key": fixture.known("key")})]
	count(rule.undecided) == 0 with input.buckets as buckets
}

test_unknown_key_is_undecided if {
	buckets := [fixture.aws(object.union(phi, {"encryption.kms_key": fixture.unknown}))]
	rule.undecided == {{"resource": 0, "at": ["encryption", "kms_key"]}} with input.buckets as buckets
}

test_pool_without_a_key_on_its_disks_is_a_violation if {
	some found in rule.violation with input.gpu_pools as [pools.gcp(phi)]
	found.at == ["disk", "kms_key"]
}

test_pool_with_a_key_passes if {
	keyed := object.union(phi, {"disk.kms_key": fixture.known("key")})
	count(rule.violation) == 0 with input.gpu_pools as [pools.aws(keyed), pools.aws({})]
}

test_unknown_key_of_disks_is_undecided if {
	disks := object.union(phi, {"disk.kms_key": fixture.unknown})
	rule.undecided == {{"resource": 0, "at": ["disk", "kms_key"]}} with input.gpu_pools as [pools.aws(disks)]
}
