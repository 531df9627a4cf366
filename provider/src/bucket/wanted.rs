//! A configured bucket in the clouds' neutral terms. Every attribute of the schema is named here once; the compiler
//! sees to it.

use cloud::Cloud;
use cloud::bucket as neutral;
use tfplug::{List, Map, Value};

use super::schema;
use crate::convert::{self, items, nested, same, text, texts_by_key};

/// The bucket that is wanted, with all its labels; `None` while the cloud is not known, for then nothing can be said.
/// What else is unknown is left out, as if it were not set.
pub(super) fn bucket(bucket: &schema::Bucket, labels: &Map<String>) -> Option<neutral::Bucket> {
    let cloud = (*bucket.cloud.known()?).into();
    Some(neutral::Bucket {
        name: text(&bucket.name).unwrap_or_default(),
        location: text(&bucket.location).unwrap_or_default(),
        labels: texts_by_key(labels),
        default_storage_class: class(&bucket.default_storage_class),
        versioning: bucket.versioning.known().copied(),
        encryption: nested(&bucket.encryption, |encryption| neutral::Encryption {
            kms_key: text(&encryption.kms_key).unwrap_or_default(),
        }),
        public_access: bucket.public_access.known().map(|&access| access.into()),
        uniform_access: bucket.uniform_access.known().copied(),
        require_tls: bucket.require_tls.known().copied(),
        lifecycle_rules: items(&bucket.lifecycle_rules, lifecycle_rule),
        retention: nested(&bucket.retention, |retention| neutral::Retention {
            days: retention.days.known().copied().unwrap_or_default(),
            mode: retention.mode.known().map_or(neutral::RetentionMode::Governance, |&mode| mode.into()),
            locked: flag(&retention.locked),
        }),
        soft_delete_days: bucket.soft_delete_days.known().copied(),
        access_log: nested(&bucket.access_log, |log| neutral::AccessLog {
            target_bucket: text(&log.target_bucket).unwrap_or_default(),
            prefix: text(&log.prefix),
        }),
        cors: items(&bucket.cors, |cors| neutral::CorsRule {
            origins: texts(&cors.origins),
            methods: texts(&cors.methods),
            allowed_headers: texts(&cors.allowed_headers),
            exposed_headers: texts(&cors.exposed_headers),
            max_age_seconds: cors.max_age_seconds.known().copied(),
        }),
        requester_pays: bucket.requester_pays.known().copied(),
        extras: match cloud {
            Cloud::Aws => neutral::Extras::Aws(bucket.aws.known().map(aws).unwrap_or_default()),
            Cloud::Gcp => neutral::Extras::Gcp(bucket.gcp.known().map(gcp).unwrap_or_default()),
        },
    })
}

fn aws(aws: &schema::Aws) -> neutral::AwsExtras {
    neutral::AwsExtras {
        object_lock: aws.object_lock.known().copied(),
        directory_bucket: nested(&aws.directory_bucket, |directory| neutral::DirectoryBucket {
            availability_zone: text(&directory.availability_zone).unwrap_or_default(),
        }),
        namespace: aws.namespace.known().map(|&namespace| namespace.into()),
        intelligent_tiering: items(&aws.intelligent_tiering, |tiering| neutral::IntelligentTiering {
            name: text(&tiering.name).unwrap_or_default(),
            prefix: text(&tiering.prefix),
            tags: texts_by_key(&tiering.tags),
            archive_days: tiering.archive_days.known().copied(),
            deep_archive_days: tiering.deep_archive_days.known().copied(),
        }),
        acceleration: aws.acceleration.known().copied(),
        replication: nested(&aws.replication, |replication| neutral::Replication {
            role: text(&replication.role).unwrap_or_default(),
            rules: items(&replication.rules, |rule| neutral::ReplicationRule {
                id: text(&rule.id).unwrap_or_default(),
                priority: rule.priority.known().copied().unwrap_or_default(),
                prefix: text(&rule.prefix),
                destination_bucket: text(&rule.destination_bucket).unwrap_or_default(),
                storage_class: class(&rule.storage_class),
                replica_kms_key: text(&rule.replica_kms_key),
                delete_markers: flag(&rule.delete_markers),
            })
            .unwrap_or_default(),
        }),
        policy_json: text(&aws.policy_json),
        abac: aws.abac.known().copied(),
        sse_dsse: aws.sse_dsse.known().copied(),
        blocked_sse_c: aws.blocked_sse_c.known().copied(),
    }
}

fn gcp(gcp: &schema::Gcp) -> neutral::GcpExtras {
    neutral::GcpExtras {
        project: text(&gcp.project),
        autoclass: nested(&gcp.autoclass, |autoclass| neutral::Autoclass {
            terminal_storage_class: class(&autoclass.terminal_storage_class),
        }),
        rpo: gcp.rpo.known().map(|&rpo| rpo.into()),
        placement: gcp.placement.known().map(|_| texts(&gcp.placement)),
        hierarchical_namespace: gcp.hierarchical_namespace.known().copied(),
        ip_filter: nested(&gcp.ip_filter, |filter| neutral::IpFilter {
            enabled: matches!(filter.mode, Value::Known(schema::IpFilterMode::Enabled)),
            public_cidrs: texts(&filter.public_cidrs),
            vpc: items(&filter.vpc, |source| neutral::VpcSource {
                network: text(&source.network).unwrap_or_default(),
                cidrs: texts(&source.cidrs),
            })
            .unwrap_or_default(),
            allow_all_service_agents: filter.allow_all_service_agents.known().copied(),
            allow_cross_org_vpcs: filter.allow_cross_org_vpcs.known().copied(),
        }),
        default_event_based_hold: gcp.default_event_based_hold.known().copied(),
        encryption_enforcement: nested(&gcp.encryption_enforcement, |kinds| {
            let restricted = |kind: &Value<schema::Enforcement>| {
                kind.known().map(|kind| matches!(kind, schema::Enforcement::Restricted))
            };
            neutral::EncryptionEnforcement {
                google_managed_restricted: restricted(&kinds.google_managed),
                customer_managed_restricted: restricted(&kinds.customer_managed),
                customer_supplied_restricted: restricted(&kinds.customer_supplied),
            }
        }),
        rapid: gcp.rapid.known().copied(),
    }
}

fn lifecycle_rule(rule: &schema::LifecycleRule) -> neutral::LifecycleRule {
    neutral::LifecycleRule {
        id: text(&rule.id),
        prefix: text(&rule.prefix),
        suffix: text(&rule.suffix),
        size_greater_than: rule.size_greater_than.known().copied(),
        size_less_than: rule.size_less_than.known().copied(),
        age_days: rule.age_days.known().copied(),
        created_before: text(&rule.created_before),
        noncurrent_days: rule.noncurrent_days.known().copied(),
        keep_newer: rule.keep_newer.known().copied(),
        action: match rule.action.known() {
            Some(schema::Action::Transition) => neutral::LifecycleAction::Transition(
                class(&rule.storage_class).unwrap_or(neutral::StorageClass::Standard),
            ),
            Some(schema::Action::AbortMultipart) => neutral::LifecycleAction::AbortMultipart,
            Some(schema::Action::Delete) | None => neutral::LifecycleAction::Delete,
        },
    }
}

fn flag(value: &Value<bool>) -> bool {
    value.known().copied().unwrap_or_default()
}

fn class(value: &Value<schema::StorageClass>) -> Option<neutral::StorageClass> {
    value.known().map(|&class| class.into())
}

fn texts(list: &List<String>) -> Vec<String> {
    convert::texts(list).unwrap_or_default()
}

same!(schema::StorageClass, neutral::StorageClass { Standard, Infrequent, Cold, Archive });
same!(schema::PublicAccess, neutral::PublicAccess { Blocked, Allowed });
same!(schema::RetentionMode, neutral::RetentionMode { Governance, Compliance });
same!(schema::Namespace, neutral::Namespace { Global, AccountRegional });
same!(schema::Rpo, neutral::Rpo { Default, AsyncTurbo });
