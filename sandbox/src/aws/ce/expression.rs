//! Filter expressions, which Cost Explorer and Budgets share: what is wrong with one, and what one counts
//! (docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Expression.html).

use serde_json::Value;

use crate::aws::credentials::ACCOUNT;
use crate::fixtures::Spend;

const ROOTS: [&str; 6] = ["Or", "And", "Not", "Dimensions", "Tags", "CostCategories"];

/// Says what is wrong with an expression that has the right shape.
pub(in crate::aws) fn check(expression: &Value) -> Result<(), String> {
    let given: Vec<&str> = ROOTS.into_iter().filter(|root| !expression[*root].is_null()).collect();
    let [root] = given[..] else {
        return Err("Expression must have exactly one root operator".to_owned());
    };
    match (root, &expression[root]) {
        ("Or" | "And", Value::Array(parts)) if parts.len() < 2 => {
            Err(format!("{root} expression must have at least 2 operands"))
        }
        ("Or" | "And", Value::Array(parts)) => parts.iter().try_for_each(check),
        ("Not", part) => check(part),
        ("Tags" | "CostCategories", leaf) if leaf["Key"].as_str().is_none_or(str::is_empty) => {
            Err(format!("Key must be provided for {root}"))
        }
        (_, leaf) if leaf["Values"].as_array().is_none_or(Vec::is_empty) && !has(leaf, "ABSENT") => {
            Err(format!("Values must be provided for {root}"))
        }
        _ => Ok(()),
    }
}

/// Whether an expression counts what was spent.
pub(in crate::aws) fn counts(expression: &Value, spend: &Spend) -> bool {
    let parts = |root: &str| expression[root].as_array();
    if let Some(parts) = parts("Or") {
        return parts.iter().any(|part| counts(part, spend));
    }
    if let Some(parts) = parts("And") {
        return parts.iter().all(|part| counts(part, spend));
    }
    if expression["Not"].is_object() {
        return !counts(&expression["Not"], spend);
    }
    let leaf = |root: &str| expression.get(root).filter(|leaf| leaf.is_object());
    if let Some(leaf) = leaf("Dimensions") {
        return fits(leaf, dimension(leaf["Key"].as_str().unwrap_or_default(), spend).as_deref());
    }
    if let Some(leaf) = leaf("Tags") {
        let key = leaf["Key"].as_str().unwrap_or_default();
        return fits(leaf, spend.tags.get(key.strip_prefix("user:").unwrap_or(key)).map(String::as_str));
    }
    // Nothing that was spent has a cost category.
    leaf("CostCategories").is_some_and(|leaf| fits(leaf, None))
}

/// Whether an account sees what was spent: the sandbox's own, which manages the others, sees everything.
pub(in crate::aws) fn is_seen_by(account: &str, spend: &Spend) -> bool {
    account == ACCOUNT || account == payer(spend)
}

/// What a fixture says of a dimension.
pub(in crate::aws) fn dimension(key: &str, spend: &Spend) -> Option<String> {
    match key {
        "SERVICE" => Some(spend.service.clone()),
        "LINKED_ACCOUNT" => Some(payer(spend).to_owned()),
        "RECORD_TYPE" => Some("Usage".to_owned()),
        _ => None,
    }
}

fn payer(spend: &Spend) -> &str {
    spend.account.as_deref().unwrap_or(ACCOUNT)
}

fn fits(leaf: &Value, value: Option<&str>) -> bool {
    let Some(value) = value else { return has(leaf, "ABSENT") };
    let fold = |text: &str| match has(leaf, "CASE_INSENSITIVE") {
        true => text.to_lowercase(),
        false => text.to_owned(),
    };
    let value = fold(value);
    let one = |wanted: &str| {
        let wanted = fold(wanted);
        match () {
            () if has(leaf, "STARTS_WITH") => value.starts_with(&wanted),
            () if has(leaf, "ENDS_WITH") => value.ends_with(&wanted),
            () if has(leaf, "CONTAINS") => value.contains(&wanted),
            () => value == wanted,
        }
    };
    leaf["Values"].as_array().is_some_and(|all| all.iter().filter_map(Value::as_str).any(one))
}

fn has(leaf: &Value, option: &str) -> bool {
    leaf["MatchOptions"].as_array().is_some_and(|options| options.iter().any(|one| one == option))
}

/// An expression of one leaf.
#[cfg(test)]
pub(in crate::aws) fn leaf(root: &str, key: &str, values: &[&str]) -> Value {
    let leaf = serde_json::json!({ "Key": key, "Values": values });
    serde_json::json!({ root: leaf })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spend() -> Spend {
        serde_json::from_value(json!({
            "date": "2026-11-01", "service": "Amazon S3", "tags": {"team": "genomics"}, "amount": "1",
        }))
        .unwrap()
    }

    #[test]
    fn expressions_count_what_they_say() {
        let check = |expression: Value, expected: bool| {
            assert_eq!(super::check(&expression), Ok(()), "{expression}");
            assert_eq!(counts(&expression, &spend()), expected, "{expression}");
        };
        let team = || leaf("Tags", "team", &["genomics", "other"]);
        let service = |name: &str| leaf("Dimensions", "SERVICE", &[name]);
        check(team(), true);
        check(leaf("Tags", "user:team", &["genomics"]), true);
        check(leaf("Tags", "team", &["Genomics"]), false);
        check(leaf("Tags", "cost-center", &["genomics"]), false);
        check(json!({ "Tags": { "Key": "cost-center", "MatchOptions": ["ABSENT"] } }), true);
        check(
            json!({ "Tags": { "Key": "team", "Values": ["GEN"], "MatchOptions": ["STARTS_WITH", "CASE_INSENSITIVE"] } }),
            true,
        );
        check(service("Amazon S3"), true);
        check(leaf("Dimensions", "LINKED_ACCOUNT", &[ACCOUNT]), true);
        check(leaf("Dimensions", "REGION", &["us-east-1"]), false);
        check(json!({ "And": [team(), service("Amazon S3")] }), true);
        check(json!({ "And": [team(), service("Amazon EC2")] }), false);
        check(json!({ "Or": [team(), service("Amazon EC2")] }), true);
        check(json!({ "Not": team() }), false);
        check(leaf("CostCategories", "department", &["it"]), false);
    }

    #[test]
    fn malformed_expressions_are_told() {
        let check = |expression: Value, expected: &str| {
            assert_eq!(super::check(&expression), Err(expected.to_owned()), "{expression}");
        };
        let team = || leaf("Tags", "team", &["genomics"]);
        check(json!({}), "Expression must have exactly one root operator");
        check(
            json!({ "Not": team(), "Tags": { "Key": "a" } }),
            "Expression must have exactly one root operator",
        );
        check(json!({ "And": [team()] }), "And expression must have at least 2 operands");
        check(json!({ "Not": { "Tags": { "Values": ["a"] } } }), "Key must be provided for Tags");
        check(json!({ "Tags": { "Key": "a", "Values": [] } }), "Values must be provided for Tags");
    }
}
