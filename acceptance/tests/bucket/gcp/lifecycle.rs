//! Lifecycle rules: each case is a bucket with one rule, of which one field is another after the change.

use serde_json::{Value, json};

use super::super::case::{Case, Drift};

pub(super) fn cases() -> Vec<Case> {
    let days = r#"action = "delete", age_days = 7"#;
    let condition = "/lifecycle/rule/0/condition";
    let delete = json!({"type": "Delete"});
    // A condition of a deletion: its name in both tongues, and its values before, after and drifted.
    // Where versions are kept, the age of an object is that of the live one: the provider writes `isLive`, and what
    // drifts here keeps it.
    let field = |name: &str, wire: &str, values: [Value; 3], plural: bool| {
        let [before, after, drifted] = values;
        let set = |value: &Value| hcl(&format!("action = \"delete\", {name} = {value}"));
        let shown = |value: Value| if plural { json!([value]) } else { value };
        Case::new(format!("lifecycle_rules.{name}"), &set(&before), &set(&after))
            .shows(format!("{condition}/{wire}"), shown(before), shown(after))
            .patched(rule(&delete, live(wire, shown(drifted))))
    };
    vec![
        Case::new("lifecycle_rules", "versioning = true", &hcl(days))
            .shows("/lifecycle/rule/0/condition/age", Value::Null, json!(7))
            .patched(json!({"lifecycle": null})),
        Case {
            arrives: super::super::case::Arrives::Nowhere("it is kept, in the state alone"),
            ..Case::new(
                "lifecycle_rules.id",
                &hcl(&format!("id = \"one\", {days}")),
                &hcl(&format!("id = \"two\", {days}")),
            )
        }
        .drift(Drift::Never("Cloud Storage's rules have no names")),
        field("prefix", "matchesPrefix", ["one/", "two/", "three/"].map(Value::from), true),
        field("suffix", "matchesSuffix", [".one", ".two", ".three"].map(Value::from), true),
        field("age_days", "age", [7, 8, 9].map(Value::from), false),
        field(
            "created_before",
            "createdBefore",
            ["2030-01-01", "2031-02-03", "2032-01-01"].map(Value::from),
            false,
        ),
        field("noncurrent_days", "daysSinceNoncurrentTime", [3, 4, 5].map(Value::from), false),
        field("keep_newer", "numNewerVersions", [3, 4, 5].map(Value::from), false),
        Case::new("lifecycle_rules.action", &hcl(days), &hcl(r#"action = "abort_multipart", age_days = 7"#))
            .shows("/lifecycle/rule/0/action/type", json!("Delete"), json!("AbortIncompleteMultipartUpload"))
            .patched(rule(&delete, live("age", json!(7)))),
        Case::new(
            "lifecycle_rules.storage_class",
            &hcl(r#"action = "transition", age_days = 90, storage_class = "infrequent""#),
            &hcl(r#"action = "transition", age_days = 90, storage_class = "archive""#),
        )
        .shows("/lifecycle/rule/0/action/storageClass", json!("NEARLINE"), json!("ARCHIVE"))
        .patched(rule(
            &json!({"type": "SetStorageClass", "storageClass": "COLDLINE"}),
            live("age", json!(90)),
        )),
    ]
}

fn hcl(rule: &str) -> String {
    format!("versioning = true\nlifecycle_rules = [{{ {rule} }}]")
}

/// A condition, on live objects unless it is one of old versions.
fn live(name: &str, value: Value) -> Value {
    let mut condition = json!({name: value});
    if !["daysSinceNoncurrentTime", "numNewerVersions"].contains(&name) {
        condition["isLive"] = json!(true);
    }
    condition
}

/// A bucket's document with this one rule.
fn rule(action: &Value, condition: Value) -> Value {
    json!({"lifecycle": {"rule": [{"action": action, "condition": condition}]}})
}
