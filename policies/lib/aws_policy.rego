# What a policy document of AWS lets anyone do.
package palisade.lib.aws_policy

# The statements of a document: a lone statement needs no list around it.
statements(document) := as_list(document.Statement)

# The statement lets everyone in, and no condition narrows that to someone.
public(statement) if {
	statement.Effect == "Allow"
	names_everyone(statement)
	not narrowed(statement)
}

names_everyone(statement) if statement.Principal == "*"

names_everyone(statement) if {
	some principals in as_object(statement.Principal)
	"*" in as_list(principals)
}

# Everyone but a few is everyone.
names_everyone(statement) if statement.NotPrincipal

# A condition that holds its caller or network to fixed values, as S3 itself judges what is public:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
narrowed(statement) if {
	some operator, conditions in as_object(statement.Condition)
	lower(operator) in narrowing_operators
	some key, values in as_object(conditions)
	lower(key) in narrowing_keys
	every value in as_list(values) {
		not wide(value)
	}
}

narrowing_operators := {
	"stringequals", "stringequalsignorecase", "stringlike",
	"arnequals", "arnlike", "ipaddress",
}

narrowing_keys := {
	"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
	"aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourceorgid", "aws:sourceowner",
	"aws:sourcevpc", "aws:sourcevpce", "aws:userid", "s3:dataaccesspointaccount",
}

wide(value) if contains(value, "*")

wide(value) if contains(value, "?")

# An address range that S3 takes for public: wider than /8, or than /32 of IPv6.
wide(value) if regex.match(`^[0-9.]+/[0-7]$`, value)

wide(value) if regex.match(`^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/([0-9]|[12][0-9]|3[01])$`, value)

# To go through what is no collection is an error to regorus, where OPA finds nothing in it.
as_object(value) := value if is_object(value)

as_list(value) := value if is_array(value)

as_list(value) := [value] if not is_array(value)
