//! What a cloud shows, in the words of the configuration.
//!
//! An attribute whose meaning is as it was keeps its spelling (`europe-west3` where the cloud says `EUROPE-WEST3`, a
//! policy with other white space); any other is drift, and shown as the cloud has it.

use cloud::bucket as neutral;
use cloud::{Kind, Observed};
use tfplug::Value;

use super::{schema, wanted};
use crate::convert::{differ, differ_within, list, text_list, text_map};

/// Brings a state to what is observed, computed attributes included, but for the labels.
pub(super) fn observe(state: &mut schema::Bucket, observed: &Observed<neutral::Bucket>) {
    let shown = &observed.is;
    let cloud = shown.cloud();
    let mut was = state.clone();
    was.cloud = schema::Cloud::from(cloud).into();
    // The cloud is known, so there is something to compare with.
    let Some(was) = wanted::bucket(&was, &Value::Null) else { return };

    state.cloud = schema::Cloud::from(cloud).into();
    state.name = shown.name.clone().into();
    if !was.location.eq_ignore_ascii_case(&shown.location) {
        state.location = shown.location.clone().into();
    }
    differ(
        &mut state.default_storage_class,
        was.default_storage_class,
        shown.default_storage_class,
        |class| class.into(),
    );
    differ(&mut state.versioning, was.versioning, shown.versioning, |on| on);
    differ(&mut state.encryption, was.encryption, shown.encryption.clone(), |encryption| {
        schema::Encryption { kms_key: encryption.kms_key.into() }
    });
    differ(&mut state.public_access, was.public_access, shown.public_access, |access| access.into());
    differ(&mut state.uniform_access, was.uniform_access, shown.uniform_access, |on| on);
    differ(&mut state.require_tls, was.require_tls, shown.require_tls, |on| on);
    differ(&mut state.lifecycle_rules, was.lifecycle_rules, shown.lifecycle_rules.clone(), |rules| {
        list(rules, lifecycle_rule)
    });
    differ(&mut state.retention, was.retention, shown.retention, |retention| schema::Retention {
        days: retention.days.into(),
        mode: schema::RetentionMode::from(retention.mode).into(),
        locked: retention.locked.into(),
    });
    differ(&mut state.soft_delete_days, was.soft_delete_days, shown.soft_delete_days, |days| days);
    differ(&mut state.access_log, was.access_log, shown.access_log.clone(), |log| schema::AccessLog {
        target_bucket: log.target_bucket.into(),
        prefix: log.prefix.into(),
    });
    differ(&mut state.cors, was.cors, shown.cors.clone(), |rules| list(rules, cors));
    differ(&mut state.requester_pays, was.requester_pays, shown.requester_pays, |on| on);
    match (was.extras, &shown.extras) {
        (neutral::Extras::Aws(was), neutral::Extras::Aws(shown)) => {
            differ_within(&mut state.aws, was, shown.clone(), aws);
        }
        (neutral::Extras::Gcp(was), neutral::Extras::Gcp(shown)) => {
            differ_within(&mut state.gcp, was, shown.clone(), gcp);
        }
        _ => {}
    }
    // Google Cloud tells a project by its number, where a plan told its id: a bucket never changes hands, so what is
    // known stays.
    if state.account.known().is_none() {
        state.account = observed.details.account.clone().into();
    }
    state.url = neutral::BucketUrl::format(cloud, &shown.name).into();
}

fn aws(state: &mut schema::Aws, was: neutral::AwsExtras, shown: neutral::AwsExtras) {
    differ(&mut state.object_lock, was.object_lock, shown.object_lock, |on| on);
    differ(&mut state.directory_bucket, was.directory_bucket, shown.directory_bucket, |directory| {
        schema::DirectoryBucket { availability_zone: directory.availability_zone.into() }
    });
    differ(&mut state.namespace, was.namespace, shown.namespace, |namespace| namespace.into());
    differ(
        &mut state.intelligent_tiering,
        was.intelligent_tiering,
        shown.intelligent_tiering,
        |configurations| {
            list(configurations, |tiering| schema::IntelligentTiering {
                name: tiering.name.into(),
                prefix: tiering.prefix.into(),
                tags: text_map(&tiering.tags),
                archive_days: tiering.archive_days.into(),
                deep_archive_days: tiering.deep_archive_days.into(),
            })
        },
    );
    differ(&mut state.acceleration, was.acceleration, shown.acceleration, |on| on);
    differ(&mut state.replication, was.replication, shown.replication, |replication| schema::Replication {
        role: replication.role.into(),
        rules: list(replication.rules, replication_rule).into(),
    });
    if !same_json(was.policy_json.as_deref(), shown.policy_json.as_deref()) {
        state.policy_json = shown.policy_json.into();
    }
    differ(&mut state.abac, was.abac, shown.abac, |on| on);
    differ(&mut state.sse_dsse, was.sse_dsse, shown.sse_dsse, |on| on);
    differ(&mut state.blocked_sse_c, was.blocked_sse_c, shown.blocked_sse_c, |on| on);
}

fn gcp(state: &mut schema::Gcp, was: neutral::GcpExtras, shown: neutral::GcpExtras) {
    differ(&mut state.project, was.project, shown.project, |project| project);
    differ(&mut state.autoclass, was.autoclass, shown.autoclass, |autoclass| schema::Autoclass {
        terminal_storage_class: autoclass.terminal_storage_class.map(schema::StorageClass::from).into(),
    });
    differ(&mut state.rpo, was.rpo, shown.rpo, |rpo| rpo.into());
    let upper = |regions: &[String]| regions.iter().map(|region| region.to_uppercase()).collect::<Vec<_>>();
    if was.placement.as_deref().map(upper) != shown.placement.as_deref().map(upper) {
        state.placement = shown.placement.map(text_list).into();
    }
    differ(
        &mut state.hierarchical_namespace,
        was.hierarchical_namespace,
        shown.hierarchical_namespace,
        |on| on,
    );
    differ(&mut state.ip_filter, was.ip_filter, shown.ip_filter, ip_filter);
    differ(
        &mut state.default_event_based_hold,
        was.default_event_based_hold,
        shown.default_event_based_hold,
        |on| on,
    );
    differ(
        &mut state.encryption_enforcement,
        was.encryption_enforcement,
        shown.encryption_enforcement,
        |kinds| {
            let enforcement = |restricted: Option<bool>| {
                restricted
                    .map(|restricted| {
                        if restricted {
                            schema::Enforcement::Restricted
                        } else {
                            schema::Enforcement::Allowed
                        }
                    })
                    .into()
            };
            schema::EncryptionEnforcement {
                google_managed: enforcement(kinds.google_managed_restricted),
                customer_managed: enforcement(kinds.customer_managed_restricted),
                customer_supplied: enforcement(kinds.customer_supplied_restricted),
            }
        },
    );
    differ(&mut state.rapid, was.rapid, shown.rapid, |on| on);
}

fn lifecycle_rule(rule: neutral::LifecycleRule) -> schema::LifecycleRule {
    let (action, storage_class) = match rule.action {
        neutral::LifecycleAction::Delete => (schema::Action::Delete, Value::Null),
        neutral::LifecycleAction::Transition(class) => {
            (schema::Action::Transition, Value::Known(class.into()))
        }
        neutral::LifecycleAction::AbortMultipart => (schema::Action::AbortMultipart, Value::Null),
    };
    schema::LifecycleRule {
        id: rule.id.into(),
        prefix: rule.prefix.into(),
        suffix: rule.suffix.into(),
        size_greater_than: rule.size_greater_than.into(),
        size_less_than: rule.size_less_than.into(),
        age_days: rule.age_days.into(),
        created_before: rule.created_before.into(),
        noncurrent_days: rule.noncurrent_days.into(),
        keep_newer: rule.keep_newer.into(),
        action: action.into(),
        storage_class,
    }
}

fn cors(rule: neutral::CorsRule) -> schema::Cors {
    schema::Cors {
        origins: text_list(rule.origins).into(),
        methods: text_list(rule.methods).into(),
        allowed_headers: text_list(rule.allowed_headers).into(),
        exposed_headers: text_list(rule.exposed_headers).into(),
        max_age_seconds: rule.max_age_seconds.into(),
    }
}

fn replication_rule(rule: neutral::ReplicationRule) -> schema::ReplicationRule {
    schema::ReplicationRule {
        id: rule.id.into(),
        priority: rule.priority.into(),
        prefix: rule.prefix.into(),
        destination_bucket: rule.destination_bucket.into(),
        storage_class: rule.storage_class.map(schema::StorageClass::from).into(),
        replica_kms_key: rule.replica_kms_key.into(),
        delete_markers: rule.delete_markers.into(),
    }
}

fn ip_filter(filter: neutral::IpFilter) -> schema::IpFilter {
    let mode = if filter.enabled { schema::IpFilterMode::Enabled } else { schema::IpFilterMode::Disabled };
    let vpc = list(filter.vpc, |source| schema::VpcSource {
        network: source.network.into(),
        cidrs: text_list(source.cidrs).into(),
    });
    schema::IpFilter {
        mode: mode.into(),
        public_cidrs: text_list(filter.public_cidrs).into(),
        vpc: vpc.into(),
        allow_all_service_agents: filter.allow_all_service_agents.into(),
        allow_cross_org_vpcs: filter.allow_cross_org_vpcs.into(),
    }
}

/// Whether two policies say the same, whatever their white space and order of keys.
fn same_json(a: Option<&str>, b: Option<&str>) -> bool {
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    match (a, b) {
        (Some(a), Some(b)) => a == b || (parsed(a).is_some() && parsed(a) == parsed(b)),
        (a, b) => a == b,
    }
}
