//! Buckets.

use googleapis_tonic_google_storage_v2::google::storage::v2 as pb;
use pb::bucket::encryption as pb_encryption;

use super::{bucket_name, bucket_path, duration, given, lifecycle, time, timestamp};
use crate::gcp::int64::Int64;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::{
    AccessControl, Autoclass, Billing, Bucket, Cors, CustomPlacement, Encryption, Enforcement,
    HierarchicalNamespace, IamConfiguration, IpFilter, Logging, PublicNetworkSource, RetentionPolicy,
    SoftDeletePolicy, UniformAccess, Versioning, VpcNetworkSource, Website,
};

/// The message of a bucket.
pub(crate) fn to_wire(bucket: &Bucket) -> pb::Bucket {
    pb::Bucket {
        name: if bucket.name.is_empty() { String::new() } else { bucket_path(&bucket.name) },
        bucket_id: bucket.name.clone(),
        etag: bucket.etag.clone(),
        project: given(bucket.project_number.clone())
            .map(|number| format!("projects/{number}"))
            .unwrap_or_default(),
        metageneration: bucket.metageneration.0,
        location: bucket.location.clone(),
        location_type: bucket.location_type.clone(),
        storage_class: bucket.storage_class.clone(),
        rpo: bucket.rpo.clone().unwrap_or_default(),
        acl: bucket.acl.iter().map(entry_to_wire).collect(),
        default_object_acl: bucket.default_object_acl.iter().map(object_entry_to_wire).collect(),
        lifecycle: bucket.lifecycle.as_ref().map(lifecycle::to_wire),
        create_time: bucket.time_created.map(timestamp),
        cors: bucket.cors.iter().map(cors_to_wire).collect(),
        update_time: bucket.updated.map(timestamp),
        default_event_based_hold: bucket.default_event_based_hold.unwrap_or_default(),
        labels: bucket.labels.clone().into_iter().collect(),
        website: bucket.website.as_ref().map(|website| pb::bucket::Website {
            main_page_suffix: website.main_page_suffix.clone(),
            not_found_page: website.not_found_page.clone(),
        }),
        versioning: bucket.versioning.as_ref().map(|it| pb::bucket::Versioning { enabled: it.enabled }),
        logging: bucket.logging.as_ref().map(|logging| pb::bucket::Logging {
            log_bucket: bucket_path(&logging.log_bucket),
            log_object_prefix: logging.log_object_prefix.clone(),
        }),
        owner: bucket
            .owner
            .as_ref()
            .map(|owner| pb::Owner { entity: owner.entity.clone(), entity_id: String::new() }),
        encryption: bucket.encryption.as_ref().map(encryption_to_wire),
        billing: bucket.billing.as_ref().map(|it| pb::bucket::Billing { requester_pays: it.requester_pays }),
        retention_policy: bucket.retention_policy.as_ref().map(|policy| pb::bucket::RetentionPolicy {
            effective_time: policy.effective_time.map(timestamp),
            is_locked: policy.is_locked,
            retention_duration: policy.retention_period.map(|seconds| duration(seconds.0)),
        }),
        iam_config: bucket.iam_configuration.as_ref().map(iam_to_wire),
        satisfies_pzs: false,
        custom_placement_config: bucket
            .custom_placement_config
            .as_ref()
            .map(|it| pb::bucket::CustomPlacementConfig { data_locations: it.data_locations.clone() }),
        autoclass: bucket.autoclass.as_ref().map(autoclass_to_wire),
        hierarchical_namespace: bucket
            .hierarchical_namespace
            .as_ref()
            .map(|it| pb::bucket::HierarchicalNamespace { enabled: it.enabled }),
        soft_delete_policy: bucket.soft_delete_policy.as_ref().map(|policy| pb::bucket::SoftDeletePolicy {
            retention_duration: Some(duration(policy.retention_duration_seconds.0)),
            effective_time: policy.effective_time.map(timestamp),
        }),
        object_retention: bucket
            .object_retention
            .as_ref()
            .map(|it| pb::bucket::ObjectRetention { enabled: it.mode == "Enabled" }),
        ip_filter: bucket.ip_filter.as_ref().map(filter_to_wire),
    }
}

/// What a caller's message asks for. What only the service may say is left out; so is the name, which the calls have
/// in fields of their own.
pub(crate) fn from_wire(bucket: pb::Bucket) -> Result<Bucket, Refusal> {
    Ok(Bucket {
        location: bucket.location,
        storage_class: bucket.storage_class,
        rpo: given(bucket.rpo),
        acl: bucket.acl.into_iter().map(|it| AccessControl { entity: it.entity, role: it.role }).collect(),
        default_object_acl: bucket
            .default_object_acl
            .into_iter()
            .map(|it| AccessControl { entity: it.entity, role: it.role })
            .collect(),
        lifecycle: bucket.lifecycle.map(lifecycle::from_wire).transpose()?,
        cors: bucket.cors.into_iter().map(cors_from_wire).collect(),
        default_event_based_hold: Some(bucket.default_event_based_hold).filter(|hold| *hold),
        labels: bucket.labels.into_iter().collect(),
        website: bucket
            .website
            .map(|it| Website { main_page_suffix: it.main_page_suffix, not_found_page: it.not_found_page }),
        versioning: bucket.versioning.map(|it| Versioning { enabled: it.enabled }),
        logging: bucket.logging.map(logging_from_wire).transpose()?,
        encryption: bucket.encryption.map(encryption_from_wire),
        billing: bucket.billing.map(|it| Billing { requester_pays: it.requester_pays }),
        retention_policy: bucket.retention_policy.map(|policy| RetentionPolicy {
            retention_period: policy.retention_duration.map(|it| Int64(it.seconds)),
            effective_time: None,
            is_locked: policy.is_locked,
        }),
        iam_configuration: bucket.iam_config.map(iam_from_wire),
        custom_placement_config: bucket
            .custom_placement_config
            .map(|it| CustomPlacement { data_locations: it.data_locations }),
        autoclass: bucket.autoclass.map(|it| Autoclass {
            enabled: it.enabled,
            terminal_storage_class: it.terminal_storage_class,
            ..Autoclass::default()
        }),
        hierarchical_namespace: bucket
            .hierarchical_namespace
            .map(|it| HierarchicalNamespace { enabled: it.enabled }),
        // A duration of zero turns soft deletion off; none at all asks for nothing.
        soft_delete_policy: bucket.soft_delete_policy.and_then(|policy| policy.retention_duration).map(
            |it| SoftDeletePolicy { retention_duration_seconds: Int64(it.seconds), effective_time: None },
        ),
        ip_filter: bucket.ip_filter.map(filter_from_wire),
        ..Bucket::default()
    })
}

fn entry_to_wire(entry: &AccessControl) -> pb::BucketAccessControl {
    pb::BucketAccessControl { entity: entry.entity.clone(), role: entry.role.clone(), ..Default::default() }
}

fn object_entry_to_wire(entry: &AccessControl) -> pb::ObjectAccessControl {
    pb::ObjectAccessControl { entity: entry.entity.clone(), role: entry.role.clone(), ..Default::default() }
}

fn cors_to_wire(rule: &Cors) -> pb::bucket::Cors {
    pb::bucket::Cors {
        origin: rule.origin.clone(),
        method: rule.method.clone(),
        response_header: rule.response_header.clone(),
        max_age_seconds: rule.max_age_seconds.unwrap_or_default(),
    }
}

fn cors_from_wire(rule: pb::bucket::Cors) -> Cors {
    Cors {
        origin: rule.origin,
        method: rule.method,
        response_header: rule.response_header,
        max_age_seconds: Some(rule.max_age_seconds).filter(|seconds| *seconds != 0),
    }
}

fn logging_from_wire(logging: pb::bucket::Logging) -> Result<Logging, Refusal> {
    let log_bucket = match logging.log_bucket.as_str() {
        "" => String::new(),
        path => bucket_name(path)?.to_owned(),
    };
    Ok(Logging { log_bucket, log_object_prefix: logging.log_object_prefix })
}

fn encryption_to_wire(encryption: &Encryption) -> pb::bucket::Encryption {
    let config = |config: &Option<Enforcement>| {
        config.clone().map(|it| (it.restriction_mode, it.effective_time.map(timestamp)))
    };
    pb::bucket::Encryption {
        default_kms_key: encryption.default_kms_key_name.clone().unwrap_or_default(),
        google_managed_encryption_enforcement_config: config(
            &encryption.google_managed_encryption_enforcement_config,
        )
        .map(|(restriction_mode, effective_time)| {
            pb_encryption::GoogleManagedEncryptionEnforcementConfig { restriction_mode, effective_time }
        }),
        customer_managed_encryption_enforcement_config: config(
            &encryption.customer_managed_encryption_enforcement_config,
        )
        .map(|(restriction_mode, effective_time)| {
            pb_encryption::CustomerManagedEncryptionEnforcementConfig { restriction_mode, effective_time }
        }),
        customer_supplied_encryption_enforcement_config: config(
            &encryption.customer_supplied_encryption_enforcement_config,
        )
        .map(|(restriction_mode, effective_time)| {
            pb_encryption::CustomerSuppliedEncryptionEnforcementConfig { restriction_mode, effective_time }
        }),
    }
}

fn encryption_from_wire(encryption: pb::bucket::Encryption) -> Encryption {
    let config = |restriction_mode| Enforcement { restriction_mode, effective_time: None };
    Encryption {
        default_kms_key_name: given(encryption.default_kms_key),
        google_managed_encryption_enforcement_config: encryption
            .google_managed_encryption_enforcement_config
            .map(|it| config(it.restriction_mode)),
        customer_managed_encryption_enforcement_config: encryption
            .customer_managed_encryption_enforcement_config
            .map(|it| config(it.restriction_mode)),
        customer_supplied_encryption_enforcement_config: encryption
            .customer_supplied_encryption_enforcement_config
            .map(|it| config(it.restriction_mode)),
    }
}

fn iam_to_wire(iam: &IamConfiguration) -> pb::bucket::IamConfig {
    pb::bucket::IamConfig {
        uniform_bucket_level_access: Some(pb::bucket::iam_config::UniformBucketLevelAccess {
            enabled: iam.uniform_bucket_level_access.enabled,
            lock_time: iam.uniform_bucket_level_access.locked_time.map(timestamp),
        }),
        public_access_prevention: iam.public_access_prevention.clone(),
    }
}

fn iam_from_wire(iam: pb::bucket::IamConfig) -> IamConfiguration {
    let uniform = iam.uniform_bucket_level_access.unwrap_or_default();
    IamConfiguration {
        uniform_bucket_level_access: UniformAccess {
            enabled: uniform.enabled,
            locked_time: uniform.lock_time.and_then(time),
        },
        public_access_prevention: iam.public_access_prevention,
        ..IamConfiguration::default()
    }
}

fn autoclass_to_wire(autoclass: &Autoclass) -> pb::bucket::Autoclass {
    pb::bucket::Autoclass {
        enabled: autoclass.enabled,
        toggle_time: autoclass.toggle_time.map(timestamp),
        terminal_storage_class: autoclass.terminal_storage_class.clone(),
        terminal_storage_class_update_time: autoclass.terminal_storage_class_update_time.map(timestamp),
    }
}

fn filter_to_wire(filter: &IpFilter) -> pb::bucket::IpFilter {
    pb::bucket::IpFilter {
        mode: filter.mode.clone(),
        public_network_source: filter.public_network_source.as_ref().map(|source| {
            pb::bucket::ip_filter::PublicNetworkSource {
                allowed_ip_cidr_ranges: source.allowed_ip_cidr_ranges.clone(),
            }
        }),
        vpc_network_sources: filter
            .vpc_network_sources
            .iter()
            .map(|source| pb::bucket::ip_filter::VpcNetworkSource {
                network: source.network.clone(),
                allowed_ip_cidr_ranges: source.allowed_ip_cidr_ranges.clone(),
            })
            .collect(),
        allow_cross_org_vpcs: filter.allow_cross_org_vpcs.unwrap_or_default(),
        allow_all_service_agent_access: filter.allow_all_service_agent_access,
    }
}

fn filter_from_wire(filter: pb::bucket::IpFilter) -> IpFilter {
    IpFilter {
        mode: filter.mode,
        public_network_source: filter
            .public_network_source
            .map(|it| PublicNetworkSource { allowed_ip_cidr_ranges: it.allowed_ip_cidr_ranges }),
        vpc_network_sources: filter
            .vpc_network_sources
            .into_iter()
            .map(|it| VpcNetworkSource {
                network: it.network,
                allowed_ip_cidr_ranges: it.allowed_ip_cidr_ranges,
            })
            .collect(),
        allow_cross_org_vpcs: Some(filter.allow_cross_org_vpcs).filter(|allow| *allow),
        allow_all_service_agent_access: filter.allow_all_service_agent_access,
    }
}

#[cfg(test)]
pub(in crate::gcp::storage) mod tests {
    use super::*;
    use serde_json::json;

    /// A bucket with every field set, whether or not they go together.
    pub(in crate::gcp::storage) fn full() -> Bucket {
        let when = "2026-01-02T03:04:05.678Z";
        let config = json!({ "restrictionMode": "FullyRestricted", "effectiveTime": when });
        let entry = json!([{ "entity": "allUsers", "role": "READER" }]);
        let uniform = json!({ "enabled": true, "lockedTime": when });
        serde_json::from_value(json!({
            "name": "a-bucket", "projectNumber": "123", "generation": "0", "metageneration": "3", "etag": "CAM=",
            "timeCreated": when, "updated": when, "location": "US", "locationType": "dual-region",
            "customPlacementConfig": { "dataLocations": ["US-EAST1", "US-WEST1"] },
            "storageClass": "STANDARD", "rpo": "DEFAULT", "labels": { "a": "b" }, "acl": entry,
            "defaultObjectAcl": entry, "owner": { "entity": "project-owners-123" },
            "iamConfiguration": {
                "uniformBucketLevelAccess": uniform, "publicAccessPrevention": "enforced",
            },
            "versioning": { "enabled": true },
            "lifecycle": { "rule": [{
                "action": { "type": "SetStorageClass", "storageClass": "COLDLINE" },
                "condition": {
                    "age": 0, "createdBefore": "2026-01-31", "customTimeBefore": "2026-01-30",
                    "noncurrentTimeBefore": "2026-01-29", "daysSinceCustomTime": 1, "daysSinceNoncurrentTime": 0,
                    "numNewerVersions": 2, "isLive": false, "matchesPrefix": ["p"], "matchesSuffix": ["s"],
                    "matchesStorageClass": ["STANDARD"],
                },
            }] },
            "retentionPolicy": { "retentionPeriod": "60", "effectiveTime": when, "isLocked": true },
            "objectRetention": { "mode": "Enabled" },
            "softDeletePolicy": { "retentionDurationSeconds": "604800", "effectiveTime": when },
            "defaultEventBasedHold": true,
            "encryption": {
                "defaultKmsKeyName": "k", "googleManagedEncryptionEnforcementConfig": config,
                "customerManagedEncryptionEnforcementConfig": config,
                "customerSuppliedEncryptionEnforcementConfig": config,
            },
            "autoclass": {
                "enabled": true, "toggleTime": when, "terminalStorageClass": "ARCHIVE",
                "terminalStorageClassUpdateTime": when,
            },
            "hierarchicalNamespace": { "enabled": true },
            "ipFilter": {
                "mode": "Enabled", "publicNetworkSource": { "allowedIpCidrRanges": ["0.0.0.0/0"] },
                "vpcNetworkSources": [{ "network": "n", "allowedIpCidrRanges": ["10.0.0.0/8"] }],
                "allowCrossOrgVpcs": true, "allowAllServiceAgentAccess": false,
            },
            "logging": { "logBucket": "log-bucket", "logObjectPrefix": "p" },
            "billing": { "requesterPays": true },
            "cors": [{ "origin": ["*"], "method": ["GET"], "responseHeader": ["x"], "maxAgeSeconds": 60 }],
            "website": { "mainPageSuffix": "index.html", "notFoundPage": "404.html" },
        }))
        .unwrap()
    }

    /// There and back only what the service alone may say is lost.
    #[test]
    fn round_trip() {
        let bucket = full();
        let seen = from_wire(to_wire(&bucket)).unwrap();
        let mut expected = Bucket {
            name: String::new(),
            project_number: String::new(),
            metageneration: Int64(0),
            etag: String::new(),
            time_created: None,
            updated: None,
            location_type: String::new(),
            owner: None,
            object_retention: None,
            ..bucket
        };
        expected.retention_policy.as_mut().unwrap().effective_time = None;
        expected.soft_delete_policy.as_mut().unwrap().effective_time = None;
        let autoclass = expected.autoclass.as_mut().unwrap();
        (autoclass.toggle_time, autoclass.terminal_storage_class_update_time) = (None, None);
        let encryption = expected.encryption.as_mut().unwrap();
        for config in [
            &mut encryption.google_managed_encryption_enforcement_config,
            &mut encryption.customer_managed_encryption_enforcement_config,
            &mut encryption.customer_supplied_encryption_enforcement_config,
        ] {
            config.as_mut().unwrap().effective_time = None;
        }
        assert_eq!(seen, expected);
    }

    #[test]
    fn zero_is_not_unset() {
        let policy = |retention_duration| pb::Bucket {
            soft_delete_policy: Some(pb::bucket::SoftDeletePolicy {
                retention_duration,
                effective_time: None,
            }),
            ..pb::Bucket::default()
        };
        assert!(from_wire(policy(Some(duration(0)))).unwrap().soft_delete_policy.is_some());
        assert!(from_wire(policy(None)).unwrap().soft_delete_policy.is_none());
    }

    #[test]
    fn names_have_a_path() {
        assert_eq!(bucket_name("projects/_/buckets/b").unwrap(), "b");
        for path in ["b", "projects/_/buckets/", "projects/p/buckets/b", "projects/_/buckets/b/c"] {
            assert!(bucket_name(path).is_err(), "{path}");
        }
    }
}
