package palisade.packs.least_privilege.public_principal_test

import data.palisade.lib.fixture_test as fixture
import data.palisade.packs.least_privilege.public_principal as rule

with_policy(json) := [fixture.aws({"aws.policy_json": fixture.known(json)})]

with_statement(statement) := with_policy(json.marshal({"Version": "2012-10-17", "Statement": [statement]}))

read := {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}

from_vpc := {"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}}

test_everyone_is_a_violation if {
	every everyone in [
		{"Principal": "*"},
		{"Principal": {"AWS": "*"}},
		{"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}},
		{"NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}},
	] {
		some found in rule.violation with input.buckets as with_statement(object.union(read, everyone))
		found.at == ["aws", "policy_json"]
		contains(found.message, "statement 1")
	}
}

test_lone_statement_is_a_violation if {
	json := `{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}}`
	count(rule.violation) == 1 with input.buckets as with_policy(json)
}

test_condition_that_narrows_nothing_is_a_violation if {
	every condition in [
		{},
		{"StringNotEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}},
		{"StringEqualsIfExists": {"aws:SourceVpce": "vpce-0a1b2c3d"}},
		{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/reader"}},
		{"StringEquals": {"aws:Referer": "https://example.com"}},
		{"Bool": {"aws:SecureTransport": "true"}},
		{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}},
		{"IpAddress": {"aws:SourceIp": "::/0"}},
	] {
		statement := object.union(read, {"Principal": "*", "Condition": condition})
		count(rule.violation) == 1 with input.buckets as with_statement(statement)
	}
}

test_narrowed_passes if {
	every condition in [
		from_vpc,
		{"stringequals": {"AWS:PrincipalOrgID": "o-a1b2c3d4e5"}},
		{"ArnLike": {"aws:SourceArn": ["arn:aws:cloudfront::111122223333:distribution/E1"]}},
		{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}},
	] {
		statement := object.union(read, {"Principal": "*", "Condition": condition})
		count(rule.violation) == 0 with input.buckets as with_statement(statement)
	}
}

test_named_and_denied_pass if {
	every statement in [
		object.union(read, {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}),
		object.union(read, {"Principal": {"Service": "logging.s3.amazonaws.com"}}),
		{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"},
	] {
		count(rule.violation) == 0 with input.buckets as with_statement(statement)
		count(rule.undecided) == 0 with input.buckets as with_statement(statement)
	}
}

test_no_policy_passes if {
	count(rule.violation) == 0 with input.buckets as [fixture.aws({}), fixture.gcp({})]
	count(rule.undecided) == 0 with input.buckets as [fixture.aws({}), fixture.gcp({})]
}

test_unknown_is_undecided if {
	buckets := [fixture.aws({"aws.policy_json": fixture.unknown})]
	count(rule.violation) == 0 with input.buckets as buckets
	rule.undecided == {{"resource": 0, "at": ["aws", "policy_json"]}} with input.buckets as buckets
}

test_what_is_no_policy_is_undecided if {
	every json in ["", "{", "[]", "null"] {
		some found in rule.undecided with input.buckets as with_policy(json)
		contains(found.message, "not a JSON object")
	}
}
