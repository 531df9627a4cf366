package palisade.packs.vpc_sc.sensitive_outside_perimeter_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.packs.vpc_sc.sensitive_outside_perimeter as rule

perimeters := {
	"clinic": {"mode": "enforced", "projects": ["acme-clinic"]},
	"trial": {"mode": "dry_run", "projects": ["acme-trial"]},
}

phi_in(project) := fixture.gcp({"data_class": fixture.known("phi"), "gcp.project": project})

test_outside_is_a_violation if {
	some found in rule.violation with input.buckets as [phi_in(fixture.known("acme-web"))]
		with data.facts.perimeters as perimeters
	found.at == ["gcp", "project"]
}

test_dry_run_keeps_nothing_in if {
	count(rule.violation) == 1 with input.buckets as [phi_in(fixture.known("acme-trial"))]
		with data.facts.perimeters as perimeters
}

test_no_perimeter_at_all_is_a_violation_where_the_data_says_so if {
	count(rule.violation) == 1 with input.buckets as [phi_in(fixture.known("acme-clinic"))]
		with data.facts.perimeters as {}
}

test_inside_passes if {
	buckets := [phi_in(fixture.known("acme-clinic"))]
	count(rule.violation) == 0 with input.buckets as buckets with data.facts.perimeters as perimeters
	count(rule.undecided) == 0 with input.buckets as buckets with data.facts.perimeters as perimeters
}

test_other_data_and_other_cloud_pass if {
	buckets := [
		fixture.gcp({}),
		fixture.gcp({"gcp.project": fixture.unknown}),
		fixture.aws({"data_class": fixture.known("phi")}),
	]
	count(rule.violation) == 0 with input.buckets as buckets with data.facts.perimeters as perimeters
	count(rule.undecided) == 0 with input.buckets as buckets with data.facts.perimeters as perimeters
	count(rule.undecided) == 0 with input.buckets as buckets with data.facts as {}
}

test_unknown_project_is_undecided if {
	buckets := [phi_in(fixture.unknown)]
	count(rule.violation) == 0 with input.buckets as buckets with data.facts.perimeters as perimeters
	rule.undecided == {{"resource": 0, "at": ["gcp", "project"]}} with input.buckets as buckets
		with data.facts.perimeters as perimeters
}

test_unknown_class_is_undecided_outside_alone if {
	at := ["labels", {"key": "data_class"}]
	rule.undecided == {{"resource": 0, "at": at}} with input.buckets as [fixture.gcp({"data_class": fixture.unknown})]
		with data.facts.perimeters as perimeters
	count(rule.undecided) == 0 with data.facts.perimeters as perimeters
		with input.buckets as [fixture.gcp({
			"data_class": fixture.unknown,
			"gcp.project": fixture.known("acme-clinic"),
		})]
}

test_no_data_is_undecided if {
	buckets := [phi_in(fixture.known("acme-web"))]
	count(rule.violation) == 0 with input.buckets as buckets with data.facts as {}
	some found in rule.undecided with input.buckets as buckets with data.facts as {}
	contains(found.message, "names no perimeters")
}
