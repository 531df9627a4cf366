//! A bucket, once for both protocols: the shape of the JSON API's resource, which serde writes and reads. gRPC's
//! message is made from it and into it in `wire`.
//!
//! The rules that the service holds a bucket's settings to are in `facets`.

pub(crate) mod lifecycle;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::lifecycle::Lifecycle;
use crate::gcp::int64::Int64;
use crate::gcp::time::Time;

/// A bucket's metadata.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) project_number: String,
    pub(crate) generation: Int64,
    pub(crate) metageneration: Int64,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) etag: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time_created: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) updated: Option<Time>,
    /// In capitals, as the service answers it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) location: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) location_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) custom_placement_config: Option<CustomPlacement>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) storage_class: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rpo: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) labels: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) acl: Vec<AccessControl>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) default_object_acl: Vec<AccessControl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<Owner>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) iam_configuration: Option<IamConfiguration>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) versioning: Option<Versioning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lifecycle: Option<Lifecycle>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retention_policy: Option<RetentionPolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) object_retention: Option<ObjectRetention>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) soft_delete_policy: Option<SoftDeletePolicy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default_event_based_hold: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) encryption: Option<Encryption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) autoclass: Option<Autoclass>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hierarchical_namespace: Option<HierarchicalNamespace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ip_filter: Option<IpFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) logging: Option<Logging>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) billing: Option<Billing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) cors: Vec<Cors>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) website: Option<Website>,
}

impl Bucket {
    pub(crate) fn uniform_access(&self) -> bool {
        self.iam_configuration.as_ref().is_some_and(|iam| iam.uniform_bucket_level_access.enabled)
    }

    pub(crate) fn versioned(&self) -> bool {
        self.versioning.as_ref().is_some_and(|versioning| versioning.enabled)
    }

    pub(crate) fn hierarchical(&self) -> bool {
        self.hierarchical_namespace.as_ref().is_some_and(|namespace| namespace.enabled)
    }

    pub(crate) fn autoclassed(&self) -> bool {
        self.autoclass.as_ref().is_some_and(|autoclass| autoclass.enabled)
    }
}

/// The two regions of a configurable dual-region, or the zone of a bucket of the class RAPID.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct CustomPlacement {
    pub(crate) data_locations: Vec<String>,
}

/// An entry of an access control list.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct AccessControl {
    pub(crate) entity: String,
    pub(crate) role: String,
}

/// The project team that owns a bucket.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Owner {
    pub(crate) entity: String,
}

/// The `iamConfiguration` of a bucket.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct IamConfiguration {
    /// The former name of uniform access: the same again.
    pub(crate) bucket_policy_only: UniformAccess,
    pub(crate) uniform_bucket_level_access: UniformAccess,
    /// `inherited` or `enforced`.
    pub(crate) public_access_prevention: String,
}

/// Whether access is decided by IAM alone.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct UniformAccess {
    pub(crate) enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) locked_time: Option<Time>,
}

/// Whether old versions of objects are kept.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Versioning {
    pub(crate) enabled: bool,
}

/// The bucket's retention policy.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct RetentionPolicy {
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retention_period: Option<Int64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) effective_time: Option<Time>,
    /// Once locked, the policy can only be made longer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_locked: bool,
}

/// Whether single objects can have a retention of their own; the only mode is `Enabled`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ObjectRetention {
    pub(crate) mode: String,
}

/// The soft delete policy; 0 seconds turn it off.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct SoftDeletePolicy {
    pub(crate) retention_duration_seconds: Int64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) effective_time: Option<Time>,
}

/// The encryption of new objects.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Encryption {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) default_kms_key_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) google_managed_encryption_enforcement_config: Option<Enforcement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) customer_managed_encryption_enforcement_config: Option<Enforcement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) customer_supplied_encryption_enforcement_config: Option<Enforcement>,
}

/// Whether new objects may have one kind of encryption.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Enforcement {
    /// `NotRestricted` or `FullyRestricted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) restriction_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) effective_time: Option<Time>,
}

impl Enforcement {
    pub(crate) fn restricted(&self) -> bool {
        self.restriction_mode.as_deref() == Some("FullyRestricted")
    }
}

/// Whether the service moves objects between classes by itself.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Autoclass {
    pub(crate) enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) toggle_time: Option<Time>,
    /// NEARLINE, where nothing else is asked for, or ARCHIVE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) terminal_storage_class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) terminal_storage_class_update_time: Option<Time>,
}

/// Whether the bucket has a hierarchical namespace.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct HierarchicalNamespace {
    pub(crate) enabled: bool,
}

/// The bucket's IP filter.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct IpFilter {
    /// `Enabled` or `Disabled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) public_network_source: Option<PublicNetworkSource>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) vpc_network_sources: Vec<VpcNetworkSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allow_cross_org_vpcs: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allow_all_service_agent_access: Option<bool>,
}

/// Addresses of the internet that are let in.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PublicNetworkSource {
    pub(crate) allowed_ip_cidr_ranges: Vec<String>,
}

/// A VPC network, and its addresses, that are let in.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct VpcNetworkSource {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) network: Option<String>,
    pub(crate) allowed_ip_cidr_ranges: Vec<String>,
}

/// The bucket that gets the logs, and what their names begin with: the logged bucket's name, where nothing is asked.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Logging {
    /// A bare name; gRPC puts `projects/_/buckets/` in front.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) log_bucket: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) log_object_prefix: String,
}

/// Who pays for requests.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Billing {
    pub(crate) requester_pays: bool,
}

/// Which web pages may read the bucket: one rule.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Cors {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) origin: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) method: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) response_header: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_age_seconds: Option<i32>,
}

/// How the bucket serves web pages.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Website {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) main_page_suffix: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) not_found_page: String,
}
