use super::super::tests::{bucket, gcp};
use super::check;
use crate::bucket::*;
use crate::{Change, Kind};

/// Changes a plain bucket and compares the problems, one `attribute: summary` a line.
fn find(change: impl FnOnce(&mut Bucket), unknown: &[&str], expected: &[&str]) {
    let mut bucket = bucket();
    change(&mut bucket);
    let Extras::Gcp(extras) = &bucket.extras else { panic!("the bucket is on Google Cloud") };
    let found = check(&bucket, extras, &|attribute| unknown.contains(&attribute));
    let found: Vec<_> =
        found.iter().map(|problem| format!("{}: {}", problem.attribute, problem.summary)).collect();
    assert_eq!(found, expected, "{bucket:#?}");
}

#[test]
fn names() {
    let long = "a".repeat(64);
    let bad = "name: not a name that Google Cloud Storage takes";
    for name in ["abc", "my-bucket_1", "a.b.example", &"a".repeat(63)] {
        find(|b| b.name = name.into(), &[], &[]);
    }
    for name in
        ["", "ab", "Upper", "-dash", "dash-", "a..b", "10.0.0.1", "goog-x", "my-google", "umläut", &long]
    {
        find(|b| b.name = name.into(), &[], &[bad]);
        find(|b| b.name = name.into(), &["name"], &[]);
    }
}

#[test]
fn labels() {
    let label = |key: &str, value: &str| {
        let label = (key.to_owned(), value.to_owned());
        move |b: &mut Bucket| b.labels.extend([label])
    };
    find(label("team", ""), &[], &[]);
    find(label("équipe", "données-1"), &[], &[]);
    find(label("Team", "x"), &[], &["labels[\"Team\"]: not a key that Google Cloud takes for a label"]);
    find(label("1st", "x"), &[], &["labels[\"1st\"]: not a key that Google Cloud takes for a label"]);
    find(label("goog-x", "x"), &[], &["labels[\"goog-x\"]: the key is reserved"]);
    find(label("team", "A b"), &[], &["labels[\"team\"]: not a value that Google Cloud takes for a label"]);
    find(label("team", "A b"), &["labels"], &[]);
    find(
        |b| b.labels = (0..65).map(|n| (format!("k{n}"), String::new())).collect(),
        &[],
        &["labels: too many labels"],
    );
}

#[test]
fn places() {
    let bad = "location: not a location of Google Cloud Storage";
    for place in ["EU", "nam4", "europe-west4", "US-CENTRAL1"] {
        find(|b| b.location = place.into(), &[], &[]);
    }
    for place in ["", "eu-west-1", "europe-west4-a", "moon base"] {
        find(|b| b.location = place.into(), &[], &[bad]);
    }
    let placed = |location: &str, places: &[&str], rapid: bool| {
        let (location, places) = (location.to_owned(), places.iter().map(|p| (*p).to_owned()).collect());
        move |b: &mut Bucket| {
            b.location = location;
            gcp(b).placement = Some(places);
            gcp(b).rapid = rapid.then_some(true);
        }
    };
    find(placed("EU", &["europe-west1", "europe-west4"], false), &[], &[]);
    find(
        placed("europe-west1", &["europe-west1", "europe-west4"], false),
        &[],
        &["gcp.placement: regions are placed in an area"],
    );
    find(
        placed("EU", &["europe-west1", "EUROPE-WEST1"], false),
        &[],
        &["gcp.placement: not a pair of regions"],
    );
    find(placed("us-east1", &["us-east1-b"], true), &[], &[]);
    find(
        placed("us-east1", &["us-west1-b"], true),
        &[],
        &["gcp.placement: not a zone of the bucket's region"],
    );
    find(|b| gcp(b).rapid = Some(true), &[], &["gcp.placement: a zonal bucket needs its zone"]);
    let turbo = |location: &'static str| {
        move |b: &mut Bucket| {
            b.location = location.into();
            gcp(b).rpo = Some(Rpo::AsyncTurbo);
        }
    };
    find(turbo("EUR4"), &[], &[]);
    find(turbo("EU"), &[], &["gcp.rpo: turbo replication needs a dual-region"]);
    find(turbo("EU"), &["gcp"], &[]);
}

#[test]
fn keys() {
    let key = |location: &str, key: &str| {
        let (location, kms_key) = (location.to_owned(), key.to_owned());
        move |b: &mut Bucket| {
            b.location = location;
            b.encryption = Some(Encryption { kms_key });
        }
    };
    let name = |place: &str| format!("projects/p/locations/{place}/keyRings/r/cryptoKeys/k");
    let elsewhere = "encryption.kms_key: the key is in another location";
    find(key("EU", &name("europe")), &[], &[]);
    find(key("US", &name("us")), &[], &[]);
    find(key("europe-west4", &name("europe-west4")), &[], &[]);
    find(key("europe-west4", &name("europe-west1")), &[], &[elsewhere]);
    find(key("europe-west4", &name("europe-west1")), &["location"], &[]);
    find(key("EU", &name("global")), &[], &[elsewhere]);
    let bad = "encryption.kms_key: not the name of a key in Cloud KMS";
    find(key("EU", "alias/mine"), &[], &[bad]);
    find(key("EU", ""), &["encryption"], &[]);
    find(key("EU", &format!("{}/cryptoKeyVersions/1", name("europe"))), &[], &[bad]);
}

#[test]
fn access() {
    find(|b| b.require_tls = Some(true), &[], &[]);
    find(|b| b.require_tls = Some(false), &[], &["require_tls: plain http cannot be allowed"]);
    for (days, fits) in [(0, true), (6, false), (7, true), (90, true), (91, false)] {
        let expected: &[&str] =
            if fits { &[] } else { &["soft_delete_days: not a period that soft delete has"] };
        find(|b| b.soft_delete_days = Some(days), &[], expected);
    }
    for (days, fits) in [(0, false), (1, true), (36_525, true), (36_526, false)] {
        let expected: &[&str] = if fits { &[] } else { &["retention.days: not a retention period"] };
        let retention = Retention { days, mode: RetentionMode::Governance, locked: false };
        find(|b| b.retention = Some(retention), &[], expected);
    }
    let log = AccessLog { target_bucket: "No".into(), prefix: Some("x".repeat(901)) };
    find(
        |b| b.access_log = Some(log),
        &[],
        &["access_log.target_bucket: not the name of a bucket", "access_log.prefix: too long"],
    );
    let cors = CorsRule {
        methods: vec!["GRAB".into()],
        allowed_headers: vec!["x".into()],
        max_age_seconds: Some(u32::MAX),
        ..CorsRule::default()
    };
    find(
        |b| b.cors = Some(vec![cors]),
        &[],
        &[
            "cors[0].allowed_headers: Google Cloud has one list of headers",
            "cors[0].origins: no origin is named",
            "cors[0].methods: not an HTTP method",
            "cors[0].max_age_seconds: too large",
        ],
    );
}

#[test]
fn lifecycle() {
    let rule = |rule: LifecycleRule| move |b: &mut Bucket| b.lifecycle_rules = Some(vec![rule]);
    let plain = || LifecycleRule { age_days: Some(0), ..LifecycleRule::default() };
    let moves = |class| LifecycleRule { action: LifecycleAction::Transition(class), ..plain() };
    find(rule(plain()), &[], &[]);
    find(rule(LifecycleRule::default()), &[], &["lifecycle_rules[0]: the rule has no condition"]);
    find(rule(LifecycleRule::default()), &["lifecycle_rules"], &[]);
    find(
        rule(LifecycleRule { size_less_than: Some(1), ..plain() }),
        &[],
        &["lifecycle_rules[0].size_less_than: Google Cloud has no rules by size"],
    );
    find(
        rule(LifecycleRule { keep_newer: Some(u32::MAX), ..plain() }),
        &[],
        &["lifecycle_rules[0].keep_newer: too large"],
    );
    for day in ["2026-02-29", "2026-1-1", "yesterday", "2026-13-01", "+026-01-01"] {
        find(
            rule(LifecycleRule { created_before: Some(day.into()), ..plain() }),
            &[],
            &["lifecycle_rules[0].created_before: not a day"],
        );
    }
    find(rule(LifecycleRule { created_before: Some("2028-02-29".into()), ..plain() }), &[], &[]);
    let abort =
        LifecycleRule { action: LifecycleAction::AbortMultipart, noncurrent_days: Some(1), ..plain() };
    find(rule(abort), &[], &["lifecycle_rules[0].noncurrent_days: not a condition for multipart uploads"]);
    find(rule(moves(StorageClass::Archive)), &[], &[]);
    find(
        rule(moves(StorageClass::Standard)),
        &[],
        &["lifecycle_rules[0].storage_class: objects only move to colder classes"],
    );
    find(
        |b| {
            gcp(b).autoclass = Some(Autoclass { terminal_storage_class: None });
            b.lifecycle_rules = Some(vec![moves(StorageClass::Cold)]);
        },
        &[],
        &["lifecycle_rules[0].action: the bucket chooses classes itself"],
    );
}

#[test]
fn only_here() {
    let folders = |b: &mut Bucket| {
        gcp(b).hierarchical_namespace = Some(true);
        b.uniform_access = Some(false);
        b.versioning = Some(true);
    };
    find(
        folders,
        &[],
        &[
            "uniform_access: real folders need uniform access",
            "versioning: a bucket with real folders keeps no versions",
        ],
    );
    find(
        |b| {
            gcp(b).autoclass = Some(Autoclass { terminal_storage_class: Some(StorageClass::Cold) });
            b.default_storage_class = Some(StorageClass::Archive);
        },
        &[],
        &[
            "gcp.autoclass.terminal_storage_class: not a class that Autoclass ends at",
            "default_storage_class: Autoclass begins at the standard class",
        ],
    );
    let all = EncryptionEnforcement {
        google_managed_restricted: Some(true),
        customer_managed_restricted: Some(true),
        customer_supplied_restricted: Some(true),
    };
    find(
        |b| gcp(b).encryption_enforcement = Some(all),
        &[],
        &["gcp.encryption_enforcement: nothing could be written"],
    );
    let filter = IpFilter {
        enabled: true,
        public_cidrs: vec!["203.0.113.0/24".into(), "2001:db8::/32".into(), "203.0.113.0/33".into()],
        vpc: vec![VpcSource { network: "default".into(), cidrs: vec!["10.0.0.0".into()] }],
        allow_all_service_agents: None,
        allow_cross_org_vpcs: None,
    };
    find(
        |b| gcp(b).ip_filter = Some(filter),
        &[],
        &[
            "gcp.ip_filter.public_cidrs[2]: not a range of addresses",
            "gcp.ip_filter.vpc[0].cidrs[0]: not a range of addresses",
            "gcp.ip_filter.vpc[0].network: not the name of a network",
        ],
    );
}

#[test]
fn a_locked_retention_is_kept() {
    let retention = |days, locked| Some(Retention { days, mode: RetentionMode::Governance, locked });
    let find = |prior: Option<Retention>, wanted: Option<Retention>, unknown: bool, expected: &[&str]| {
        let prior = Bucket { retention: prior, ..bucket() };
        let wanted = Bucket { retention: wanted, ..bucket() };
        let change = Change { prior: &prior, wanted: &wanted };
        let found = Bucket::check_change(change, &|attribute| unknown && attribute == "retention");
        assert_eq!(found.iter().map(|problem| problem.summary.as_str()).collect::<Vec<_>>(), expected);
    };
    find(retention(2, false), None, false, &[]);
    find(retention(2, false), retention(1, true), false, &[]);
    find(retention(2, true), retention(3, true), false, &[]);
    find(retention(2, true), retention(1, true), false, &["a locked retention cannot be shortened"]);
    find(retention(2, true), retention(2, false), false, &["a locked retention cannot be unlocked"]);
    find(retention(2, true), None, false, &["a locked retention cannot be removed"]);
    find(retention(2, true), None, true, &[]);
}
