//! The attributes of a bucket on AWS. S3 answers through boto3.

mod defaults;
mod extras;
mod lifecycle;
mod neutral;
mod replication;

use serde_json::{Value, json};

use super::case::Case;
use super::stages::Table;

/// Keys of KMS that the cases name.
const KEYS: [&str; 3] = [
    "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111",
    "arn:aws:kms:us-east-1:123456789012:key/22222222-2222-2222-2222-222222222222",
    "arn:aws:kms:us-east-1:123456789012:key/33333333-3333-3333-3333-333333333333",
];

/// Two buckets that cases write logs and copies to.
const TARGETS: [&str; 2] = ["palisade-target-one", "palisade-target-two"];

/// The table of AWS.
pub(crate) fn table() -> Table {
    Table {
        cloud: "aws",
        location: "us-east-1",
        accounts: &[&["123456789012"]],
        native: "arn:aws:s3:::",
        url: "s3://",
        helpers,
        cases: cases(),
    }
}

/// The table of what is so unless it is set otherwise.
pub(crate) fn defaults() -> Table {
    Table { cases: defaults::cases(), ..table() }
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    [neutral::cases(), lifecycle::cases(), extras::cases()].concat()
}

fn helpers() -> Vec<(&'static str, Value)> {
    let versioned = json!({"Status": "Enabled"});
    let make = |name: &str| {
        let versioning = json!({"Bucket": name, "VersioningConfiguration": versioned});
        [("create_bucket", json!({"Bucket": name})), ("put_bucket_versioning", versioning)]
    };
    TARGETS.iter().flat_map(|name| make(name)).collect()
}
