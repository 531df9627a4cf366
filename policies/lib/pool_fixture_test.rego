# Pools for the tests of rules, as the engine shows them; a test in Rust holds them to what it really shows.
package palisade.lib.pool_fixture_test

import data.palisade.lib.fixture_test as fixture

# A plain pool on AWS or Google Cloud, but for the values of `changes`: `{"metadata": fixture.known("node")}`.
aws(changes) := pool("aws", changes)

gcp(changes) := pool("gcp", changes)

# The plain pool of a cloud, with none of its values set but those that have defaults. A way is written with dots.
plain := {
	"budget": fixture.absent,
	"budget.amount": fixture.absent,
	"budget.currency": fixture.absent,
	"capacity": fixture.known("on_demand"),
	"data_class": fixture.absent,
	"disk.kms_key": fixture.absent,
	"estimated_cost.currency": fixture.absent,
	"estimated_cost.monthly_max": fixture.absent,
	"gcp.oauth_scopes": fixture.absent,
	"identity": fixture.absent,
	"labels": fixture.absent,
	"labels_all": fixture.absent,
	"metadata": fixture.known("workload_identity"),
	"scaling.min": fixture.known(0),
}

# Labels, all of them known.
labels(texts) := fixture.known({name: {"known": text, "at": ["labels", {"key": name}]} | some name, text in texts})

# A price for a month, and the budget that pays for it.
money(cost, amount) := {
	"budget": fixture.known(true),
	"budget.amount": amount,
	"budget.currency": fixture.known("USD"),
	"estimated_cost.currency": fixture.known("USD"),
	"estimated_cost.monthly_max": cost,
}

pool(cloud, changes) := {
	"budget": object.union(values.budget, {"amount": values["budget.amount"], "currency": values["budget.currency"]}),
	"capacity": values.capacity,
	"cloud": values.cloud,
	"data_class": object.union(values.data_class, {"at": ["labels", {"key": "data_class"}]}),
	"disk": {"kms_key": values["disk.kms_key"]},
	"estimated_cost": {
		"currency": values["estimated_cost.currency"],
		"monthly_max": values["estimated_cost.monthly_max"],
	},
	"gcp": {"oauth_scopes": values["gcp.oauth_scopes"]},
	"identity": values.identity,
	"labels": values.labels,
	"labels_all": values.labels_all,
	"metadata": values.metadata,
	"resource": 0,
	"scaling": {"min": values["scaling.min"]},
} if {
	values := {name: object.union(value, {"at": split(name, ".")}) |
		some name in (object.keys(plain) | {"cloud"})
		value := object.get(changes, name, object.get(plain, name, fixture.known(cloud)))
	}
}
