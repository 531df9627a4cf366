use super::*;
use crate::Kind;
use crate::bucket::{
    AccessLog, CorsRule, DirectoryBucket, Encryption, Extras, IntelligentTiering, LifecycleAction,
    LifecycleRule, Namespace, Replication, ReplicationRule, Retention, RetentionMode, StorageClass,
};

pub(in super::super) fn plain() -> Bucket {
    Bucket {
        name: "logs".into(),
        location: "eu-west-1".into(),
        labels: Default::default(),
        default_storage_class: None,
        versioning: None,
        encryption: None,
        public_access: None,
        uniform_access: None,
        require_tls: None,
        lifecycle_rules: None,
        retention: None,
        soft_delete_days: None,
        access_log: None,
        cors: None,
        requester_pays: None,
        extras: Extras::Aws(AwsExtras::default()),
    }
}

/// The attributes that problems name, in the order in which they are found.
fn check_with(change: impl FnOnce(&mut Bucket, &mut AwsExtras), unknown: &[&str], expected: &[&str]) {
    let mut bucket = plain();
    let mut extras = AwsExtras::default();
    change(&mut bucket, &mut extras);
    bucket.extras = Extras::Aws(extras);
    let problems = bucket.check(&|attribute| unknown.contains(&attribute));
    let found: Vec<&str> = problems.iter().map(|problem| problem.attribute.as_str()).collect();
    assert_eq!(found, expected, "{problems:#?}");
}

fn check(change: impl FnOnce(&mut Bucket, &mut AwsExtras), expected: &[&str]) {
    check_with(change, &[], expected);
}

#[test]
fn names() {
    for name in ["logs", "a.b-c", "123", &"a".repeat(63), "logs-eu"] {
        check(|bucket, _| bucket.name = name.into(), &[]);
    }
    for name in
        ["ab", &"a".repeat(64), "Logs", "lo_gs", "-logs", "logs-", "lo..gs", "10.0.0.1", "xn--a", "a-s3alias"]
    {
        check(|bucket, _| bucket.name = name.into(), &["name"]);
    }
    check(|bucket, _| bucket.name = "logs--use1-az4--x-s3".into(), &["name"]);
    check_with(|bucket, _| bucket.name = String::new(), &["name"], &[]);
}

#[test]
fn namespaces() {
    let regional = "logs-123456789012-eu-west-1-an";
    check(|bucket, _| bucket.name = regional.into(), &["name"]);
    check(
        |bucket, aws| {
            bucket.name = regional.into();
            aws.namespace = Some(Namespace::AccountRegional);
        },
        &[],
    );
    check(|_, aws| aws.namespace = Some(Namespace::AccountRegional), &["name"]);
    check(|_, aws| aws.namespace = Some(Namespace::Global), &[]);
}

#[test]
fn locations() {
    for location in ["eu-west-1", "US-GOV-EAST-1", "ap-southeast-5", "mx-central-1"] {
        check(|bucket, _| bucket.location = location.into(), &[]);
    }
    for location in ["EU", "europe-west1", "eur4", "", "us-central1"] {
        check(|bucket, _| bucket.location = location.into(), &["location"]);
    }
}

#[test]
fn labels() {
    let label = |key: &str, value: &str| {
        let (key, value) = (key.to_owned(), value.to_owned());
        move |bucket: &mut Bucket, _: &mut AwsExtras| drop(bucket.labels.insert(key, value))
    };
    check(label("Team/A b+c=d", "x:y@z"), &[]);
    check(label("Größe", ""), &[]);
    check(label("aws:x", "y"), &["labels[\"aws:x\"]"]);
    check(label("a", "b;c"), &["labels[\"a\"]"]);
    check(label("", "b"), &["labels[\"\"]"]);
    check(label("k", &"v".repeat(257)), &["labels[\"k\"]"]);
    check(|bucket, _| bucket.labels = (0..51).map(|n| (n.to_string(), String::new())).collect(), &["labels"]);
}

#[test]
fn what_s3_does_not_have() {
    check(|bucket, _| bucket.default_storage_class = Some(StorageClass::Standard), &[]);
    check(|bucket, _| bucket.default_storage_class = Some(StorageClass::Cold), &["default_storage_class"]);
    check(|bucket, _| bucket.soft_delete_days = Some(0), &["soft_delete_days"]);
}

#[test]
fn keys() {
    let key = |key: &str| {
        let kms_key = key.to_owned();
        move |bucket: &mut Bucket, _: &mut AwsExtras| bucket.encryption = Some(Encryption { kms_key })
    };
    check(key("alias/logs"), &[]);
    check(key("arn:aws:kms:eu-west-1:123456789012:key/1"), &[]);
    check(key("arn:aws:kms:eu-west-2:123456789012:key/1"), &["encryption.kms_key"]);
    check(key("arn:aws:s3:::logs"), &["encryption.kms_key"]);
    check(key("projects/p/locations/l/keyRings/r/cryptoKeys/k"), &["encryption.kms_key"]);
    check(key(""), &["encryption.kms_key"]);
    check_with(key("arn:aws:kms:eu-west-2:123456789012:key/1"), &["location"], &[]);
}

fn rule(rule: LifecycleRule, expected: &[&str]) {
    let attributes: Vec<String> =
        expected.iter().map(|field| format!("lifecycle_rules[0].{field}")).collect();
    let attributes: Vec<&str> = attributes.iter().map(String::as_str).collect();
    check(|bucket, _| bucket.lifecycle_rules = Some(vec![rule]), &attributes);
}

#[test]
fn lifecycle_rules() {
    let days = |days| LifecycleRule { age_days: Some(days), ..Default::default() };
    let old = |days| LifecycleRule { noncurrent_days: Some(days), ..Default::default() };
    let to = |class| LifecycleAction::Transition(class);
    rule(days(1), &[]);
    rule(days(0), &["age_days"]);
    rule(days(u32::MAX), &["age_days"]);
    rule(old(1), &[]);
    rule(old(0), &["noncurrent_days"]);
    rule(LifecycleRule::default(), &["action"]);
    rule(LifecycleRule { suffix: Some(".log".into()), ..days(1) }, &["suffix"]);
    rule(LifecycleRule { noncurrent_days: Some(2), ..days(1) }, &["noncurrent_days"]);
    rule(LifecycleRule { created_before: Some("2030-01-01".into()), ..days(1) }, &["created_before"]);
    rule(
        LifecycleRule { created_before: Some("2030-02-30".into()), ..Default::default() },
        &["created_before"],
    );
    rule(LifecycleRule { keep_newer: Some(3), ..Default::default() }, &["keep_newer"]);
    rule(LifecycleRule { keep_newer: Some(101), ..old(1) }, &["keep_newer"]);
    rule(
        LifecycleRule { size_greater_than: Some(5), size_less_than: Some(5), ..days(1) },
        &["size_less_than"],
    );
    rule(LifecycleRule { id: Some(String::new()), ..days(1) }, &["id"]);
    rule(LifecycleRule { action: to(StorageClass::Archive), ..days(0) }, &[]);
    rule(LifecycleRule { action: to(StorageClass::Infrequent), ..days(29) }, &["age_days"]);
    rule(LifecycleRule { action: to(StorageClass::Infrequent), ..old(30) }, &[]);
    rule(LifecycleRule { action: to(StorageClass::Standard), ..days(90) }, &["storage_class"]);
    let abort = LifecycleRule { action: LifecycleAction::AbortMultipart, ..days(7) };
    rule(abort.clone(), &[]);
    rule(
        LifecycleRule { size_less_than: Some(1), noncurrent_days: Some(1), ..abort },
        &["noncurrent_days", "size_less_than"],
    );
    check_with(|bucket, _| bucket.lifecycle_rules = Some(vec![days(0)]), &["lifecycle_rules"], &[]);
}

#[test]
fn lifecycle_rules_of_one_id() {
    let named = |rule: LifecycleRule| LifecycleRule { id: Some("x".into()), ..rule };
    let days = LifecycleRule { age_days: Some(9), ..Default::default() };
    let old = LifecycleRule { noncurrent_days: Some(9), ..Default::default() };
    let prefixed = LifecycleRule { prefix: Some("a/".into()), ..old.clone() };
    let two = |one: &LifecycleRule, other: &LifecycleRule, expected: &[&str]| {
        let rules = vec![named(one.clone()), named(other.clone())];
        check(|bucket, _| bucket.lifecycle_rules = Some(rules), expected);
    };
    two(&days, &old, &[]);
    two(&days, &prefixed, &["lifecycle_rules[1].id"]);
    two(&days, &days, &["lifecycle_rules[1].id"]);
}

#[test]
fn retention() {
    let mode = RetentionMode::Governance;
    let set = |days, locked| {
        move |bucket: &mut Bucket, _: &mut AwsExtras| {
            bucket.retention = Some(Retention { days, mode, locked })
        }
    };
    check(set(1, false), &[]);
    check(set(0, false), &["retention.days"]);
    check(set(36_501, false), &["retention.days"]);
    check(set(1, true), &["retention.locked"]);
    let with = |bucket: &mut Bucket, aws: &mut AwsExtras| {
        bucket.retention = Some(Retention { days: 1, mode, locked: false });
        bucket.versioning = Some(false);
        aws.object_lock = Some(false);
    };
    check(with, &["versioning", "aws.object_lock"]);
    check_with(with, &["versioning", "aws"], &[]);
}

#[test]
fn cors_and_logs() {
    let plain = CorsRule { origins: vec!["*".into()], methods: vec!["GET".into()], ..Default::default() };
    let cors =
        |rule: CorsRule, expected: &[&str]| check(|bucket, _| bucket.cors = Some(vec![rule]), expected);
    cors(plain.clone(), &[]);
    cors(
        CorsRule { methods: vec!["get".into(), "OPTIONS".into()], ..plain.clone() },
        &["cors[0].methods[0]", "cors[0].methods[1]"],
    );
    cors(CorsRule { origins: vec!["*.*".into()], ..plain.clone() }, &["cors[0].origins[0]"]);
    cors(CorsRule { origins: vec![], ..plain }, &["cors[0].origins"]);
    let log = |target: &str| Some(AccessLog { target_bucket: target.into(), prefix: None });
    check(|bucket, _| bucket.access_log = log("logs"), &[]);
    check(|bucket, _| bucket.access_log = log("arn:aws:s3:::logs"), &["access_log.target_bucket"]);
}

#[test]
fn extras() {
    check(
        |bucket, aws| {
            bucket.name = "a.b".into();
            aws.acceleration = Some(true);
        },
        &["aws.acceleration"],
    );
    let tiering = |archive, deep| {
        let item = IntelligentTiering {
            name: "cold".into(),
            archive_days: archive,
            deep_archive_days: deep,
            ..Default::default()
        };
        move |_: &mut Bucket, aws: &mut AwsExtras| aws.intelligent_tiering = Some(vec![item])
    };
    check(tiering(Some(90), Some(180)), &[]);
    check(tiering(None, None), &["aws.intelligent_tiering[0].archive_days"]);
    check(tiering(Some(89), None), &["aws.intelligent_tiering[0].archive_days"]);
    check(tiering(Some(200), Some(180)), &["aws.intelligent_tiering[0].deep_archive_days"]);
    let policy = |text: &str| {
        let text = text.to_owned();
        move |_: &mut Bucket, aws: &mut AwsExtras| aws.policy_json = Some(text)
    };
    check(policy(r#"{"Statement":[{"Effect":"Deny"}]}"#), &[]);
    check(policy("{"), &["aws.policy_json"]);
    check(policy("[]"), &["aws.policy_json"]);
    check(policy(r#"{"Statement":[]}"#), &["aws.policy_json"]);
    check(policy(r#"{"Statement":{"Sid":"PalisadeRequireTls"}}"#), &["aws.policy_json"]);
    check_with(policy("{"), &["aws"], &[]);
}

#[test]
fn replication() {
    let rule = ReplicationRule {
        id: "all".into(),
        priority: 1,
        prefix: None,
        destination_bucket: "arn:aws:s3:::copy".into(),
        storage_class: None,
        replica_kms_key: None,
        delete_markers: false,
    };
    let wanted =
        Replication { role: "arn:aws:iam::123456789012:role/copy".into(), rules: vec![rule.clone()] };
    let set = |replication: Replication, versioning| {
        move |bucket: &mut Bucket, aws: &mut AwsExtras| {
            bucket.versioning = versioning;
            aws.replication = Some(replication);
        }
    };
    check(set(wanted.clone(), Some(true)), &[]);
    check(set(wanted.clone(), None), &["aws.replication"]);
    check_with(set(wanted.clone(), None), &["versioning"], &[]);
    check(set(Replication { role: "copy".into(), ..wanted.clone() }, Some(true)), &["aws.replication.role"]);
    check(set(Replication { rules: vec![], ..wanted.clone() }, Some(true)), &["aws.replication.rules"]);
    let twice = vec![rule.clone(), ReplicationRule { destination_bucket: "copy".into(), ..rule }];
    check(
        set(Replication { rules: twice, ..wanted }, Some(true)),
        &[
            "aws.replication.rules[1].id",
            "aws.replication.rules[1].priority",
            "aws.replication.rules[1].destination_bucket",
        ],
    );
}

#[test]
fn directory_buckets() {
    let zone = |bucket: &mut Bucket, aws: &mut AwsExtras| {
        bucket.name = "logs--euw1-az1--x-s3".into();
        aws.directory_bucket = Some(DirectoryBucket { availability_zone: "euw1-az1".into() });
    };
    check(zone, &[]);
    check(
        |_, aws| aws.directory_bucket = Some(DirectoryBucket { availability_zone: "euw1-az1".into() }),
        &["name"],
    );
    check(
        |bucket, aws| {
            zone(bucket, aws);
            bucket.versioning = Some(true);
            bucket.requester_pays = Some(false);
            bucket.labels.insert("a".into(), "b".into());
            aws.acceleration = Some(true);
        },
        &["versioning", "aws.acceleration"],
    );
}
