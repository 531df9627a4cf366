//! Buckets.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::faults::resource::{Cloud, Resource, Story, comparable, texts};

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

/// What buckets write logs and copies to.
const TARGET: &str = "palisade-fault-target";

/// `palisade_bucket`.
pub(crate) struct Buckets;

impl Resource for Buckets {
    fn kind(&self) -> &'static str {
        "bucket"
    }

    fn stories(&self, cloud: &Cloud) -> Vec<Story> {
        if cloud.name == "aws" { aws() } else { gcp() }
    }

    fn attributes(&self, cloud: &Cloud, _: &str) -> String {
        let location = if cloud.name == "aws" { "us-east-1" } else { "US" };
        format!("  location = \"{location}\"\n  force_destroy = true")
    }

    fn prepare(&self, cloud: &Cloud, _: &[String]) {
        if !all(cloud).iter().any(|name| name == TARGET) {
            make_target(cloud);
        }
    }

    fn there(&self, cloud: &Cloud, _: &BTreeSet<String>) -> Vec<String> {
        let mut names = all(cloud);
        names.retain(|name| name != TARGET);
        names
    }

    fn configuration(&self, cloud: &Cloud, name: &str) -> Value {
        let get = |call: &&str| {
            let told = cloud.oracle.try_ask("boto3.s3", call, json!({"Bucket": name}));
            ((*call).to_owned(), told.unwrap_or_else(|refusal| json!(refusal.code)))
        };
        let told = match cloud.name {
            "aws" => Value::Object(GETS.iter().map(get).collect()),
            _ => cloud
                .oracle
                .try_ask("gcs", "buckets.get", json!({"bucket": name, "projection": "full"}))
                .unwrap_or_default(),
        };
        comparable(told, name, &OWN)
    }

    fn fill(&self, cloud: &Cloud, name: &str) {
        match cloud.name {
            "aws" => cloud.oracle.s3("put_object", json!({"Bucket": name, "Key": "a", "Body": "text"})),
            _ => {
                let object = json!({"bucket": name, "name": "a", "text": "text"});
                cloud.oracle.ask("gcs", "objects.insert", object)
            }
        };
    }

    fn import(&self, cloud: &Cloud, name: &str) -> Option<String> {
        Some(format!("{}/{name}", cloud.name))
    }
}

/// The names of all buckets.
fn all(cloud: &Cloud) -> Vec<String> {
    match cloud.name {
        "aws" => texts(&cloud.oracle.s3("list_buckets", json!({}))["Buckets"], "Name"),
        _ => {
            let project = json!({"project": "palisade-sandbox"});
            texts(&cloud.oracle.ask("gcs", "buckets.list", project)["items"], "name")
        }
    }
}

fn make_target(cloud: &Cloud) {
    if cloud.name == "aws" {
        cloud.oracle.s3("create_bucket", json!({"Bucket": TARGET}));
        let versioning = json!({"Bucket": TARGET, "VersioningConfiguration": {"Status": "Enabled"}});
        cloud.oracle.s3("put_bucket_versioning", versioning);
    } else {
        let body = json!({"name": TARGET, "location": "US"});
        cloud.oracle.ask("gcs", "buckets.insert", json!({"project": "palisade-sandbox", "body": body}));
    }
}

fn aws() -> Vec<Story> {
    let key = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111";
    let rich = format!(
        r#"labels          = {{ team = "one" }}
  versioning      = true
  encryption      = {{ kms_key = "{key}" }}
  access_log      = {{ target_bucket = "{TARGET}", prefix = "a" }}
  requester_pays  = true
  cors            = [{{ origins = ["https://one.example"], methods = ["GET"] }}]
  lifecycle_rules = [{{ id = "old", action = "delete", age_days = 7 }}]
  aws = {{
    acceleration        = true
    abac                = true
    intelligent_tiering = [{{ name = "one", archive_days = 90 }}]
    replication = {{
      role  = "arn:aws:iam::123456789012:role/one"
      rules = [{{ id = "one", priority = 1, prefix = "one/", destination_bucket = "arn:aws:s3:::{TARGET}", delete_markers = false }}]
    }}
  }}"#
    );
    // What S3 answers to be absent by default is written all the same where it is set.
    let plain = "public_access  = \"allowed\"\n  uniform_access = false\n  require_tls    = false";
    let locked = |days: u32| {
        format!(
            "labels = {{ team = \"one\" }}\n  versioning = true\n  retention = {{ days = {days}, mode = \"governance\" }}\n  \
             aws = {{ object_lock = true }}"
        )
    };
    vec![
        Story { filled: true, ..Story::new("rich", rich.clone(), plain) },
        Story::new("plain", plain, rich),
        Story::new("lock", locked(1), locked(2)),
    ]
}

fn gcp() -> Vec<Story> {
    let kept = |locked: bool| format!("retention = {{ days = 1, mode = \"compliance\", locked = {locked} }}");
    let rich = r#"labels          = { team = "one" }
  versioning      = true
  soft_delete_days = 0
  cors            = [{ origins = ["https://one.example"], methods = ["GET"] }]
  lifecycle_rules = [{ id = "old", action = "delete", age_days = 7 }]"#;
    let other = "labels = { team = \"two\" }";
    vec![
        Story { filled: true, ..Story::new("rich", rich, other) },
        Story::new("kept", kept(false), kept(true)),
        Story::new("locked", kept(true), format!("{other}\n  {}", kept(true))),
    ]
}
