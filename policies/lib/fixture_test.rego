# Buckets for the tests of rules, as the engine shows them; a test in Rust holds them to what it really shows.
package palisade.lib.fixture_test

known(value) := {"known": value}

absent := {"absent": true}

unknown := {"unknown": true}

# A plain bucket on AWS or Google Cloud, but for the values of `changes`: `{"require_tls": known(false)}`.
aws(changes) := bucket(changed({"cloud": known("aws"), "gcp.project": absent}, changes))

gcp(changes) := bucket(changed({"cloud": known("gcp"), "gcp.project": known("acme")}, changes))

# The plain bucket of a cloud, with none of its values set but those that have defaults.
plain := {
	"aws.policy_json": absent,
	"data_class": absent,
	"encryption.kms_key": absent,
	"gcp.autoclass": absent,
	"lifecycle_rules": absent,
	"public_access": known("blocked"),
	"require_tls": known(true),
}

# Every value is one of these: a change replaces one, it is not merged into it.
changed(own, changes) := {name: value |
	some name in (object.keys(plain) | object.keys(own))
	value := object.get(changes, name, object.get(own, name, object.get(plain, name, absent)))
}

bucket(values) := {
	"aws": {"policy_json": at(values["aws.policy_json"], ["aws", "policy_json"])},
	"cloud": at(values.cloud, ["cloud"]),
	"data_class": at(values.data_class, ["labels", {"key": "data_class"}]),
	"encryption": {"kms_key": at(values["encryption.kms_key"], ["encryption", "kms_key"])},
	"gcp": {"autoclass": at(values["gcp.autoclass"], ["gcp", "autoclass"])},
	"lifecycle_rules": at(values.lifecycle_rules, ["lifecycle_rules"]),
	"project": at(values["gcp.project"], ["gcp", "project"]),
	"public_access": at(values.public_access, ["public_access"]),
	"require_tls": at(values.require_tls, ["require_tls"]),
	"resource": 0,
}

at(value, way) := object.union(value, {"at": way})
