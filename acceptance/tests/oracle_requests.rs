//! Every operation that the provider has, sent by the real terraform and held against the clouds' own models.
//!
//! Every other test's requests are held against them too, when its sandbox stops: that each attribute is among them is
//! what `bucket_attributes` sees to, and what is sent after a call was lost is in `bucket_faults`. Here is the story of
//! every operation besides, with credentials of others.
//! `cargo test -p acceptance --test oracle_requests -- --nocapture` says how many requests there were of each.

use acceptance::{Sandbox, Terraform, binaries};
use serde_json::json;

/// Who the story calls as, where it does not call as itself.
const CREDENTIALS: &str = r#"{
    "role": "arn:aws:iam::123456789012:role/deployer",
    "account": "deployer@palisade-sandbox.iam.gserviceaccount.com"
}"#;

#[test]
fn every_operation_is_as_its_cloud_has_it() {
    let sandbox = Sandbox::start();
    let terraform = Terraform::new().on(&sandbox).with([("TF_VAR_credentials", CREDENTIALS)]);
    for step in ["set", "bare"] {
        let file = binaries::root().join(format!("acceptance/tests/oracle_requests/{step}.tf"));
        let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        terraform.main(&text);
        terraform.apply();
        terraform.is_settled();
    }
    leave_objects(&sandbox);
    terraform.destroy();

    let report = sandbox.check_requests();
    eprintln!("{report}");
    assert!(report.refused.is_empty(), "{report}");
    let operations: Vec<&str> = report.checked.keys().map(String::as_str).collect();
    insta::assert_snapshot!(operations.join("\n"), @r"
    aws s3 AbortMultipartUpload
    aws s3 CreateBucket
    aws s3 CreateSession
    aws s3 DeleteBucket
    aws s3 DeleteBucketCors
    aws s3 DeleteBucketEncryption
    aws s3 DeleteBucketIntelligentTieringConfiguration
    aws s3 DeleteBucketLifecycle
    aws s3 DeleteBucketPolicy
    aws s3 DeleteBucketReplication
    aws s3 DeleteBucketTagging
    aws s3 DeleteObjects
    aws s3 GetBucketAbac
    aws s3 GetBucketAccelerateConfiguration
    aws s3 GetBucketCors
    aws s3 GetBucketEncryption
    aws s3 GetBucketLifecycleConfiguration
    aws s3 GetBucketLogging
    aws s3 GetBucketOwnershipControls
    aws s3 GetBucketPolicy
    aws s3 GetBucketReplication
    aws s3 GetBucketRequestPayment
    aws s3 GetBucketTagging
    aws s3 GetBucketVersioning
    aws s3 GetObjectLockConfiguration
    aws s3 GetPublicAccessBlock
    aws s3 HeadBucket
    aws s3 ListBucketIntelligentTieringConfigurations
    aws s3 ListMultipartUploads
    aws s3 ListObjectVersions
    aws s3 ListObjectsV2
    aws s3 ListTagsForResource
    aws s3 PutBucketAbac
    aws s3 PutBucketAccelerateConfiguration
    aws s3 PutBucketCors
    aws s3 PutBucketEncryption
    aws s3 PutBucketIntelligentTieringConfiguration
    aws s3 PutBucketLifecycleConfiguration
    aws s3 PutBucketLogging
    aws s3 PutBucketOwnershipControls
    aws s3 PutBucketPolicy
    aws s3 PutBucketReplication
    aws s3 PutBucketRequestPayment
    aws s3 PutBucketTagging
    aws s3 PutBucketVersioning
    aws s3 PutObjectLockConfiguration
    aws s3 PutPublicAccessBlock
    aws s3 TagResource
    aws s3 UntagResource
    aws sts AssumeRole
    aws sts GetCallerIdentity
    gcp iamcredentials GenerateAccessToken
    gcp oauth2 TokenInfo
    gcp storage CreateBucket
    gcp storage DeleteBucket
    gcp storage DeleteObject
    gcp storage GetBucket
    gcp storage ListObjects
    gcp storage LockBucketRetentionPolicy
    gcp storage UpdateBucket
    ");
}

/// Objects, versions of them and an upload that was never finished, for the provider to remove.
fn leave_objects(sandbox: &Sandbox) {
    let (oracle, bucket) = (sandbox.oracle(), "palisade-requests-full");
    for key in ["one", "two & <three>", "one"] {
        oracle.s3("put_object", json!({"Bucket": bucket, "Key": key, "Body": "text"}));
        oracle.ask("gcs", "objects.insert", json!({"bucket": bucket, "name": key, "text": "text"}));
    }
    let directory = "palisade-requests--use1-az4--x-s3";
    oracle.s3("put_object", json!({"Bucket": directory, "Key": "one", "Body": "text"}));
    oracle.s3("create_multipart_upload", json!({"Bucket": bucket, "Key": "parts"}));
}
