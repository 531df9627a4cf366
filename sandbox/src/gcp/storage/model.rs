//! A bucket, once for both protocols: the shape of the JSON API's resource, which serde writes and reads. gRPC's
//! message is made from it and into it in `wire`.
//!
//! The settings that have rules of their own stand with their rules in `facets`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facets::access::{AccessControl, IamConfiguration};
use super::facets::autoclass::Autoclass;
use super::facets::cors::Cors;
use super::facets::encryption::Encryption;
use super::facets::ip_filter::IpFilter;
use super::facets::lifecycle::Lifecycle;
use super::facets::logging::Logging;
use super::facets::namespace::HierarchicalNamespace;
use super::facets::placement::CustomPlacement;
use super::facets::retention::{ObjectRetention, RetentionPolicy};
use super::facets::soft_delete::SoftDeletePolicy;
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

/// The project team that owns a bucket.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Owner {
    pub(crate) entity: String,
}

/// Whether old versions of objects are kept.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Versioning {
    pub(crate) enabled: bool,
}

/// Who pays for requests.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Billing {
    pub(crate) requester_pays: bool,
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
