use std::collections::BTreeMap;

use cloud::Observed;
use cloud::bucket as neutral;
use tfplug::testing::{Core, Refusal, Stored};
use tfplug::{Data, Value};

use super::observe::observe;
use super::{schema, wanted};
use crate::palisade::Palisade;
use crate::provider::catalogue;

async fn core() -> Core<Palisade> {
    let config = Data::from([
        ("gcp", Data::from([("project", "acme-data".into())])),
        ("default_labels", Data::from([("team", "ml".into()), ("stage", "dev".into())])),
    ]);
    Core::configured(catalogue(), config).await.expect("a configuration")
}

fn bucket(cloud: &str, more: &[(&str, Data)]) -> Data {
    let location = if cloud == "aws" { "eu-central-1" } else { "europe-west3" };
    let mut attributes: BTreeMap<String, Data> =
        [("cloud", cloud), ("name", "acme-scans"), ("location", location)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
    attributes.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Data::Map(attributes)
}

#[tokio::test]
async fn a_plan_knows_what_can_be_known() {
    let core = core().await;
    let labels = Data::from([("stage", "prod".into())]);
    let planned =
        core.plan("palisade_bucket", None, bucket("gcp", &[("labels", labels)])).await.expect("a plan");
    for (attribute, expected) in [
        ("id", Data::from("gcp/acme-scans")),
        ("url", "gs://acme-scans".into()),
        ("account", "acme-data".into()),
        ("native_id", Data::Unknown),
        ("public_access", "blocked".into()),
        ("force_destroy", false.into()),
        ("labels_all", Data::from([("stage", "prod".into()), ("team", "ml".into())])),
    ] {
        assert_eq!(planned.planned.get(attribute), &expected, "{attribute}");
    }
}

#[tokio::test]
async fn what_a_cloud_cannot_do_is_an_error_that_names_the_attribute() {
    let core = core().await;
    for (cloud, attribute, value) in [
        ("aws", "soft_delete_days", Data::from(7)),
        ("aws", "default_storage_class", "archive".into()),
        ("aws", "gcp", Data::from([("rpo", "default".into())])),
        ("gcp", "require_tls", false.into()),
        ("gcp", "aws", Data::from([("abac", true.into())])),
    ] {
        let refused = core.plan("palisade_bucket", None, bucket(cloud, &[(attribute, value)])).await;
        let Err(Refusal { errors, .. }) = refused else { panic!("{cloud} took {attribute}") };
        assert!(errors.iter().any(|error| error.starts_with(attribute)), "{cloud} {attribute}: {errors:?}");
    }
}

#[tokio::test]
async fn an_unknown_cloud_is_no_error_yet() {
    let core = core().await;
    let config = bucket("aws", &[("cloud", Data::Unknown), ("soft_delete_days", 7.into())]);
    let planned = core.plan("palisade_bucket", None, config).await.expect("a plan");
    assert_eq!(planned.planned.get("id"), &Data::Unknown);
}

#[tokio::test]
async fn an_import_is_told_how_to_name_a_bucket() {
    let refused = core().await.import("palisade_bucket", "acme-scans").await.expect_err("no cloud is named");
    assert_eq!(
        refused.errors,
        ["nothing can be imported: \"acme-scans\" names no bucket: aws/NAME or gcp/NAME is expected"]
    );
}

/// What an import found, what the configuration says, and what is planned at a place.
#[tokio::test]
async fn what_comes_to_the_same_as_the_state_is_no_difference() {
    let core = core().await;
    let (null, none) = (|| Data::Null, || Data::List(Vec::new()));
    let rule = |id: Data| {
        let rule = Data::from([("id", id), ("action", "delete".into()), ("age_days", 7.into())]);
        vec![("lifecycle_rules", Data::from(vec![rule]))]
    };
    let retention = |mode: &str, locked: Data| {
        vec![("retention", Data::from([("days", 1.into()), ("mode", mode.into()), ("locked", locked)]))]
    };
    let open = |locked: Data| retention("governance", locked);
    let strict = |locked: Data| retention("compliance", locked);
    let cors = |field: &str, value: Data| {
        let (origins, methods) = (vec!["https://acme.example"], vec!["GET"]);
        let rule = Data::from([("origins", origins.into()), ("methods", methods.into()), (field, value)]);
        vec![("cors", Data::from(vec![rule]))]
    };
    let log = |prefix: Data| {
        vec![("access_log", Data::from([("target_bucket", "logs".into()), ("prefix", prefix)]))]
    };
    let age = |seconds: Data| cors("max_age_seconds", seconds);
    let headers = |headers: Data| cors("allowed_headers", headers);
    let locked = || ("aws", Data::from([("object_lock", true.into())]));
    let kept = || vec![locked(), ("versioning", true.into())];
    for (cloud, found, said, at, expected) in [
        // Names of rules on Cloud Storage are made up; on S3 they are the rules' own.
        ("gcp", rule("rule-1".into()), rule(null()), "lifecycle_rules.0.id", "rule-1".into()),
        ("gcp", rule("rule-1".into()), rule("old".into()), "lifecycle_rules.0.id", "rule-1".into()),
        ("gcp", rule("new".into()), rule("old".into()), "lifecycle_rules.0.id", "old".into()),
        ("gcp", rule("new".into()), rule(null()), "lifecycle_rules.0.id", null()),
        ("aws", rule("rule-1".into()), rule(null()), "lifecycle_rules.0.id", null()),
        ("aws", rule("rule-1".into()), rule("old".into()), "lifecycle_rules.0.id", "old".into()),
        // Mode `compliance` locks on Cloud Storage.
        ("gcp", strict(true.into()), strict(null()), "retention.locked", true.into()),
        ("gcp", strict(true.into()), open(true.into()), "retention.mode", "compliance".into()),
        ("gcp", open(false.into()), strict(null()), "retention.mode", "compliance".into()),
        ("gcp", open(false.into()), strict(null()), "retention.locked", null()),
        ("aws", strict(false.into()), strict(null()), "retention.locked", false.into()),
        // Cloud Storage does not tell 0 seconds from none.
        ("gcp", age(0.into()), age(null()), "cors.0.max_age_seconds", 0.into()),
        ("aws", age(0.into()), age(null()), "cors.0.max_age_seconds", null()),
        ("aws", headers(none()), headers(null()), "cors.0.allowed_headers", none()),
        // Cloud Storage takes the bucket's name for a prefix.
        ("gcp", log("acme-scans".into()), log(null()), "access_log.prefix", "acme-scans".into()),
        ("gcp", log("".into()), log(null()), "access_log.prefix", null()),
        ("aws", log("".into()), log(null()), "access_log.prefix", "".into()),
        // Versions are kept where Object Lock is wanted, and not where it is found alone.
        ("aws", kept(), vec![locked()], "versioning", true.into()),
        ("aws", kept(), Vec::new(), "versioning", null()),
    ] {
        let defaults = [("public_access", Data::from("blocked"))].into_iter();
        let switches = [("uniform_access", true), ("require_tls", true), ("force_destroy", false)];
        let defaults = defaults.chain(switches.map(|(name, on)| (name, on.into())));
        let found: Vec<_> = defaults.chain(found).collect();
        // A state has every attribute.
        let state: schema::Bucket = tfplug::from_data(bucket(cloud, &found)).expect("a bucket");
        let state = Stored::new(tfplug::to_data(&state));
        let planned = core.plan("palisade_bucket", Some(&state), bucket(cloud, &said)).await.expect("a plan");
        let place = at.split('.').fold(&planned.planned, |data, step| match (data, step.parse::<usize>()) {
            (Data::List(items), Ok(index)) => &items[index],
            (data, _) => data.get(step),
        });
        assert_eq!(place, &expected, "{cloud} {at}: {said:?} over {found:?}");
    }
}

/// Every attribute goes to the neutral bucket and back: what a cloud shows of it, an import finds again.
#[test]
fn what_is_wanted_is_what_is_observed() {
    for config in [aws(), gcp()] {
        let wanted_bucket = wanted::bucket(&config, &config.labels).expect("the cloud is known");
        let shown = |account: &str| Observed {
            key: "aws/acme-scans".parse().expect("a key"),
            is: wanted_bucket.clone(),
            native_id: "native".to_owned(),
            revision: None,
            details: neutral::Details { account: account.to_owned() },
        };
        let mut imported = schema::Bucket::default();
        observe(&mut imported, &shown("account"));
        assert_eq!(wanted::bucket(&imported, &config.labels), Some(wanted_bucket.clone()));

        // Seen again with no change, the spelling of the configuration stays.
        let mut again = config.clone();
        again.location = config.location.clone().map(|location| location.to_uppercase());
        let before = again.location.clone();
        observe(&mut again, &shown("other"));
        assert_eq!(again.location, before);
    }
}

fn texts(items: &[&str]) -> tfplug::List<String> {
    Value::Known(items.iter().map(|item| (*item).into()).collect())
}

fn map(key: &str, value: &str) -> tfplug::Map<String> {
    Value::Known([(key.to_owned(), value.into())].into())
}

fn list<T>(item: T) -> tfplug::List<T> {
    Value::Known(vec![Value::Known(item)])
}

fn neutral_part() -> schema::Bucket {
    schema::Bucket {
        name: "acme-scans".into(),
        location: "here".into(),
        labels: map("team", "ml"),
        default_storage_class: schema::StorageClass::Cold.into(),
        versioning: true.into(),
        encryption: schema::Encryption { kms_key: "key".into() }.into(),
        public_access: schema::PublicAccess::Allowed.into(),
        uniform_access: false.into(),
        require_tls: false.into(),
        lifecycle_rules: list(schema::LifecycleRule {
            id: "old".into(),
            prefix: "a".into(),
            suffix: "z".into(),
            size_greater_than: 0.into(),
            size_less_than: 9.into(),
            age_days: 0.into(),
            created_before: "2026-01-01".into(),
            noncurrent_days: 0.into(),
            keep_newer: 0.into(),
            action: schema::Action::Transition.into(),
            storage_class: schema::StorageClass::Archive.into(),
        }),
        retention: schema::Retention {
            days: 30.into(),
            mode: schema::RetentionMode::Compliance.into(),
            locked: true.into(),
        }
        .into(),
        soft_delete_days: 0.into(),
        access_log: schema::AccessLog { target_bucket: "logs".into(), prefix: "p".into() }.into(),
        cors: list(schema::Cors {
            origins: texts(&["*"]),
            methods: texts(&["GET"]),
            allowed_headers: texts(&["x"]),
            exposed_headers: texts(&["y"]),
            max_age_seconds: 0.into(),
        }),
        requester_pays: false.into(),
        ..schema::Bucket::default()
    }
}

fn aws() -> schema::Bucket {
    let rule = schema::ReplicationRule {
        id: "r".into(),
        priority: 1.into(),
        prefix: "p".into(),
        destination_bucket: "arn:aws:s3:::b".into(),
        storage_class: schema::StorageClass::Infrequent.into(),
        replica_kms_key: "k".into(),
        delete_markers: true.into(),
    };
    let extras = schema::Aws {
        object_lock: true.into(),
        directory_bucket: schema::DirectoryBucket { availability_zone: "use1-az4".into() }.into(),
        namespace: schema::Namespace::AccountRegional.into(),
        intelligent_tiering: list(schema::IntelligentTiering {
            name: "n".into(),
            prefix: "p".into(),
            tags: map("a", "b"),
            archive_days: 90.into(),
            deep_archive_days: 180.into(),
        }),
        acceleration: false.into(),
        replication: schema::Replication { role: "role".into(), rules: list(rule) }.into(),
        policy_json: "{}".into(),
        abac: true.into(),
        sse_dsse: true.into(),
        blocked_sse_c: false.into(),
    };
    schema::Bucket { cloud: schema::Cloud::Aws.into(), aws: extras.into(), ..neutral_part() }
}

fn gcp() -> schema::Bucket {
    let autoclass = schema::Autoclass { terminal_storage_class: schema::StorageClass::Archive.into() };
    let extras = schema::Gcp {
        project: "acme-data".into(),
        autoclass: autoclass.into(),
        rpo: schema::Rpo::AsyncTurbo.into(),
        placement: texts(&["A", "B"]),
        hierarchical_namespace: true.into(),
        ip_filter: schema::IpFilter {
            mode: schema::IpFilterMode::Enabled.into(),
            public_cidrs: texts(&["10.0.0.0/8"]),
            vpc: list(schema::VpcSource { network: "n".into(), cidrs: texts(&["10.0.0.0/8"]) }),
            allow_all_service_agents: true.into(),
            allow_cross_org_vpcs: false.into(),
        }
        .into(),
        default_event_based_hold: false.into(),
        encryption_enforcement: schema::EncryptionEnforcement {
            google_managed: schema::Enforcement::Restricted.into(),
            customer_managed: schema::Enforcement::Allowed.into(),
            customer_supplied: Value::Null,
        }
        .into(),
        rapid: true.into(),
    };
    schema::Bucket { cloud: schema::Cloud::Gcp.into(), gcp: extras.into(), ..neutral_part() }
}
