//! What is shown of a bucket: the attributes asked for, in the spelling that they were asked in where that means
//! the same.

use google_cloud_storage::model as wire;

use super::from_wire::{everything, is_versioned, project};
use super::to_wire::{Described, created, locks, resource_name};
use crate::bucket::{Bucket, BucketKey, Details, EncryptionEnforcement, Extras, GcpExtras};
use crate::{Cloud, Observed, Scope};

/// What is there, of what the scope asks for.
pub(super) fn observed(message: &wire::Bucket, scope: Scope<'_, Bucket>) -> Observed<Bucket> {
    let versioned = match scope {
        Scope::Managed(wanted) => wanted.versioning == Some(true),
        Scope::Everything => is_versioned(message),
    };
    let actual = everything(message, versioned);
    Observed {
        key: BucketKey { cloud: Cloud::Gcp, name: actual.name.clone() },
        native_id: resource_name(&actual.name),
        revision: Some(message.metageneration.to_string()),
        details: Details { account: project(message).to_owned() },
        is: match scope {
            Scope::Managed(wanted) => managed(wanted, actual),
            Scope::Everything => anybody(actual),
        },
    }
}

/// The attributes that are set in `wanted`. Where the cloud has what `wanted` comes to, `wanted` is shown as it is
/// written, so that two spellings of one thing (`US` and `us`, a rule's id) are no difference.
fn managed(wanted: &Bucket, actual: Bucket) -> Bucket {
    let Some(described) = Described::of(wanted) else { return actual };
    let normal = normal(described);
    let same_place = wanted.location.eq_ignore_ascii_case(&actual.location);
    Bucket {
        name: actual.name,
        location: if same_place { wanted.location.clone() } else { actual.location },
        labels: actual.labels,
        default_storage_class: shown(
            &wanted.default_storage_class,
            normal.default_storage_class,
            actual.default_storage_class,
        ),
        versioning: shown(&wanted.versioning, normal.versioning, actual.versioning),
        encryption: shown(&wanted.encryption, normal.encryption, actual.encryption),
        public_access: shown(&wanted.public_access, normal.public_access, actual.public_access),
        uniform_access: shown(&wanted.uniform_access, normal.uniform_access, actual.uniform_access),
        require_tls: shown(&wanted.require_tls, normal.require_tls, actual.require_tls),
        lifecycle_rules: shown(&wanted.lifecycle_rules, normal.lifecycle_rules, actual.lifecycle_rules),
        retention: shown(&wanted.retention, normal.retention, actual.retention),
        soft_delete_days: shown(&wanted.soft_delete_days, normal.soft_delete_days, actual.soft_delete_days),
        access_log: shown(&wanted.access_log, normal.access_log, actual.access_log),
        cors: shown(&wanted.cors, normal.cors, actual.cors),
        requester_pays: shown(&wanted.requester_pays, normal.requester_pays, actual.requester_pays),
        extras: match (normal.extras, actual.extras) {
            (Extras::Gcp(normal), Extras::Gcp(actual)) => {
                Extras::Gcp(managed_extras(described.extras, normal, actual))
            }
            (_, actual) => actual,
        },
    }
}

fn managed_extras(wanted: &GcpExtras, normal: GcpExtras, actual: GcpExtras) -> GcpExtras {
    GcpExtras {
        project: shown(&wanted.project, same_project(wanted, &actual), actual.project),
        autoclass: shown(&wanted.autoclass, normal.autoclass, actual.autoclass),
        rpo: shown(&wanted.rpo, normal.rpo, actual.rpo),
        placement: shown(&wanted.placement, normal.placement, actual.placement),
        hierarchical_namespace: shown(
            &wanted.hierarchical_namespace,
            normal.hierarchical_namespace,
            actual.hierarchical_namespace,
        ),
        ip_filter: shown(&wanted.ip_filter, normal.ip_filter, actual.ip_filter),
        default_event_based_hold: shown(
            &wanted.default_event_based_hold,
            normal.default_event_based_hold,
            actual.default_event_based_hold,
        ),
        encryption_enforcement: wanted.encryption_enforcement.map(|wanted| {
            let actual = actual.encryption_enforcement.unwrap_or_default();
            EncryptionEnforcement {
                google_managed_restricted: wanted
                    .google_managed_restricted
                    .and(actual.google_managed_restricted),
                customer_managed_restricted: wanted
                    .customer_managed_restricted
                    .and(actual.customer_managed_restricted),
                customer_supplied_restricted: wanted
                    .customer_supplied_restricted
                    .and(actual.customer_supplied_restricted),
            }
        }),
        rapid: shown(&wanted.rapid, normal.rapid, actual.rapid),
    }
}

/// What `wanted` comes to in the cloud, read back.
fn normal(wanted: Described<'_>) -> Bucket {
    let mut message = created(wanted, "").set_name(resource_name(&wanted.bucket.name));
    if let (Some(policy), Some(retention)) = (&mut message.retention_policy, &wanted.bucket.retention) {
        policy.is_locked = locks(retention);
    }
    everything(&message, wanted.bucket.versioning == Some(true))
}

fn shown<T: Clone + PartialEq>(wanted: &Option<T>, normal: Option<T>, actual: Option<T>) -> Option<T> {
    wanted.as_ref()?;
    if normal == actual { wanted.clone() } else { actual }
}

/// The API answers with the project's number. An id that was configured cannot be compared with it and is believed;
/// a number can.
fn same_project(wanted: &GcpExtras, actual: &GcpExtras) -> Option<String> {
    let number = wanted.project.as_ref().filter(|project| project.bytes().all(|byte| byte.is_ascii_digit()));
    number.or(actual.project.as_ref()).cloned()
}

/// What is told whoever asks. The owner is told as the account; in configuration it is an id, which the API does not
/// tell.
fn anybody(mut actual: Bucket) -> Bucket {
    if let Extras::Gcp(extras) = &mut actual.extras {
        extras.project = None;
    }
    actual
}
