//! What a cloud's own client says of its buckets.

use std::collections::BTreeSet;

use acceptance::Oracle;
use serde_json::{Map, Value, json};

/// Calls of boto3 that together tell a bucket's configuration.
const GETS: [&str; 15] = [
    "get_bucket_abac",
    "get_bucket_accelerate_configuration",
    "get_bucket_cors",
    "get_bucket_encryption",
    "get_bucket_lifecycle_configuration",
    "get_bucket_logging",
    "get_bucket_ownership_controls",
    "get_bucket_policy",
    "get_bucket_replication",
    "get_bucket_request_payment",
    "get_bucket_tagging",
    "get_bucket_versioning",
    "get_object_lock_configuration",
    "get_public_access_block",
    "list_bucket_intelligent_tiering_configurations",
];

/// What two buckets of one configuration differ in.
const OWN: [&str; 9] = [
    "effectiveTime",
    "etag",
    "generation",
    "id",
    "lockedTime",
    "metageneration",
    "selfLink",
    "timeCreated",
    "updated",
];

/// The names of all buckets.
pub(crate) fn names(cloud: &str, oracle: &Oracle) -> BTreeSet<String> {
    let buckets = match cloud {
        "aws" => oracle.s3("list_buckets", json!({}))["Buckets"].take(),
        _ => oracle.ask("gcs", "buckets.list", json!({"project": "palisade-sandbox"}))["items"].take(),
    };
    let name = |bucket: &Value| bucket["Name"].as_str().or(bucket["name"].as_str()).map(str::to_owned);
    buckets.as_array().into_iter().flatten().filter_map(name).collect()
}

/// Makes a bucket that others write to.
pub(crate) fn make(cloud: &str, oracle: &Oracle, name: &str) {
    if cloud == "aws" {
        oracle.s3("create_bucket", json!({"Bucket": name}));
        let versioning = json!({"Status": "Enabled"});
        oracle.s3("put_bucket_versioning", json!({"Bucket": name, "VersioningConfiguration": versioning}));
    } else {
        let body = json!({"name": name, "location": "US"});
        oracle.ask("gcs", "buckets.insert", json!({"project": "palisade-sandbox", "body": body}));
    }
}

/// Writes an object.
pub(crate) fn put(cloud: &str, oracle: &Oracle, name: &str) {
    match cloud {
        "aws" => oracle.s3("put_object", json!({"Bucket": name, "Key": "a", "Body": "text"})),
        _ => oracle.ask("gcs", "objects.insert", json!({"bucket": name, "name": "a", "text": "text"})),
    };
}

/// A bucket's configuration, comparable with another bucket's.
pub(crate) fn configuration(cloud: &str, oracle: &Oracle, name: &str) -> Value {
    let mut told = match cloud {
        "aws" => {
            Value::Object(GETS.iter().map(|call| ((*call).to_owned(), get(oracle, call, name))).collect())
        }
        _ => oracle
            .try_ask("gcs", "buckets.get", json!({"bucket": name, "projection": "full"}))
            .unwrap_or_default(),
    };
    comparable(&mut told, name);
    told
}

fn get(oracle: &Oracle, call: &str, name: &str) -> Value {
    oracle.try_ask("boto3.s3", call, json!({"Bucket": name})).unwrap_or_else(|refusal| json!(refusal.code))
}

fn comparable(value: &mut Value, name: &str) {
    match value {
        Value::Object(members) => {
            let own = |key: &String| OWN.contains(&key.as_str());
            *members =
                std::mem::take(members).into_iter().filter(|(key, _)| !own(key)).collect::<Map<_, _>>();
            members.values_mut().for_each(|member| comparable(member, name));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| comparable(item, name)),
        Value::String(text) => *text = text.replace(name, "$NAME"),
        _ => {}
    }
}
