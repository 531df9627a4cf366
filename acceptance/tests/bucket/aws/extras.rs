//! What only S3 has.

use serde_json::{Value, json};

use super::super::case::{Case, Drift, Expected};
use super::KEYS;

pub(super) fn cases() -> Vec<Case> {
    [switches(), fixed(), tiering(), super::replication::cases()].concat()
}

/// Attributes that stand in `aws = { ... }`.
pub(super) fn aws(body: &str) -> String {
    format!("aws = {{ {body} }}")
}

fn switches() -> Vec<Case> {
    let (get_lock, lock) = ("get_object_lock_configuration", "/ObjectLockConfiguration/ObjectLockEnabled");
    let (get_rule, rule) = ("get_bucket_encryption", "/ServerSideEncryptionConfiguration/Rules/0");
    let accelerated = |status: &str| json!({"AccelerateConfiguration": {"Status": status}});
    let keyed = |more: &str| format!("encryption = {{ kms_key = \"{}\" }}\n{}", KEYS[0], aws(more));
    let encrypted = |rule: Value| json!({"ServerSideEncryptionConfiguration": {"Rules": [rule]}});
    let policy = |action: &str| {
        json!({"Version": "2012-10-17", "Statement": [{
            "Sid": "Readers", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": action, "Resource": "arn:aws:s3:::$NAME/*",
        }]})
        .to_string()
    };
    let with_policy = |action: &str| {
        let text = Value::from(policy(action)).to_string();
        format!("require_tls = false\n{}", aws(&format!("policy_json = {text}")))
    };
    vec![
        Case::new("aws", "", &aws("acceleration = true"))
            .arrives("get_bucket_accelerate_configuration", "/Status", Value::Null, json!("Enabled"))
            .drifts("put_bucket_accelerate_configuration", accelerated("Suspended")),
        Case::new("aws.acceleration", &aws("acceleration = false"), &aws("acceleration = true"))
            .arrives("get_bucket_accelerate_configuration", "/Status", Value::Null, json!("Enabled"))
            .drifts("put_bucket_accelerate_configuration", accelerated("Suspended")),
        Case::new(
            "aws.object_lock",
            &format!("versioning = true\n{}", aws("object_lock = false")),
            &format!("versioning = true\n{}", aws("object_lock = true")),
        )
        .arrives(get_lock, lock, Value::Null, json!("Enabled"))
        .drift(Drift::Recreated("create_bucket", json!({}))),
        Case::new("aws.object_lock", &aws("object_lock = true"), &aws("object_lock = false"))
            .variant("off")
            .replaces()
            .arrives(get_lock, lock, json!("Enabled"), Value::Null)
            .drift(Drift::Recreated("create_bucket", json!({"ObjectLockEnabledForBucket": true}))),
        Case::new("aws.abac", &aws("abac = false"), &aws("abac = true"))
            .arrives("get_bucket_abac", "/AbacStatus/Status", json!("Disabled"), json!("Enabled"))
            .drifts("put_bucket_abac", json!({"AbacStatus": {"Status": "Disabled"}})),
        Case::new("aws.sse_dsse", &keyed("sse_dsse = false"), &keyed("sse_dsse = true"))
            .arrives(
                get_rule,
                format!("{rule}/ApplyServerSideEncryptionByDefault/SSEAlgorithm"),
                json!("aws:kms"),
                json!("aws:kms:dsse"),
            )
            .drifts("put_bucket_encryption", encrypted(json!({
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEYS[0]},
                "BucketKeyEnabled": true,
            }))),
        Case::new("aws.blocked_sse_c", &aws("blocked_sse_c = true"), &aws("blocked_sse_c = false"))
            .arrives(
                get_rule,
                format!("{rule}/BlockedEncryptionTypes/EncryptionType"),
                json!(["SSE-C"]),
                json!(["NONE"]),
            )
            .drifts("put_bucket_encryption", encrypted(json!({
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
            }))),
        Case::new("aws.policy_json", &with_policy("s3:GetObject"), &with_policy("s3:PutObject"))
            .arrives(
                "get_bucket_policy",
                "/Policy",
                Expected::Holds("s3:GetObject"),
                Expected::Holds("s3:PutObject"),
            )
            .drifts("put_bucket_policy", json!({"Policy": policy("s3:DeleteObject")})),
    ]
}

/// What is fixed when the bucket is created, most of it by its name.
fn fixed() -> Vec<Case> {
    let zone = |zone: &str| {
        let directory = aws(&format!("directory_bucket = {{ availability_zone = \"{zone}\" }}"));
        format!("name = \"$NAME--{zone}--x-s3\"\n{directory}")
    };
    vec![
        Case::new("aws.directory_bucket", "aws = {}", &zone("use1-az4"))
            .replaces()
            .arrives("head_bucket", "/BucketLocationName", Value::Null, json!("use1-az4"))
            .drift(Drift::Gone),
        Case::new("aws.directory_bucket.availability_zone", &zone("use1-az4"), &zone("use1-az5"))
            .replaces()
            .arrives("head_bucket", "/BucketLocationName", json!("use1-az4"), json!("use1-az5"))
            .drift(Drift::Gone),
        Case::new(
            "aws.namespace",
            &aws("namespace = \"global\""),
            &format!(
                "name = \"$NAME-123456789012-us-east-1-an\"\n{}",
                aws("namespace = \"account-regional\"")
            ),
        )
        .replaces()
        .arrives("list_objects_v2", "/Name", json!("$NAME"), json!("$NAME"))
        .drift(Drift::Gone),
    ]
}

/// Intelligent-Tiering configurations: each case is a bucket with one.
fn tiering() -> Vec<Case> {
    let all = "/IntelligentTieringConfigurationList/0";
    let get = "list_bucket_intelligent_tiering_configurations";
    let put = "put_bucket_intelligent_tiering_configuration";
    let delete = "delete_bucket_intelligent_tiering_configuration";
    let hcl = |body: &str| aws(&format!("intelligent_tiering = [{{ {body} }}]"));
    let one = |more: &str| hcl(&format!("name = \"one\", archive_days = 90{more}"));
    let put_one = |filter: Value, tierings: &[(u32, &str)]| {
        let tierings: Vec<Value> =
            tierings.iter().map(|(days, tier)| json!({"Days": days, "AccessTier": tier})).collect();
        let mut wire = json!({"Id": "one", "Status": "Enabled", "Tierings": tierings});
        if !filter.is_null() {
            wire["Filter"] = filter;
        }
        json!({"Id": "one", "IntelligentTieringConfiguration": wire})
    };
    let archive = [(90, "ARCHIVE_ACCESS")];
    let two = json!({"Id": "two", "IntelligentTieringConfiguration": {
        "Id": "two", "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}],
    }});
    let deep = |days: u32| hcl(&format!("name = \"one\", deep_archive_days = {days}"));
    vec![
        Case::new("aws.intelligent_tiering", &aws("intelligent_tiering = []"), &one(""))
            .arrives(get, format!("{all}/Id"), Value::Null, json!("one"))
            .drifts(delete, json!({"Id": "one"})),
        Case::new("aws.intelligent_tiering.name", &one(""), &hcl("name = \"three\", archive_days = 90"))
            .arrives(get, format!("{all}/Id"), json!("one"), json!("three"))
            .drift(Drift::Calls(vec![(delete, json!({"Id": "three"})), (put, two)])),
        Case::new("aws.intelligent_tiering.prefix", &one(", prefix = \"one/\""), &one(", prefix = \"two/\""))
            .arrives(get, format!("{all}/Filter/Prefix"), json!("one/"), json!("two/"))
            .drifts(put, put_one(json!({"Prefix": "three/"}), &archive)),
        Case::new(
            "aws.intelligent_tiering.tags",
            &one(", tags = { team = \"one\" }"),
            &one(", tags = { team = \"two\" }"),
        )
        .arrives(get, format!("{all}/Filter/Tag/Value"), json!("one"), json!("two"))
        .drifts(put, put_one(json!({"Tag": {"Key": "team", "Value": "three"}}), &archive)),
        Case::new(
            "aws.intelligent_tiering.archive_days",
            &one(""),
            &hcl("name = \"one\", archive_days = 91"),
        )
        .arrives(get, format!("{all}/Tierings/0/Days"), json!(90), json!(91))
        .drifts(put, put_one(Value::Null, &[(92, "ARCHIVE_ACCESS")])),
        Case::new("aws.intelligent_tiering.deep_archive_days", &deep(180), &deep(181))
            .arrives(
                get,
                format!("{all}/Tierings/0"),
                json!({"Days": 180, "AccessTier": "DEEP_ARCHIVE_ACCESS"}),
                json!({"Days": 181, "AccessTier": "DEEP_ARCHIVE_ACCESS"}),
            )
            .drifts(put, put_one(Value::Null, &[(182, "DEEP_ARCHIVE_ACCESS")])),
    ]
}
