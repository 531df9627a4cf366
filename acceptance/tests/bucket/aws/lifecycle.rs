//! Lifecycle rules: each case is a bucket with one rule, of which one field is another after the change.

use serde_json::{Value, json};

use super::super::case::Case;

const GET: &str = "get_bucket_lifecycle_configuration";
const PUT: &str = "put_bucket_lifecycle_configuration";

pub(super) fn cases() -> Vec<Case> {
    let days = r#"action = "delete", age_days = 7"#;
    let all = json!({"Expiration": {"Days": 7}});
    vec![
        Case::new("lifecycle_rules", "", &hcl(days))
            .arrives(GET, "/Rules/0/Expiration/Days", Value::Null, json!(7))
            .drifts("delete_bucket_lifecycle", json!({})),
        Case::new("lifecycle_rules.id", &hcl_named("one", days), &hcl_named("two", days))
            .arrives(GET, "/Rules/0/ID", json!("one"), json!("two"))
            .drifts(PUT, rules("three", json!({"Prefix": ""}), &all)),
        filter("prefix", "Prefix", [json!("one/"), json!("two/"), json!("three/")]),
        filter("size_greater_than", "ObjectSizeGreaterThan", [json!(1000), json!(2000), json!(3000)]),
        filter("size_less_than", "ObjectSizeLessThan", [json!(1000), json!(2000), json!(3000)]),
        field("age_days", r#"action = "delete", age_days = 7"#, r#"action = "delete", age_days = 8"#)
            .arrives(GET, "/Rules/0/Expiration/Days", json!(7), json!(8))
            .drifts(PUT, rules("rule", json!({"Prefix": ""}), &json!({"Expiration": {"Days": 9}}))),
        field(
            "created_before",
            r#"action = "delete", created_before = "2030-01-01""#,
            r#"action = "delete", created_before = "2031-02-03""#,
        )
        .arrives(
            GET,
            "/Rules/0/Expiration/Date",
            json!("2030-01-01 00:00:00+00:00"),
            json!("2031-02-03 00:00:00+00:00"),
        )
        .drifts(
            PUT,
            rules("rule", json!({"Prefix": ""}), &json!({"Expiration": {"Date": "2032-01-01T00:00:00Z"}})),
        ),
        noncurrent("noncurrent_days", "NoncurrentDays", [(3, 5), (4, 5), (6, 5)]),
        noncurrent("keep_newer", "NewerNoncurrentVersions", [(3, 5), (3, 6), (3, 7)]),
        field("action", days, r#"action = "abort_multipart", age_days = 7"#)
            .arrives(
                GET,
                "/Rules/0/AbortIncompleteMultipartUpload/DaysAfterInitiation",
                Value::Null,
                json!(7),
            )
            .drifts(PUT, rules("rule", json!({"Prefix": ""}), &all)),
        field(
            "storage_class",
            r#"action = "transition", age_days = 90, storage_class = "infrequent""#,
            r#"action = "transition", age_days = 90, storage_class = "archive""#,
        )
        .arrives(GET, "/Rules/0/Transitions/0/StorageClass", json!("STANDARD_IA"), json!("DEEP_ARCHIVE"))
        .drifts(
            PUT,
            rules(
                "rule",
                json!({"Prefix": ""}),
                &json!({"Transitions": [{"Days": 90, "StorageClass": "GLACIER_IR"}]}),
            ),
        ),
    ]
}

/// A field that chooses objects: before, after, drifted.
fn filter(name: &str, wire: &str, values: [Value; 3]) -> Case {
    let [before, after, drifted] = values;
    let set = |value: &Value| format!(r#"action = "delete", age_days = 7, {name} = {value}"#);
    field(name, &set(&before), &set(&after))
        .arrives(GET, format!("/Rules/0/Filter/{wire}"), before, after)
        .drifts(PUT, rules("rule", json!({wire: drifted}), &json!({"Expiration": {"Days": 7}})))
}

/// A field of noncurrent versions: days and newer versions before, after, drifted.
fn noncurrent(name: &str, wire: &str, values: [(u32, u32); 3]) -> Case {
    let [before, after, drifted] = values;
    let set = |(days, kept): (u32, u32)| {
        format!("action = \"delete\", noncurrent_days = {days}, keep_newer = {kept}")
    };
    let does = |(days, kept): (u32, u32)| json!({"NoncurrentDays": days, "NewerNoncurrentVersions": kept});
    field(name, &set(before), &set(after))
        .arrives(
            GET,
            format!("/Rules/0/NoncurrentVersionExpiration/{wire}"),
            does(before)[wire].clone(),
            does(after)[wire].clone(),
        )
        .drifts(
            PUT,
            rules("rule", json!({"Prefix": ""}), &json!({"NoncurrentVersionExpiration": does(drifted)})),
        )
}

/// A case of a field of a rule called `rule`.
fn field(name: &str, before: &str, after: &str) -> Case {
    Case::new(format!("lifecycle_rules.{name}"), &hcl_named("rule", before), &hcl_named("rule", after))
}

fn hcl(rule: &str) -> String {
    format!("lifecycle_rules = [{{ {rule} }}]")
}

fn hcl_named(id: &str, rule: &str) -> String {
    hcl(&format!("id = \"{id}\", {rule}"))
}

/// The rule as S3 has it.
fn rules(id: &str, filter: Value, does: &Value) -> Value {
    let mut rule = json!({"ID": id, "Status": "Enabled", "Filter": filter});
    for (key, value) in does.as_object().into_iter().flatten() {
        rule[key] = value.clone();
    }
    json!({"LifecycleConfiguration": {"Rules": [rule]}})
}
