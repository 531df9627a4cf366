//! What the fakes answer otherwise than S3: moto 5.2.1 and ministack 1.5.33.

use acceptance::moto::Kind::{Ministack, Moto};
use serde_json::{Value, json};

use super::gap::{Asked, Gap};

/// All gaps.
pub(crate) const GAPS: &[Gap] = &[
    Gap {
        fake: Moto,
        call: "GetBucketEncryption of a new bucket",
        ask: |aws| aws.says("s3", "get_bucket_encryption", json!({"Bucket": "plain"}), ""),
        says: "ServerSideEncryptionConfigurationNotFoundError",
        aws: "encrypts new buckets with SSE-S3 since 2023-01 \
              (docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html)",
        not: &["encryption"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "HeadBucket from another region",
        ask: |aws| aws.status("eu-west-1", "s3", "HEAD", "/plain").to_string(),
        says: "200",
        aws: "answers 301 with x-amz-bucket-region \
              (docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html)",
        not: &["location"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "GetObjectLockConfiguration",
        ask: |aws| {
            let told = "/ObjectLockConfiguration/Rule/DefaultRetention";
            aws.says("s3", "get_object_lock_configuration", json!({"Bucket": "locked"}), told)
        },
        says: r#"{"Days":1,"Mode":"GOVERNANCE","Years":0}"#,
        aws: "tells one of days and years (docs.aws.amazon.com/AmazonS3/latest/API/API_DefaultRetention.html)",
        not: &["retention"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "GetBucketRequestPayment",
        ask: payer,
        says: "null",
        aws: PAYER,
        not: &["requester_pays"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "PutBucketLifecycleConfiguration",
        ask: |aws| {
            let told = |at| aws.says("s3", "get_bucket_lifecycle_configuration", gaps(), at);
            format!("{} and {}", told("/Rules/0/Filter/And"), told("/Rules/0/NoncurrentVersionExpiration"))
        },
        says: r#"{"Prefix":"logs/"} and {"NoncurrentDays":5}"#,
        aws: "keeps sizes of a filter and NewerNoncurrentVersions \
              (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html)",
        not: &["lifecycle_rules_size_*", "lifecycle_rules_noncurrent_days", "lifecycle_rules_keep_newer"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "GetBucketAbac",
        ask: abac,
        says: "{}",
        aws: ABAC,
        not: &["aws_abac"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "PutBucketEncryption with BlockedEncryptionTypes",
        ask: |aws| {
            let told = "/ServerSideEncryptionConfiguration/Rules/0/BlockedEncryptionTypes";
            aws.says("s3", "get_bucket_encryption", gaps(), told)
        },
        says: "null",
        aws: "keeps them (docs.aws.amazon.com/AmazonS3/latest/API/API_BlockedEncryptionTypes.html)",
        not: &["aws_blocked_sse_c"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "ListBucketIntelligentTieringConfigurations",
        ask: tierings,
        says: "null",
        aws: TIERINGS,
        not: &["aws_intelligent_tiering*"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "PutBucketReplication",
        ask: |aws| {
            let told = |at: &str| {
                let at = format!("/ReplicationConfiguration/Rules/0/{at}");
                aws.says("s3", "get_bucket_replication", gaps(), &at)
            };
            format!("{} and {}", told("Filter"), told("DeleteMarkerReplication"))
        },
        says: r#"{"Prefix":""} and {"Status":"Disabled"}"#,
        aws: "keeps a rule's prefix and delete markers \
              (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html)",
        not: &["aws_replication*"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "CreateSession",
        ask: session,
        says: "null",
        aws: SESSION,
        not: &["aws_directory_bucket*"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "GetBucketRequestPayment",
        ask: payer,
        says: "null",
        aws: PAYER,
        not: &["requester_pays"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "GetBucketAbac",
        ask: abac,
        says: "{}",
        aws: ABAC,
        not: &["aws_abac"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "ListBucketIntelligentTieringConfigurations",
        ask: tierings,
        says: "null",
        aws: TIERINGS,
        not: &["aws_intelligent_tiering*"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "CreateSession",
        ask: session,
        says: "null",
        aws: SESSION,
        not: &["aws_directory_bucket*"],
        unchanged: &[],
    },
];

const PAYER: &str = "tells who pays; the fakes list the bucket's objects instead \
                     (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html)";

const ABAC: &str = "tells the status; the fakes list the bucket's objects instead \
                    (docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAbac.html)";

const TIERINGS: &str = "lists them; the fakes list the bucket's objects instead (docs.aws.amazon.com/AmazonS3/latest/\
                        API/API_ListBucketIntelligentTieringConfigurations.html)";

const SESSION: &str = "gives credentials for a session, which directory buckets need; the fakes list the bucket's \
                       objects instead (docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html)";

/// Makes the buckets that the gaps are about: a plain one, one with a lock and one with all else.
pub(crate) fn prepare(aws: &Asked) {
    let versioned = json!({"Status": "Enabled"});
    let retention = json!({"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}});
    let lock = json!({"ObjectLockEnabled": "Enabled", "Rule": retention});
    let calls = [
        ("create_bucket", json!({"Bucket": "plain"})),
        ("create_bucket", json!({"Bucket": "locked", "ObjectLockEnabledForBucket": true})),
        ("put_object_lock_configuration", json!({"Bucket": "locked", "ObjectLockConfiguration": lock})),
        ("create_bucket", json!({"Bucket": "target"})),
        ("put_bucket_versioning", json!({"Bucket": "target", "VersioningConfiguration": versioned})),
        ("create_bucket", json!({})),
        ("put_bucket_versioning", json!({"VersioningConfiguration": versioned})),
        ("put_bucket_request_payment", json!({"RequestPaymentConfiguration": {"Payer": "Requester"}})),
        (
            "put_bucket_lifecycle_configuration",
            json!({"LifecycleConfiguration": {"Rules": [{
                "ID": "a",
                "Status": "Enabled",
                "Filter": {"And": {"Prefix": "logs/", "ObjectSizeGreaterThan": 10}},
                "NoncurrentVersionExpiration": {"NoncurrentDays": 5, "NewerNoncurrentVersions": 3},
            }]}}),
        ),
        ("put_bucket_abac", json!({"AbacStatus": {"Status": "Enabled"}})),
        (
            "put_bucket_encryption",
            json!({"ServerSideEncryptionConfiguration": {"Rules": [{
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
            }]}}),
        ),
        (
            "put_bucket_intelligent_tiering_configuration",
            json!({"Id": "a", "IntelligentTieringConfiguration": {
                "Id": "a", "Status": "Enabled", "Tierings": [{"Days": 90, "AccessTier": "ARCHIVE_ACCESS"}],
            }}),
        ),
        (
            "put_bucket_replication",
            json!({"ReplicationConfiguration": {"Role": "arn:aws:iam::123456789012:role/copies", "Rules": [{
                "ID": "a",
                "Priority": 1,
                "Status": "Enabled",
                "Filter": {"Prefix": "logs/"},
                "DeleteMarkerReplication": {"Status": "Enabled"},
                "Destination": {"Bucket": "arn:aws:s3:::target"},
            }]}}),
        ),
    ];
    for (call, mut args) in calls {
        if args["Bucket"].is_null() {
            args["Bucket"] = gaps()["Bucket"].take();
        }
        let _ = aws.does("s3", call, args);
    }
}

/// What names the bucket that most gaps are about.
fn gaps() -> Value {
    json!({"Bucket": "gaps"})
}

fn payer(aws: &Asked) -> String {
    aws.says("s3", "get_bucket_request_payment", gaps(), "/Payer")
}

fn abac(aws: &Asked) -> String {
    aws.says("s3", "get_bucket_abac", gaps(), "/AbacStatus")
}

fn tierings(aws: &Asked) -> String {
    let told = "/IntelligentTieringConfigurationList";
    aws.says("s3", "list_bucket_intelligent_tiering_configurations", gaps(), told)
}

fn session(aws: &Asked) -> String {
    aws.says("s3", "create_session", gaps(), "/Credentials")
}
