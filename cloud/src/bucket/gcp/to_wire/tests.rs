use google_cloud_storage::model as wire;

use super::super::observed::observed;
use super::super::tests::{bucket, gcp};
use super::{Described, Difference, created, patch, resource_name};
use crate::Scope;
use crate::bucket::*;

/// A bucket with every attribute set to what is not the default.
fn full() -> Bucket {
    let mut bucket = bucket();
    bucket.labels = [("team".to_owned(), "data".to_owned())].into();
    bucket.default_storage_class = Some(StorageClass::Infrequent);
    bucket.versioning = Some(true);
    bucket.encryption =
        Some(Encryption { kms_key: "projects/p/locations/eu/keyRings/r/cryptoKeys/k".into() });
    bucket.public_access = Some(PublicAccess::Blocked);
    bucket.uniform_access = Some(true);
    bucket.lifecycle_rules = Some(vec![LifecycleRule { age_days: Some(0), ..LifecycleRule::default() }]);
    bucket.retention = Some(Retention { days: 3, mode: RetentionMode::Governance, locked: false });
    bucket.soft_delete_days = Some(0);
    bucket.access_log = Some(AccessLog { target_bucket: "logs".into(), prefix: Some("x/".into()) });
    bucket.cors = Some(vec![CorsRule { origins: vec!["*".into()], ..CorsRule::default() }]);
    bucket.requester_pays = Some(true);
    *gcp(&mut bucket) = GcpExtras {
        project: None,
        autoclass: Some(Autoclass { terminal_storage_class: Some(StorageClass::Archive) }),
        rpo: Some(Rpo::AsyncTurbo),
        placement: Some(vec!["europe-west4".into(), "EUROPE-WEST1".into()]),
        hierarchical_namespace: Some(true),
        ip_filter: Some(IpFilter {
            enabled: true,
            public_cidrs: vec!["203.0.113.0/24".into()],
            vpc: vec![VpcSource { network: "projects/p/global/networks/n".into(), cidrs: Vec::new() }],
            allow_all_service_agents: Some(true),
            allow_cross_org_vpcs: Some(true),
        }),
        default_event_based_hold: Some(true),
        encryption_enforcement: Some(EncryptionEnforcement {
            google_managed_restricted: Some(true),
            customer_managed_restricted: Some(false),
            customer_supplied_restricted: Some(true),
        }),
        rapid: None,
    };
    bucket
}

fn described(bucket: &Bucket) -> Described<'_> {
    Described::of(bucket).expect("the bucket is on Google Cloud")
}

/// What the service keeps of a bucket that is created.
fn kept(bucket: &Bucket) -> wire::Bucket {
    let message = created(described(bucket), "p").set_name(resource_name(&bucket.name)).set_metageneration(1);
    let location = message.location.to_uppercase();
    message.set_location(location)
}

#[test]
fn what_is_written_is_read() {
    let full = full();
    for wanted in [full.clone(), bucket()] {
        let read = observed(&kept(&wanted), Scope::Managed(&wanted)).is;
        assert_eq!(read, wanted);
    }
    let mut found = observed(&kept(&full), Scope::Everything).is;
    // TLS is always on here; the regions come in order, and what is unset is told as it is.
    assert_eq!(found.require_tls.take(), Some(true));
    assert_eq!(gcp(&mut found).placement.take(), Some(vec!["europe-west1".into(), "europe-west4".into()]));
    let mut expected = full;
    expected.location = "eu".into();
    gcp(&mut expected).placement = None;
    gcp(&mut expected).rapid = Some(false);
    expected.cors =
        Some(vec![CorsRule { origins: vec!["*".into()], max_age_seconds: Some(0), ..CorsRule::default() }]);
    assert_eq!(found, expected);
}

#[test]
fn another_spelling_is_no_difference() {
    let mut wanted = bucket();
    wanted.location = "eu".into();
    wanted.lifecycle_rules =
        Some(vec![LifecycleRule { id: Some("mine".into()), age_days: Some(1), ..LifecycleRule::default() }]);
    wanted.cors = Some(vec![CorsRule { max_age_seconds: Some(0), ..CorsRule::default() }]);
    wanted.retention = Some(Retention { days: 1, mode: RetentionMode::Compliance, locked: false });
    wanted.access_log = Some(AccessLog { target_bucket: "logs".into(), prefix: Some(wanted.name.clone()) });
    gcp(&mut wanted).autoclass = Some(Autoclass { terminal_storage_class: None });
    gcp(&mut wanted).project = Some("an-id".into());
    let mut message = kept(&wanted).set_project("projects/42");
    message.labels.insert("goog-owned".into(), "x".into());
    message.retention_policy.as_mut().expect("a retention was written").is_locked = true;
    assert_eq!(observed(&message, Scope::Managed(&wanted)).is, wanted);

    gcp(&mut wanted).project = Some("43".into());
    let read = observed(&message, Scope::Managed(&wanted)).is;
    assert_eq!(described(&read).extras.project.as_deref(), Some("42"));
}

#[test]
fn a_rule_of_others_is_a_difference_and_is_replaced() {
    let mut wanted = bucket();
    wanted.lifecycle_rules = Some(vec![LifecycleRule { age_days: Some(1), ..LifecycleRule::default() }]);
    let mut message = kept(&wanted);
    for rule in message.lifecycle.iter_mut().flat_map(|lifecycle| &mut lifecycle.rule) {
        rule.condition.as_mut().expect("a condition was written").days_since_custom_time = Some(1);
    }
    let read = observed(&message, Scope::Managed(&wanted)).is;
    assert_ne!(read, wanted);
    let difference = Difference { prior: described(&read), wanted: described(&wanted) };
    assert_eq!(patch(difference).paths, ["lifecycle"]);
}

#[test]
fn zero_is_sent_and_versions_are_spared() {
    let condition = |bucket: &Bucket| {
        let rule = created(described(bucket), "p").lifecycle.expect("rules were written").rule.remove(0);
        let condition = rule.condition.expect("a condition was written");
        (condition.age_days, condition.days_since_noncurrent_time, condition.is_live)
    };
    let mut wanted = bucket();
    wanted.lifecycle_rules = Some(vec![LifecycleRule { age_days: Some(0), ..LifecycleRule::default() }]);
    assert_eq!(condition(&wanted), (Some(0), None, None));
    wanted.versioning = Some(true);
    assert_eq!(condition(&wanted), (Some(0), None, Some(true)));
    wanted.lifecycle_rules =
        Some(vec![LifecycleRule { noncurrent_days: Some(0), ..LifecycleRule::default() }]);
    assert_eq!(condition(&wanted), (None, Some(0), None));
}

/// Changes a plain bucket from one state to another, and compares the paths that are sent.
fn sends(
    prior: impl FnOnce(&mut Bucket),
    wanted: impl FnOnce(&mut Bucket),
    expected: &[&str],
) -> wire::Bucket {
    let (mut before, mut after) = (bucket(), bucket());
    prior(&mut before);
    wanted(&mut after);
    let patch = patch(Difference { prior: described(&before), wanted: described(&after) });
    assert_eq!(patch.paths, expected, "{before:#?} to {after:#?}");
    patch.message
}

#[test]
fn only_what_changed_is_sent() {
    let nothing = |_: &mut Bucket| {};
    sends(nothing, nothing, &[]);
    sends(|b| *b = full(), |b| *b = full(), &[]);
    sends(nothing, |b| b.versioning = Some(false), &["versioning"]);
    sends(nothing, |b| gcp(b).default_event_based_hold = Some(false), &["default_event_based_hold"]);
    sends(nothing, |b| b.cors = Some(Vec::new()), &["cors"]);
    sends(|b| b.require_tls = Some(true), nothing, &[]);
    let message = sends(|b| b.soft_delete_days = Some(0), nothing, &["soft_delete_policy"]);
    let period = message.soft_delete_policy.and_then(|policy| policy.retention_duration);
    assert_eq!(period.map(|period| period.seconds()), Some(604_800));
    let message = sends(
        |b| b.labels = [("a".to_owned(), "1".to_owned()), ("b".to_owned(), "1".to_owned())].into(),
        |b| b.labels = [("b".to_owned(), "2".to_owned()), ("c".to_owned(), String::new())].into(),
        &["labels.a", "labels.b", "labels.c"],
    );
    assert_eq!(message.labels.len(), 2);
    let message = sends(
        |b| b.default_storage_class = Some(StorageClass::Archive),
        |b| b.public_access = Some(PublicAccess::Allowed),
        &["iam_config.public_access_prevention", "storage_class"],
    );
    assert_eq!(message.storage_class, "STANDARD");
    assert_eq!(message.iam_config.map(|iam| iam.public_access_prevention), Some("inherited".into()));
}
