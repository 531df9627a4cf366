use serde_json::json;

use super::Expression;

#[test]
fn json_comes_back_as_it_went() {
    for text in [
        json!({ "Tags": { "Key": "user:team", "Values": ["gpu"] } }),
        json!({ "Not": { "Dimensions": { "Key": "REGION", "Values": ["us-east-1"] } } }),
        json!({ "Tags": { "Key": "user:team", "MatchOptions": ["ABSENT"] } }),
        json!({ "Or": [
            { "CostCategories": { "Key": "unit", "Values": ["a"] } },
            { "ProductAttributes": { "Key": "model", "Values": ["x"], "MatchOptions": ["EQUALS"] } },
        ] }),
    ] {
        let expression = Expression::from_json(&text.to_string()).unwrap();
        assert_eq!(expression.to_json(), text);
        let sdk = expression.to_sdk().unwrap();
        assert_eq!(Expression::of_sdk(&sdk), Some(expression));
    }
}

#[test]
fn what_is_no_expression_is_told() {
    let check = |text: &str, expected: &str| {
        let wrong = Expression::from_json(text).unwrap_err();
        assert!(wrong.contains(expected), "{text}: {wrong}");
    };
    check("team", "it is no JSON");
    check("[]", "the expression is no JSON object");
    check("{}", "the expression has 0 members");
    check(r#"{"And": [], "Or": []}"#, "has 2 members");
    check(r#"{"Tag": {}}"#, "the member \"Tag\"");
    check(r#"{"And": [{"Not": {}}]}"#, "And has 1 parts");
    check(r#"{"Not": []}"#, "Not is no JSON object");
    check(r#"{"Tags": {"Values": ["x"]}}"#, "Tags has no Key");
    check(r#"{"Tags": {"Key": "k"}}"#, "Tags of \"k\" has no Values");
    check(r#"{"Tags": {"Key": "k", "Values": [1]}}"#, "Values of Tags is no list of texts");
    check(r#"{"Tags": {"Key": "k", "Value": ["x"]}}"#, "the member \"Value\"");
}

#[test]
fn order_and_defaults_make_no_difference() {
    let check = |one: &str, other: &str, same: bool| {
        let normal = |text| Expression::from_json(text).unwrap().normal();
        assert_eq!(normal(one) == normal(other), same, "{one} {other}");
    };
    let tags = r#"{"Tags": {"Key": "k", "Values": ["a", "b"]}}"#;
    check(
        tags,
        r#"{"Tags": {"Values": ["b", "a"], "Key": "k", "MatchOptions": ["CASE_SENSITIVE", "EQUALS"]}}"#,
        true,
    );
    check(
        tags,
        r#"{"Tags": {"Key": "k", "Values": ["a", "b"], "MatchOptions": ["CASE_INSENSITIVE"]}}"#,
        false,
    );
    check(tags, r#"{"Tags": {"Key": "k", "Values": ["a"]}}"#, false);
    let and = |one: &str, other: &str| format!(r#"{{"And": [{one}, {other}]}}"#);
    let not = format!(r#"{{"Not": {tags}}}"#);
    check(&and(tags, &not), &and(&not, tags), true);
    check(&and(tags, tags), tags, true);
    check(tags, &not, false);
}
