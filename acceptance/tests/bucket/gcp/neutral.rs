//! What both clouds have.

use serde_json::{Value, json};

use super::super::case::{Case, Drift};
use super::super::local;
use super::{KEYS, TARGETS};

pub(super) fn cases() -> Vec<Case> {
    [identity(), access(), keeping(), serving(), cors(), local::cases()].concat()
}

fn identity() -> Vec<Case> {
    vec![
        Case::new("cloud", "cloud = \"gcp\"", "cloud = \"aws\"\nlocation = \"us-east-1\"")
            .replaces()
            .shows("/name", json!("$NAME"), Value::Null)
            .drift(Drift::Never("a bucket of another cloud is another bucket")),
        Case::new("name", "name = \"$NAME\"", "name = \"$NAME-2\"")
            .replaces()
            .shows("/name", json!("$NAME"), json!("$NAME"))
            .drift(Drift::Gone),
        Case::new("location", "location = \"US\"", "location = \"europe-west3\"")
            .replaces()
            .shows("/location", json!("US"), json!("EUROPE-WEST3"))
            .made_anew("palisade-sandbox", json!({"location": "ASIA"})),
        Case::new("labels", "labels = { team = \"one\" }", "labels = { team = \"two\" }")
            .with(&["labels_all"])
            .shows("/labels", json!({"team": "one"}), json!({"team": "two"}))
            .patched(json!({"labels": {"team": "three"}})),
        Case::new(
            "default_storage_class",
            "default_storage_class = \"infrequent\"",
            "default_storage_class = \"archive\"",
        )
        .shows("/storageClass", json!("NEARLINE"), json!("ARCHIVE"))
        .patched(json!({"storageClass": "COLDLINE"})),
    ]
}

fn access() -> Vec<Case> {
    let with_key = |key: &str| format!("encryption = {{ kms_key = \"{key}\" }}");
    let key = "/encryption/defaultKmsKeyName";
    vec![
        Case::new("public_access", "public_access = \"blocked\"", "public_access = \"allowed\"")
            .shows("/iamConfiguration/publicAccessPrevention", json!("enforced"), json!("inherited"))
            .patched(json!({"iamConfiguration": {"publicAccessPrevention": "enforced"}})),
        Case::new("uniform_access", "uniform_access = true", "uniform_access = false")
            .shows("/iamConfiguration/uniformBucketLevelAccess/enabled", json!(true), json!(false))
            .patched(json!({"iamConfiguration": {"uniformBucketLevelAccess": {"enabled": true}}})),
        Case::new("encryption", "", &with_key(KEYS[0]))
            .shows(key, Value::Null, json!(KEYS[0]))
            .patched(json!({"encryption": {"defaultKmsKeyName": null}})),
        Case::new("encryption.kms_key", &with_key(KEYS[0]), &with_key(KEYS[1]))
            .shows(key, json!(KEYS[0]), json!(KEYS[1]))
            .patched(json!({"encryption": {"defaultKmsKeyName": KEYS[2]}})),
    ]
}

fn keeping() -> Vec<Case> {
    let retention = |days: u32, more: &str| format!("retention = {{ days = {days}, {more} }}");
    let open = "mode = \"governance\"";
    let (period, locked) = ("/retentionPolicy/retentionPeriod", "/retentionPolicy/isLocked");
    let longer = "a locked policy can only become longer, which `retention.days` finds";
    vec![
        Case::new("versioning", "versioning = false", "versioning = true")
            .shows("/versioning/enabled", json!(false), json!(true))
            .patched(json!({"versioning": {"enabled": false}})),
        Case::new("soft_delete_days", "soft_delete_days = 8", "soft_delete_days = 30")
            .shows("/softDeletePolicy/retentionDurationSeconds", json!("691200"), json!("2592000"))
            .patched(json!({"softDeletePolicy": {"retentionDurationSeconds": "864000"}})),
        Case::new("soft_delete_days", "soft_delete_days = 8", "soft_delete_days = 0")
            .variant("off")
            .shows("/softDeletePolicy/retentionDurationSeconds", json!("691200"), json!("0"))
            .patched(json!({"softDeletePolicy": {"retentionDurationSeconds": "864000"}})),
        Case::new("retention", "", &retention(1, open))
            .shows(period, Value::Null, json!("86400"))
            .patched(json!({"retentionPolicy": null})),
        Case::new("retention.days", &retention(1, open), &retention(2, open))
            .shows(period, json!("86400"), json!("172800"))
            .patched(json!({"retentionPolicy": {"retentionPeriod": "259200"}})),
        Case::new(
            "retention.mode",
            &retention(1, open),
            &retention(1, "mode = \"compliance\", locked = true"),
        )
        .with(&["retention.locked"])
        .shows(locked, Value::Null, json!(true))
        .drift(Drift::Never(longer)),
        Case::new(
            "retention.locked",
            &retention(1, "mode = \"governance\", locked = false"),
            &retention(1, "mode = \"governance\", locked = true"),
        )
        .shows(locked, Value::Null, json!(true))
        .drift(Drift::Never(longer)),
    ]
}

fn serving() -> Vec<Case> {
    let log = |target: &str, prefix: &str| {
        format!("access_log = {{ target_bucket = \"{target}\", prefix = \"{prefix}\" }}")
    };
    let [one, two] = TARGETS;
    vec![
        Case::new("access_log", "", &log(one, "a"))
            .shows("/logging", Value::Null, json!({"logBucket": one, "logObjectPrefix": "a"}))
            .patched(json!({"logging": null})),
        Case::new("access_log.target_bucket", &log(one, "a"), &log(two, "a"))
            .shows("/logging/logBucket", json!(one), json!(two))
            .patched(json!({"logging": {"logBucket": one}})),
        Case::new("access_log.prefix", &log(one, "a"), &log(one, "b"))
            .shows("/logging/logObjectPrefix", json!("a"), json!("b"))
            .patched(json!({"logging": {"logObjectPrefix": "c"}})),
        Case::new("requester_pays", "requester_pays = false", "requester_pays = true")
            .shows("/billing/requesterPays", json!(false), json!(true))
            .patched(json!({"billing": {"requesterPays": false}})),
    ]
}

/// Cases of a CORS rule in which one field is set to one of three values.
fn cors() -> Vec<Case> {
    let rule = |field: &str, value: Value| {
        let mut rule = json!({"method": ["GET"], "origin": ["https://one.example"]});
        rule[field] = value;
        json!({"cors": [rule]})
    };
    let hcl = |more: &str| {
        let fields = [("origins", "[\"https://one.example\"]"), ("methods", "[\"GET\"]")];
        let fields = fields.iter().filter(|(name, _)| !more.starts_with(name));
        let fields: Vec<String> = fields.map(|(name, value)| format!("{name} = {value}")).collect();
        format!("cors = [{{ {}, {more} }}]", fields.join(", "))
    };
    let list = |attribute: &str, field: &str, values: [&str; 3]| {
        let name = attribute.trim_start_matches("cors.");
        let [before, after, drifted] = values;
        let set = |value: &str| hcl(&format!("{name} = [\"{value}\"]"));
        Case::new(attribute, &set(before), &set(after))
            .shows(format!("/cors/0/{field}"), json!([before]), json!([after]))
            .patched(rule(field, json!([drifted])))
    };
    let age = |seconds: u32| hcl(&format!("max_age_seconds = {seconds}"));
    vec![
        Case::new("cors", "", &age(60))
            .shows("/cors/0/method", Value::Null, json!(["GET"]))
            .patched(json!({"cors": []})),
        list("cors.origins", "origin", ["https://one.example", "https://two.example", "*"]),
        list("cors.methods", "method", ["GET", "PUT", "DELETE"]),
        list("cors.exposed_headers", "responseHeader", ["x-one", "x-two", "x-three"]),
        Case::new("cors.max_age_seconds", &age(60), &age(120))
            .shows("/cors/0/maxAgeSeconds", json!(60), json!(120))
            .patched(rule("maxAgeSeconds", json!(180))),
    ]
}
