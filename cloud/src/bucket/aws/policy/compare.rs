//! Whether two policies mean the same. S3 gives a policy back in a spelling of its own: a list of one as its one
//! item, an account's number as the ARN of its root.

use serde_json::{Map, Value};

/// Whether two documents mean the same. Two texts that are no JSON are the same when they are equal.
pub(in super::super) fn same(one: &str, other: &str) -> bool {
    match (serde_json::from_str(one), serde_json::from_str(other)) {
        (Ok(one), Ok(other)) => plain_document(one) == plain_document(other),
        _ => one == other,
    }
}

/// Whether two statements mean the same.
pub(super) fn same_statement(one: &Value, other: &Value) -> bool {
    plain_statement(one.clone()) == plain_statement(other.clone())
}

fn plain_document(mut document: Value) -> Value {
    let mut statements: Vec<Value> =
        super::take_statements(&mut document).into_iter().map(plain_statement).collect();
    // The order of statements has no meaning.
    statements.sort_by_key(Value::to_string);
    super::put_statements(document, statements)
}

fn plain_statement(statement: Value) -> Value {
    let Value::Object(statement) = statement else { return statement };
    let plain = |(key, value): (String, Value)| {
        let value = match key.as_str() {
            "Action" | "NotAction" | "Resource" | "NotResource" => list(value),
            "Principal" | "NotPrincipal" => principals(value),
            "Condition" => each(value, |tests| each(tests, |values| list(texts(values)))),
            _ => value,
        };
        (key, value)
    };
    // A statement without a name may come back with an empty one.
    Value::Object(
        statement.into_iter().filter(|(key, value)| key != "Sid" || value != "").map(plain).collect(),
    )
}

/// `"*"` is `{"AWS": "*"}`; an account's number is the ARN of its root.
fn principals(value: Value) -> Value {
    if value == "*" {
        return Value::Object(Map::from_iter([("AWS".to_owned(), list(value))]));
    }
    each(value, |names| {
        let Value::Array(names) = list(names) else { return Value::Null };
        list(Value::Array(names.into_iter().map(principal).collect()))
    })
}

fn principal(name: Value) -> Value {
    let account =
        name.as_str().and_then(|name| name.strip_prefix("arn:")).and_then(|rest| rest.strip_suffix(":root"));
    match account.and_then(|rest| rest.rsplit(':').next()) {
        Some(number) => Value::String(number.to_owned()),
        None => name,
    }
}

/// `true` and `1` may be written without quotes in conditions.
fn texts(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(texts).collect()),
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        other => other,
    }
}

fn each(value: Value, change: impl Fn(Value) -> Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, member)| (key, change(member))).collect())
        }
        other => other,
    }
}

/// A list in one order; one item is a list of one.
fn list(value: Value) -> Value {
    let mut items = match value {
        Value::Array(items) => items,
        item => vec![item],
    };
    items.sort_by_key(Value::to_string);
    items.dedup();
    Value::Array(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, expected: bool) {
        assert_eq!(same(one, other), expected, "{one}\n{other}");
    }

    fn policy(statement: &str) -> String {
        format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#)
    }

    #[test]
    fn spellings_of_one_meaning() {
        check(&policy(r#"{"Sid":"a","Action":"s3:*"}"#), &policy(r#"[{"Action":["s3:*"],"Sid":"a"}]"#), true);
        check(&policy(r#"[{"Action":["b","a"]}]"#), &policy(r#"[{"Action":["a","b"]}]"#), true);
        check(&policy(r#"[{"Sid":"a"},{"Sid":"b"}]"#), &policy(r#"[{"Sid":"b"},{"Sid":"a"}]"#), true);
        check(&policy(r#"[{"Principal":"*"}]"#), &policy(r#"[{"Principal":{"AWS":["*"]}}]"#), true);
        check(
            &policy(r#"[{"Principal":{"AWS":"123456789012"}}]"#),
            &policy(r#"[{"Principal":{"AWS":["arn:aws:iam::123456789012:root"]}}]"#),
            true,
        );
        check(
            &policy(r#"[{"Condition":{"Bool":{"aws:SecureTransport":false}}}]"#),
            &policy(r#"[{"Condition":{"Bool":{"aws:SecureTransport":["false"]}}}]"#),
            true,
        );
    }

    #[test]
    fn different_meanings() {
        check(&policy(r#"[{"Action":"s3:Get*"}]"#), &policy(r#"[{"Action":"s3:*"}]"#), false);
        check(&policy(r#"[{"Effect":"Allow"}]"#), &policy(r#"[{"Effect":"Deny"}]"#), false);
        check(&policy(r#"[{"Principal":"*"}]"#), &policy(r#"[{"Principal":{"Service":"*"}}]"#), false);
        check(r#"{"Version":"2008-10-17","Statement":[]}"#, &policy("[]"), false);
        check("{", "{}", false);
    }
}
