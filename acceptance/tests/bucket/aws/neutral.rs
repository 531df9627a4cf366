//! What both clouds have.

use serde_json::{Value, json};

use super::super::case::{Case, Drift, Expected};
use super::super::local;
use super::{KEYS, TARGETS};

pub(super) fn cases() -> Vec<Case> {
    [identity(), access(), keeping(), serving(), cors(), local::cases()].concat()
}

fn identity() -> Vec<Case> {
    vec![
        Case::new("cloud", "cloud = \"aws\"", "cloud = \"gcp\"\nlocation = \"EU\"")
            .replaces()
            .arrives("list_objects_v2", "/Name", json!("$NAME"), Value::Null)
            .drift(Drift::Never("a bucket of another cloud is another bucket")),
        Case::new("name", "name = \"$NAME\"", "name = \"$NAME-2\"")
            .replaces()
            .arrives("list_objects_v2", "/Name", json!("$NAME"), json!("$NAME"))
            .drift(Drift::Gone),
        Case::new("location", "location = \"us-east-1\"", "location = \"eu-west-1\"")
            .replaces()
            .arrives("get_bucket_location", "/LocationConstraint", Value::Null, json!("eu-west-1"))
            .drift(Drift::Recreated(
                "create_bucket@eu-central-1",
                json!({"CreateBucketConfiguration": {"LocationConstraint": "eu-central-1"}}),
            )),
        Case::new("labels", "labels = { team = \"one\" }", "labels = { team = \"two\" }")
            .with(&["labels_all"])
            .arrives(
                "get_bucket_tagging",
                "/TagSet",
                json!([{"Key": "team", "Value": "one"}]),
                json!([{"Key": "team", "Value": "two"}]),
            )
            .drifts(
                "put_bucket_tagging",
                json!({"Tagging": {"TagSet": [{"Key": "team", "Value": "three"}]}}),
            ),
    ]
}

fn access() -> Vec<Case> {
    let encryption = "/ServerSideEncryptionConfiguration/Rules/0/ApplyServerSideEncryptionByDefault";
    let with_key = |key: &str| format!("encryption = {{ kms_key = \"{key}\" }}");
    vec![
        Case::new("public_access", "public_access = \"blocked\"", "public_access = \"allowed\"")
            .arrives(
                "get_public_access_block",
                "/PublicAccessBlockConfiguration/BlockPublicPolicy",
                json!(true),
                json!(false),
            )
            .drifts("put_public_access_block", json!({"PublicAccessBlockConfiguration": {
                "BlockPublicAcls": true, "IgnorePublicAcls": true, "BlockPublicPolicy": true,
                "RestrictPublicBuckets": true,
            }})),
        Case::new("uniform_access", "uniform_access = true", "uniform_access = false")
            .arrives(
                "get_bucket_ownership_controls",
                "/OwnershipControls/Rules/0/ObjectOwnership",
                json!("BucketOwnerEnforced"),
                json!("BucketOwnerPreferred"),
            )
            .drifts("put_bucket_ownership_controls", json!({"OwnershipControls": {
                "Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}],
            }})),
        Case::new("require_tls", "require_tls = false", "require_tls = true")
            .arrives("get_bucket_policy", "/Policy", Value::Null, Expected::Holds("aws:SecureTransport"))
            .drifts("delete_bucket_policy", json!({})),
        Case::new("encryption", "", &with_key(KEYS[0]))
            .arrives(
                "get_bucket_encryption",
                encryption,
                json!({"SSEAlgorithm": "AES256"}),
                json!({"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEYS[0]}),
            )
            .drifts("delete_bucket_encryption", json!({})),
        Case::new("encryption.kms_key", &with_key(KEYS[0]), &with_key(KEYS[1]))
            .arrives("get_bucket_encryption", format!("{encryption}/KMSMasterKeyID"), json!(KEYS[0]), json!(KEYS[1]))
            .drifts("put_bucket_encryption", json!({"ServerSideEncryptionConfiguration": {"Rules": [{
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEYS[2]},
            }]}})),
    ]
}

fn keeping() -> Vec<Case> {
    let lock = "/ObjectLockConfiguration/Rule/DefaultRetention";
    // Object Lock needs versions, and switches them on. An import tells both.
    let versioned = "versioning = true";
    let retention =
        |days: u32, mode: &str| format!("{versioned}\nretention = {{ days = {days}, mode = \"{mode}\" }}");
    let locks = |days: u32, mode: &str| {
        json!({"ObjectLockConfiguration": {
            "ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Days": days, "Mode": mode}},
        }})
    };
    let (get, put) = ("get_object_lock_configuration", "put_object_lock_configuration");
    vec![
        Case::new("versioning", "versioning = false", versioned)
            .arrives("get_bucket_versioning", "/Status", Value::Null, json!("Enabled"))
            .drifts("put_bucket_versioning", json!({"VersioningConfiguration": {"Status": "Suspended"}})),
        Case::new("retention", versioned, &retention(1, "governance"))
            .arrives(get, lock, Value::Null, json!({"Days": 1, "Mode": "GOVERNANCE"}))
            .drifts(put, json!({"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}})),
        Case::new("retention.days", &retention(1, "governance"), &retention(2, "governance"))
            .arrives(get, format!("{lock}/Days"), json!(1), json!(2))
            .drifts(put, locks(3, "GOVERNANCE")),
        Case::new("retention.mode", &retention(1, "governance"), &retention(1, "compliance"))
            .arrives(get, format!("{lock}/Mode"), json!("GOVERNANCE"), json!("COMPLIANCE"))
            .drifts(put, locks(1, "GOVERNANCE")),
    ]
}

fn serving() -> Vec<Case> {
    let log = |target: &str, prefix: &str| {
        format!("access_log = {{ target_bucket = \"{target}\", prefix = \"{prefix}\" }}")
    };
    let logs = |target: &str, prefix: &str| json!({"BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": prefix}}});
    let [one, two] = TARGETS;
    let (get, put) = ("get_bucket_logging", "put_bucket_logging");
    vec![
        Case::new("access_log", "", &log(one, "a/"))
            .arrives(get, "/LoggingEnabled", Value::Null, json!({"TargetBucket": one, "TargetPrefix": "a/"}))
            .drifts(put, json!({"BucketLoggingStatus": {}})),
        Case::new("access_log.target_bucket", &log(one, "a/"), &log(two, "a/"))
            .arrives(get, "/LoggingEnabled/TargetBucket", json!(one), json!(two))
            .drifts(put, logs(one, "a/")),
        Case::new("access_log.prefix", &log(one, "a/"), &log(one, "b/"))
            .arrives(get, "/LoggingEnabled/TargetPrefix", json!("a/"), json!("b/"))
            .drifts(put, logs(one, "c/")),
        Case::new("requester_pays", "requester_pays = false", "requester_pays = true")
            .arrives("get_bucket_request_payment", "/Payer", json!("BucketOwner"), json!("Requester"))
            .drifts(
                "put_bucket_request_payment",
                json!({"RequestPaymentConfiguration": {"Payer": "BucketOwner"}}),
            ),
    ]
}

/// A CORS rule in which one field is set to one of three values: in HCL and as S3 has it.
fn cors() -> Vec<Case> {
    let (get, put) = ("get_bucket_cors", "put_bucket_cors");
    let plain = json!({"AllowedMethods": ["GET"], "AllowedOrigins": ["https://one.example"]});
    let rule = |field: &str, value: Value| {
        let mut rule = plain.clone();
        rule[field] = value;
        json!({"CORSConfiguration": {"CORSRules": [rule]}})
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
            .arrives(get, format!("/CORSRules/0/{field}"), json!([before]), json!([after]))
            .drifts(put, rule(field, json!([drifted])))
    };
    let age = |seconds: u32| hcl(&format!("max_age_seconds = {seconds}"));
    vec![
        Case::new("cors", "", &age(60))
            .arrives(get, "/CORSRules/0/AllowedMethods", Value::Null, json!(["GET"]))
            .drifts("delete_bucket_cors", json!({})),
        list("cors.origins", "AllowedOrigins", ["https://one.example", "https://two.example", "*"]),
        list("cors.methods", "AllowedMethods", ["GET", "PUT", "DELETE"]),
        list("cors.allowed_headers", "AllowedHeaders", ["x-one", "x-two", "*"]),
        list("cors.exposed_headers", "ExposeHeaders", ["x-one", "x-two", "x-three"]),
        Case::new("cors.max_age_seconds", &age(60), &age(120))
            .arrives(get, "/CORSRules/0/MaxAgeSeconds", json!(60), json!(120))
            .drifts(put, rule("MaxAgeSeconds", json!(180))),
    ]
}
