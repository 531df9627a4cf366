//! The neutral bucket as a `google.storage.v2.Bucket`, and the difference of two as a message and a field mask.
//!
//! Every attribute that can be changed is one [`Field`]; those fixed at creation are written by [`created`] alone.

#[cfg(test)]
mod tests;

use google_cloud_storage::model::{self as wire, bucket as part};
use google_cloud_wkt::Duration;

use super::lifecycle;
use super::words::{DAY, class_name, signed};
use crate::bucket::{
    AccessLog, Bucket, CorsRule, Extras, GcpExtras, IpFilter, PublicAccess, Retention, RetentionMode, Rpo,
    StorageClass,
};

/// Days that a new bucket keeps deleted objects for, unless told otherwise ("Soft delete", Cloud Storage docs).
const DEFAULT_SOFT_DELETE_DAYS: u32 = 7;

/// A bucket that is on Google Cloud.
#[derive(Clone, Copy)]
pub(super) struct Described<'a> {
    pub(super) bucket: &'a Bucket,
    pub(super) extras: &'a GcpExtras,
}

impl<'a> Described<'a> {
    /// `None` when the bucket is on another cloud.
    pub(super) fn of(bucket: &'a Bucket) -> Option<Self> {
        match &bucket.extras {
            Extras::Gcp(extras) => Some(Described { bucket, extras }),
            Extras::Aws(_) => None,
        }
    }
}

/// From what to what.
#[derive(Clone, Copy)]
pub(super) struct Difference<'a> {
    pub(super) prior: Described<'a>,
    pub(super) wanted: Described<'a>,
}

/// What an update sends: the new values, and the paths that they are at. A path without a value is cleared.
#[derive(Debug, Default)]
pub(super) struct Patch {
    pub(super) message: wire::Bucket,
    pub(super) paths: Vec<String>,
}

/// The bucket's resource name. Names are globally unique, so the project is always `_`.
pub(super) fn resource_name(name: &str) -> String {
    format!("projects/_/buckets/{name}")
}

/// The message that creates a bucket.
pub(super) fn created(wanted: Described<'_>, project: &str) -> wire::Bucket {
    let Described { bucket, extras } = wanted;
    let mut message = attributes(wanted)
        .set_project(format!("projects/{project}"))
        .set_location(&bucket.location)
        .set_labels(&bucket.labels);
    // A zonal bucket is one of class RAPID with the zone as its placement, folders and uniform access
    // ("Create zonal buckets", Cloud Storage docs).
    let rapid = extras.rapid == Some(true);
    if rapid {
        message.storage_class = "RAPID".into();
        uniform(&mut message, true);
    }
    if rapid || extras.hierarchical_namespace == Some(true) {
        message.hierarchical_namespace = Some(part::HierarchicalNamespace::new().set_enabled(true));
    }
    if let Some(places) = &extras.placement {
        message.custom_placement_config = Some(part::CustomPlacementConfig::new().set_data_locations(places));
    }
    message
}

/// All attributes that can be changed later, as they are set; what is not set is left out.
fn attributes(wanted: Described<'_>) -> wire::Bucket {
    let mut message = wire::Bucket::new();
    for field in FIELDS {
        let _ = (field.write)(wanted, &mut message);
    }
    message
}

/// What brings `prior` to `wanted`, and nothing that is the same in both.
pub(super) fn patch(difference: Difference<'_>) -> Patch {
    let Difference { prior, wanted } = difference;
    let mut patch = Patch::default();
    for field in FIELDS {
        if field.alone(prior) == field.alone(wanted) {
            continue;
        }
        patch.paths.push(field.path.into());
        if (field.write)(wanted, &mut patch.message).is_none() {
            (field.reset)(&mut patch.message);
        }
    }
    labels(difference, &mut patch);
    patch
}

/// Labels are named one by one, so that labels of others (`goog-` labels of Google's own services) stay.
fn labels(difference: Difference<'_>, patch: &mut Patch) {
    let (prior, wanted) = (&difference.prior.bucket.labels, &difference.wanted.bucket.labels);
    let gone = prior.keys().filter(|key| !wanted.contains_key(*key));
    patch.paths.extend(gone.map(|key| format!("labels.{key}")));
    for (key, value) in wanted.iter().filter(|(key, value)| prior.get(*key) != Some(value)) {
        patch.paths.push(format!("labels.{key}"));
        patch.message.labels.insert(key.clone(), value.clone());
    }
}

/// One attribute in the message.
struct Field {
    /// The path that a field mask names it by.
    path: &'static str,
    /// Writes the attribute; `None` when it is not set.
    write: fn(Described<'_>, &mut wire::Bucket) -> Option<()>,
    /// Writes the cloud's default where an empty field does not stand for it.
    reset: fn(&mut wire::Bucket),
}

impl Field {
    /// A message with this attribute alone; `None` when it is not set.
    fn alone(&self, described: Described<'_>) -> Option<wire::Bucket> {
        let mut message = wire::Bucket::new();
        (self.write)(described, &mut message).map(|()| message)
    }
}

const FIELDS: &[Field] = &[
    Field { path: "autoclass", write: autoclass, reset: cleared },
    Field { path: "billing", write: billing, reset: cleared },
    Field { path: "cors", write: cors, reset: cleared },
    Field { path: "default_event_based_hold", write: default_event_based_hold, reset: cleared },
    Field { path: "encryption.default_kms_key", write: kms_key, reset: cleared },
    Field {
        path: "encryption.google_managed_encryption_enforcement_config",
        write: google_managed,
        reset: cleared,
    },
    Field {
        path: "encryption.customer_managed_encryption_enforcement_config",
        write: customer_managed,
        reset: cleared,
    },
    Field {
        path: "encryption.customer_supplied_encryption_enforcement_config",
        write: customer_supplied,
        reset: cleared,
    },
    Field {
        path: "iam_config.public_access_prevention",
        write: public_access,
        reset: |message| prevention(message, PublicAccess::Allowed),
    },
    Field {
        path: "iam_config.uniform_bucket_level_access",
        write: uniform_access,
        reset: |message| uniform(message, false),
    },
    Field { path: "ip_filter", write: ip_filter, reset: cleared },
    Field { path: "lifecycle", write: lifecycle_rules, reset: cleared },
    Field { path: "logging", write: logging, reset: cleared },
    Field { path: "retention_policy", write: retention_policy, reset: cleared },
    Field { path: "rpo", write: rpo, reset: |message| message.rpo = "DEFAULT".into() },
    Field {
        path: "soft_delete_policy",
        write: soft_delete_policy,
        reset: |message| soft_delete(message, DEFAULT_SOFT_DELETE_DAYS),
    },
    Field {
        path: "storage_class",
        write: storage_class,
        reset: |message| message.storage_class = class_name(StorageClass::Standard).into(),
    },
    Field { path: "versioning", write: versioning, reset: cleared },
];

/// A path named without a value is the default.
fn cleared(_: &mut wire::Bucket) {}

/// Whether this retention is to be locked: asked for in so many words, or by a mode that nobody may end.
pub(super) fn locks(retention: &Retention) -> bool {
    retention.locked || retention.mode == RetentionMode::Compliance
}

fn autoclass(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let terminal = it.extras.autoclass?.terminal_storage_class.unwrap_or(StorageClass::Infrequent);
    let autoclass = part::Autoclass::new().set_enabled(true).set_terminal_storage_class(class_name(terminal));
    message.autoclass = Some(autoclass);
    Some(())
}

fn billing(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    message.billing = Some(part::Billing::new().set_requester_pays(it.bucket.requester_pays?));
    Some(())
}

fn cors(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    message.cors = it.bucket.cors.as_ref()?.iter().map(cors_rule).collect();
    Some(())
}

fn cors_rule(rule: &CorsRule) -> part::Cors {
    part::Cors::new()
        .set_origin(&rule.origins)
        .set_method(&rule.methods)
        .set_response_header(&rule.exposed_headers)
        .set_max_age_seconds(signed(rule.max_age_seconds.unwrap_or_default()))
}

fn default_event_based_hold(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    message.default_event_based_hold = it.extras.default_event_based_hold?;
    Some(())
}

fn kms_key(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    message.encryption.get_or_insert_default().default_kms_key =
        it.bucket.encryption.as_ref()?.kms_key.clone();
    Some(())
}

fn google_managed(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let mode = restriction(it.extras.encryption_enforcement?.google_managed_restricted?);
    message.encryption.get_or_insert_default().google_managed_encryption_enforcement_config =
        Some(part::encryption::GoogleManagedEncryptionEnforcementConfig::new().set_restriction_mode(mode));
    Some(())
}

fn customer_managed(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let mode = restriction(it.extras.encryption_enforcement?.customer_managed_restricted?);
    message.encryption.get_or_insert_default().customer_managed_encryption_enforcement_config =
        Some(part::encryption::CustomerManagedEncryptionEnforcementConfig::new().set_restriction_mode(mode));
    Some(())
}

fn customer_supplied(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let mode = restriction(it.extras.encryption_enforcement?.customer_supplied_restricted?);
    message.encryption.get_or_insert_default().customer_supplied_encryption_enforcement_config =
        Some(part::encryption::CustomerSuppliedEncryptionEnforcementConfig::new().set_restriction_mode(mode));
    Some(())
}

fn restriction(restricted: bool) -> &'static str {
    if restricted { "FullyRestricted" } else { "NotRestricted" }
}

fn public_access(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    prevention(message, it.bucket.public_access?);
    Some(())
}

fn prevention(message: &mut wire::Bucket, access: PublicAccess) {
    message.iam_config.get_or_insert_default().public_access_prevention = match access {
        PublicAccess::Blocked => "enforced".into(),
        PublicAccess::Allowed => "inherited".into(),
    };
}

fn uniform_access(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    uniform(message, it.bucket.uniform_access?);
    Some(())
}

fn uniform(message: &mut wire::Bucket, enabled: bool) {
    message.iam_config.get_or_insert_default().uniform_bucket_level_access =
        Some(part::iam_config::UniformBucketLevelAccess::new().set_enabled(enabled));
}

fn ip_filter(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let filter: &IpFilter = it.extras.ip_filter.as_ref()?;
    let vpc = filter.vpc.iter().map(|source| {
        part::ip_filter::VpcNetworkSource::new()
            .set_network(&source.network)
            .set_allowed_ip_cidr_ranges(&source.cidrs)
    });
    let public = part::ip_filter::PublicNetworkSource::new().set_allowed_ip_cidr_ranges(&filter.public_cidrs);
    message.ip_filter = Some(
        part::IpFilter::new()
            .set_mode(if filter.enabled { "Enabled" } else { "Disabled" })
            .set_or_clear_public_network_source((!filter.public_cidrs.is_empty()).then_some(public))
            .set_vpc_network_sources(vpc)
            .set_allow_cross_org_vpcs(filter.allow_cross_org_vpcs.unwrap_or_default())
            .set_or_clear_allow_all_service_agent_access(filter.allow_all_service_agents),
    );
    Some(())
}

fn lifecycle_rules(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let versioned = it.bucket.versioning == Some(true);
    let rules = it.bucket.lifecycle_rules.as_ref()?.iter().map(|rule| lifecycle::to_wire(rule, versioned));
    message.lifecycle = Some(part::Lifecycle::new().set_rule(rules));
    Some(())
}

fn logging(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let AccessLog { target_bucket, prefix } = it.bucket.access_log.as_ref()?;
    message.logging = Some(
        part::Logging::new()
            .set_log_bucket(resource_name(target_bucket))
            .set_log_object_prefix(prefix.as_deref().unwrap_or_default()),
    );
    Some(())
}

/// The period alone: a policy is locked by a call of its own.
fn retention_policy(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    let period = Duration::clamp(i64::from(it.bucket.retention?.days) * DAY, 0);
    message.retention_policy = Some(part::RetentionPolicy::new().set_retention_duration(period));
    Some(())
}

fn rpo(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    message.rpo = match it.extras.rpo? {
        Rpo::Default => "DEFAULT".into(),
        Rpo::AsyncTurbo => "ASYNC_TURBO".into(),
    };
    Some(())
}

fn soft_delete_policy(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    soft_delete(message, it.bucket.soft_delete_days?);
    Some(())
}

fn soft_delete(message: &mut wire::Bucket, days: u32) {
    let period = Duration::clamp(i64::from(days) * DAY, 0);
    message.soft_delete_policy = Some(part::SoftDeletePolicy::new().set_retention_duration(period));
}

fn storage_class(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    message.storage_class = class_name(it.bucket.default_storage_class?).into();
    Some(())
}

fn versioning(it: Described<'_>, message: &mut wire::Bucket) -> Option<()> {
    message.versioning = Some(part::Versioning::new().set_enabled(it.bucket.versioning?));
    Some(())
}
