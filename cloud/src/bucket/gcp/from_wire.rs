//! A `google.storage.v2.Bucket` as the neutral bucket.

use std::collections::BTreeMap;

use google_cloud_storage::model::{self as wire, bucket as part};
use google_cloud_wkt::Duration;

use super::lifecycle;
use super::words::{DAY, class};
use crate::bucket::{
    AccessLog, Autoclass, Bucket, CorsRule, Encryption, EncryptionEnforcement, Extras, GcpExtras, IpFilter,
    PublicAccess, Retention, RetentionMode, Rpo, VpcSource, unfinished,
};

/// Whether the bucket keeps versions.
pub(super) fn is_versioned(message: &wire::Bucket) -> bool {
    message.versioning.as_ref().is_some_and(|versioning| versioning.enabled)
}

/// All that the message says, in one spelling: regions in lower case and in order, defaults spelled out.
/// Lifecycle rules are read as they are written for a bucket that is known to be `versioned` or not.
pub(super) fn everything(message: &wire::Bucket, versioned: bool) -> Bucket {
    let iam = message.iam_config.clone().unwrap_or_default();
    Bucket {
        name: name(message),
        location: message.location.to_lowercase(),
        labels: labels(message),
        default_storage_class: class(&message.storage_class),
        versioning: Some(is_versioned(message)),
        encryption: encryption(message),
        public_access: Some(public_access(&iam.public_access_prevention)),
        uniform_access: Some(iam.uniform_bucket_level_access.is_some_and(|access| access.enabled)),
        require_tls: Some(true),
        lifecycle_rules: Some(
            message
                .lifecycle
                .iter()
                .flat_map(|lifecycle| &lifecycle.rule)
                .map(|rule| lifecycle::from_wire(rule, versioned))
                .collect(),
        ),
        retention: message.retention_policy.as_ref().and_then(retention),
        soft_delete_days: Some(
            message.soft_delete_policy.as_ref().map_or(0, |policy| days(policy.retention_duration)),
        ),
        access_log: access_log(message),
        cors: Some(message.cors.iter().map(cors_rule).collect()),
        requester_pays: Some(message.billing.as_ref().is_some_and(|billing| billing.requester_pays)),
        extras: Extras::Gcp(extras(message)),
    }
}

/// The user's part of the bucket's name.
pub(super) fn name(message: &wire::Bucket) -> String {
    message.name.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The owner's number; the API never answers with a project's id.
pub(super) fn project(message: &wire::Bucket) -> &str {
    message.project.trim_start_matches("projects/")
}

/// Labels that begin with `goog-` are Google's own, and one marks a bucket that is not finished.
fn labels(message: &wire::Bucket) -> BTreeMap<String, String> {
    let ours = message.labels.iter().filter(|(key, _)| !key.starts_with("goog-") && *key != unfinished::KEY);
    ours.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn encryption(message: &wire::Bucket) -> Option<Encryption> {
    let key = &message.encryption.as_ref()?.default_kms_key;
    (!key.is_empty()).then(|| Encryption { kms_key: key.clone() })
}

fn public_access(prevention: &str) -> PublicAccess {
    if prevention == "enforced" { PublicAccess::Blocked } else { PublicAccess::Allowed }
}

fn retention(policy: &part::RetentionPolicy) -> Option<Retention> {
    let (mode, locked) =
        if policy.is_locked { (RetentionMode::Compliance, true) } else { (RetentionMode::Governance, false) };
    policy.retention_duration?;
    Some(Retention { days: days(policy.retention_duration), mode, locked })
}

/// Whole days; a period that is none (set by somebody else) is told by the number above it.
fn days(period: Option<Duration>) -> u32 {
    let seconds = period.map_or(0, |period| period.seconds()).max(0);
    u32::try_from((seconds + DAY - 1) / DAY).unwrap_or(u32::MAX)
}

/// Without a prefix the bucket's own name is taken ("Bucket" resource, field `logging.log_object_prefix`).
fn access_log(message: &wire::Bucket) -> Option<AccessLog> {
    let logging = message.logging.as_ref().filter(|logging| !logging.log_bucket.is_empty())?;
    let prefix = logging.log_object_prefix.clone();
    Some(AccessLog {
        target_bucket: logging.log_bucket.rsplit('/').next().unwrap_or_default().to_owned(),
        prefix: Some(if prefix.is_empty() { name(message) } else { prefix }),
    })
}

fn cors_rule(rule: &part::Cors) -> CorsRule {
    CorsRule {
        origins: rule.origin.clone(),
        methods: rule.method.clone(),
        allowed_headers: Vec::new(),
        exposed_headers: rule.response_header.clone(),
        max_age_seconds: Some(u32::try_from(rule.max_age_seconds).unwrap_or_default()),
    }
}

fn extras(message: &wire::Bucket) -> GcpExtras {
    GcpExtras {
        project: Some(project(message).to_owned()),
        autoclass: message.autoclass.as_ref().filter(|autoclass| autoclass.enabled).map(autoclass),
        rpo: Some(if message.rpo == "ASYNC_TURBO" { Rpo::AsyncTurbo } else { Rpo::Default }),
        placement: message.custom_placement_config.as_ref().map(placement),
        hierarchical_namespace: Some(message.hierarchical_namespace.as_ref().is_some_and(|hns| hns.enabled)),
        ip_filter: message.ip_filter.as_ref().filter(|filter| filter.mode.is_some()).map(ip_filter),
        default_event_based_hold: Some(message.default_event_based_hold),
        encryption_enforcement: Some(encryption_enforcement(message)),
        rapid: Some(message.storage_class == "RAPID"),
    }
}

fn autoclass(autoclass: &part::Autoclass) -> Autoclass {
    Autoclass { terminal_storage_class: autoclass.terminal_storage_class.as_deref().and_then(class) }
}

fn placement(config: &part::CustomPlacementConfig) -> Vec<String> {
    let mut places: Vec<_> = config.data_locations.iter().map(|place| place.to_lowercase()).collect();
    places.sort();
    places
}

fn ip_filter(filter: &part::IpFilter) -> IpFilter {
    let public = filter.public_network_source.iter();
    IpFilter {
        enabled: filter.mode.as_deref() == Some("Enabled"),
        public_cidrs: public.flat_map(|source| source.allowed_ip_cidr_ranges.clone()).collect(),
        vpc: filter
            .vpc_network_sources
            .iter()
            .map(|source| VpcSource {
                network: source.network.clone().unwrap_or_default(),
                cidrs: source.allowed_ip_cidr_ranges.clone(),
            })
            .collect(),
        allow_all_service_agents: Some(filter.allow_all_service_agent_access == Some(true)),
        allow_cross_org_vpcs: Some(filter.allow_cross_org_vpcs),
    }
}

fn encryption_enforcement(message: &wire::Bucket) -> EncryptionEnforcement {
    let encryption = message.encryption.clone().unwrap_or_default();
    let restricted = |mode: Option<String>| Some(mode.as_deref() == Some("FullyRestricted"));
    let google = encryption.google_managed_encryption_enforcement_config;
    let managed = encryption.customer_managed_encryption_enforcement_config;
    let supplied = encryption.customer_supplied_encryption_enforcement_config;
    EncryptionEnforcement {
        google_managed_restricted: restricted(google.and_then(|config| config.restriction_mode)),
        customer_managed_restricted: restricted(managed.and_then(|config| config.restriction_mode)),
        customer_supplied_restricted: restricted(supplied.and_then(|config| config.restriction_mode)),
    }
}
