//! The language of bucket policies, as far as S3 checks it when a policy is put.

use serde_json::{Map, Value};

use crate::aws::credentials::is_account;

const VERSIONS: &[&str] = &["2012-10-17", "2008-10-17"];
const POLICY_FIELDS: &[&str] = &["Version", "Id", "Statement"];
const STATEMENT_FIELDS: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Conditions that keep a statement from being public when their values are fixed, in lower case
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning of
/// public").
const NARROWING: &[&str] = &[
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

/// Checks a policy for the bucket of an ARN; says what is wrong in S3's own words.
pub(super) fn check(policy: &Value, bucket: &str) -> Result<(), String> {
    let policy = policy.as_object().ok_or("Policies must be valid JSON and the first byte must be '{'")?;
    known_fields(policy, POLICY_FIELDS)?;
    if let Some(version) = policy.get("Version")
        && !version.as_str().is_some_and(|version| VERSIONS.contains(&version))
    {
        return Err("The policy must contain a valid version string".into());
    }
    let statements = list(policy.get("Statement").ok_or("Missing required field Statement")?);
    if statements.is_empty() {
        return Err("Could not parse the policy: Statement is empty!".into());
    }
    let mut sids: Vec<&str> = Vec::new();
    for statement in statements {
        let statement = statement.as_object().ok_or("Invalid policy syntax.")?;
        check_statement(statement, bucket)?;
        match statement.get("Sid").and_then(Value::as_str) {
            Some(sid) if sids.contains(&sid) => return Err(format!("Duplicate sid: {sid}")),
            Some(sid) => sids.push(sid),
            None => {}
        }
    }
    Ok(())
}

/// Tells whether a policy lets in everybody: a statement allows any principal, and no condition narrows it down.
pub(super) fn is_public(policy: &Value) -> bool {
    policy.get("Statement").map(list).unwrap_or_default().iter().any(|statement| {
        let allows = statement.get("Effect").and_then(Value::as_str) == Some("Allow");
        let anybody = statement.get("NotPrincipal").is_some()
            || statement.get("Principal").is_some_and(|principal| {
                let aws = principal.get("AWS").unwrap_or(principal);
                list(aws).iter().any(|principal| principal.as_str() == Some("*"))
            });
        allows && anybody && !is_narrowed(statement.get("Condition"))
    })
}

fn is_narrowed(condition: Option<&Value>) -> bool {
    let operators = condition.and_then(Value::as_object).into_iter().flatten();
    operators.filter(|(operator, _)| is_affirmative(operator)).any(|(_, keys)| {
        keys.as_object().into_iter().flatten().any(|(key, values)| {
            NARROWING.contains(&key.to_ascii_lowercase().as_str())
                && list(values).iter().all(|value| is_fixed(key, value))
        })
    })
}

/// Operators that let pass what is named; `Not...` and `...IfExists` let pass the rest as well.
fn is_affirmative(operator: &str) -> bool {
    let operator = operator.rsplit(':').next().unwrap_or(operator);
    !operator.contains("Not") && !operator.ends_with("IfExists") && !matches!(operator, "Null")
}

fn is_fixed(key: &str, value: &Value) -> bool {
    let Some(value) = value.as_str() else { return false };
    let wide = key.eq_ignore_ascii_case("aws:sourceip") && matches!(value, "0.0.0.0/0" | "::/0");
    // Within an ARN a wildcard is fixed enough once the account is.
    let account = value.split(':').nth(4).filter(|account| !account.is_empty());
    let wild = |text: &str| text.contains(['*', '?']);
    let wildcard = wild(value) && account.is_none_or(wild);
    !wide && !wildcard && !value.contains("${")
}

fn check_statement(statement: &Map<String, Value>, bucket: &str) -> Result<(), String> {
    known_fields(statement, STATEMENT_FIELDS)?;
    match statement.get("Effect") {
        None => return Err("Missing required field Effect".into()),
        Some(Value::String(effect)) if effect == "Allow" || effect == "Deny" => {}
        Some(effect) => return Err(format!("Invalid effect: {}", effect.as_str().unwrap_or_default())),
    }
    check_principal(either(statement, "Principal", "NotPrincipal")?)?;
    for action in strings(either(statement, "Action", "NotAction")?).ok_or("Policy has invalid action")? {
        let known = action == "*" || action.to_ascii_lowercase().starts_with("s3:") || is_express(action);
        if !known || action.ends_with(':') {
            return Err("Policy has invalid action".into());
        }
    }
    for resource in
        strings(either(statement, "Resource", "NotResource")?).ok_or("Policy has invalid resource")?
    {
        let own =
            resource == bucket || resource.strip_prefix(bucket).is_some_and(|rest| rest.starts_with('/'));
        let wild =
            resource == "*" || resource.starts_with("arn:aws:s3:::*") || resource == format!("{bucket}*");
        if !own && !wild {
            return Err("Policy has invalid resource".into());
        }
    }
    match statement.get("Condition") {
        None => Ok(()),
        Some(Value::Object(operators)) if operators.values().all(Value::is_object) => Ok(()),
        Some(_) => Err("Invalid Condition type".into()),
    }
}

fn is_express(action: &str) -> bool {
    action.to_ascii_lowercase().starts_with("s3express:")
}

fn check_principal(principal: &Value) -> Result<(), String> {
    let invalid = || Err("Invalid principal in policy".to_owned());
    let kinds = match principal {
        Value::String(anybody) if anybody == "*" => return Ok(()),
        Value::Object(kinds) if !kinds.is_empty() => kinds,
        _ => return invalid(),
    };
    for (kind, names) in kinds {
        let names = strings(names).ok_or("Invalid principal in policy")?;
        let good = match kind.as_str() {
            "AWS" => names.iter().all(|name| is_aws_principal(name)),
            "Service" => names.iter().all(|name| name.contains(".amazonaws.com")),
            "Federated" | "CanonicalUser" => true,
            _ => false,
        };
        if !good || names.is_empty() {
            return invalid();
        }
    }
    Ok(())
}

/// `*`, an account number, or an ARN of IAM or STS with an account in it. Whether it exists is not known here.
fn is_aws_principal(name: &str) -> bool {
    match name.splitn(6, ':').collect::<Vec<_>>()[..] {
        ["*"] => true,
        [account] => is_account(account),
        ["arn", _, "iam" | "sts", "", account, resource] => {
            !resource.is_empty()
                && !resource.contains('*')
                && (is_account(account) || account == "cloudfront")
        }
        _ => false,
    }
}

fn known_fields(object: &Map<String, Value>, known: &[&str]) -> Result<(), String> {
    match object.keys().find(|field| !known.contains(&field.as_str())) {
        Some(field) => Err(format!("Unknown field {field}")),
        None => Ok(()),
    }
}

fn either<'a>(statement: &'a Map<String, Value>, one: &str, other: &str) -> Result<&'a Value, String> {
    match (statement.get(one), statement.get(other)) {
        (Some(value), None) | (None, Some(value)) => Ok(value),
        (None, None) => Err(format!("Missing required field {one}")),
        (Some(_), Some(_)) => Err("Invalid policy syntax.".into()),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn strings(value: &Value) -> Option<Vec<&str>> {
    list(value).iter().map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const BUCKET: &str = "arn:aws:s3:::b";

    fn statement() -> Value {
        json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})
    }

    fn with(field: &str, value: Value) -> Value {
        let mut statement = statement();
        statement[field] = value;
        json!({"Version": "2012-10-17", "Statement": [statement]})
    }

    #[test]
    fn faults_are_named() {
        let check = |policy: Value, expected: Result<(), &str>| {
            assert_eq!(super::check(&policy, BUCKET), expected.map_err(str::to_owned), "{policy}");
        };
        check(with("Sid", json!("one")), Ok(()));
        check(json!({"Statement": statement()}), Ok(()));
        check(json!({"Version": "2012-10-17"}), Err("Missing required field Statement"));
        check(
            json!({"Version": "now", "Statement": statement()}),
            Err("The policy must contain a valid version string"),
        );
        check(
            json!({"Statement": [], "Version": "2012-10-17"}),
            Err("Could not parse the policy: Statement is empty!"),
        );
        check(with("Colour", json!("red")), Err("Unknown field Colour"));
        check(with("Effect", json!("Perhaps")), Err("Invalid effect: Perhaps"));
        check(with("Action", json!("ec2:*")), Err("Policy has invalid action"));
        check(with("Action", json!(["s3:*", "*"])), Ok(()));
        check(with("Resource", json!("arn:aws:s3:::other/*")), Err("Policy has invalid resource"));
        check(with("Resource", json!(["arn:aws:s3:::b", "arn:aws:s3:::b/*"])), Ok(()));
        check(with("Principal", json!({"AWS": "nobody"})), Err("Invalid principal in policy"));
        check(with("Principal", json!({"AWS": "arn:aws:iam::123456789012:role/r"})), Ok(()));
        check(with("Principal", json!({"Service": "logging.s3.amazonaws.com"})), Ok(()));
        check(with("NotAction", json!("s3:*")), Err("Invalid policy syntax."));
        check(with("Condition", json!("x")), Err("Invalid Condition type"));
        let twice = json!({"Statement": [with("Sid", json!("a"))["Statement"][0], with("Sid", json!("a"))["Statement"][0]]});
        check(twice, Err("Duplicate sid: a"));
        for field in ["Effect", "Principal", "Action", "Resource"] {
            let mut statement = statement();
            statement.as_object_mut().unwrap().remove(field);
            check(json!({"Statement": statement}), Err(&format!("Missing required field {field}")));
        }
    }

    #[test]
    fn public_means_anybody() {
        let check = |policy: Value, expected: bool| assert_eq!(is_public(&policy), expected, "{policy}");
        let when = |condition: Value| with("Condition", condition);
        check(with("Sid", json!("one")), true);
        check(with("Principal", json!({"AWS": "*"})), true);
        check(with("Principal", json!({"AWS": ["123456789012", "*"]})), true);
        check(with("Principal", json!({"AWS": "123456789012"})), false);
        check(with("Effect", json!("Deny")), false);
        check(when(json!({"StringEquals": {"aws:SourceVpc": "vpc-1"}})), false);
        check(when(json!({"StringLike": {"aws:SourceVpc": "vpc-*"}})), true);
        check(when(json!({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}})), true);
        check(when(json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})), false);
        check(when(json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}})), true);
        check(when(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}})), false);
        check(when(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/r"}})), true);
        check(when(json!({"Bool": {"aws:SecureTransport": "true"}})), true);
    }
}
