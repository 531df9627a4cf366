use tfplug::{List, Schema, Value};

use super::StorageClass;

/// What only Cloud Storage has.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Gcp {
    /// The project that the bucket is created in, by its id or number; the provider's when unset. A change replaces the
    /// bucket.
    pub(crate) project: Value<String>,
    /// Lets the class of each object follow how often it is read.
    pub(crate) autoclass: Value<Autoclass>,
    /// How fast a dual-region replicates: `default`, or `async_turbo` (15 minutes).
    #[schema(optional, computed)]
    pub(crate) rpo: Value<Rpo>,
    /// The two regions of a dual-region of your choice. A change replaces the bucket.
    pub(crate) placement: List<String>,
    /// Whether folders are real. A change replaces the bucket.
    #[schema(optional, computed)]
    pub(crate) hierarchical_namespace: Value<bool>,
    /// Which networks may reach the bucket.
    pub(crate) ip_filter: Value<IpFilter>,
    /// Whether new objects are held until their hold is released.
    #[schema(optional, computed)]
    pub(crate) default_event_based_hold: Value<bool>,
    /// Which kinds of encryption new objects may have.
    #[schema(optional, computed)]
    pub(crate) encryption_enforcement: Value<EncryptionEnforcement>,
    /// Whether this is a zonal bucket of class `RAPID`. A change replaces the bucket.
    #[schema(optional, computed)]
    pub(crate) rapid: Value<bool>,
}

/// Autoclass.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Autoclass {
    /// The coldest class that objects get: `infrequent` (the default) or `archive`.
    #[schema(optional, computed)]
    pub(crate) terminal_storage_class: Value<StorageClass>,
}

/// A recovery point objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Rpo {
    Default,
    AsyncTurbo,
}

/// Which networks may reach a bucket.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct IpFilter {
    /// Whether it is `enabled` or `disabled`.
    #[schema(required)]
    pub(crate) mode: Value<IpFilterMode>,
    /// Public ranges in CIDR notation.
    #[schema(optional, computed)]
    pub(crate) public_cidrs: List<String>,
    /// VPC networks and their ranges.
    #[schema(optional, computed)]
    pub(crate) vpc: List<VpcSource>,
    /// Whether Google's service agents pass in any case.
    #[schema(optional, computed)]
    pub(crate) allow_all_service_agents: Value<bool>,
    /// Whether networks of other organisations may be named.
    #[schema(optional, computed)]
    pub(crate) allow_cross_org_vpcs: Value<bool>,
}

/// Whether a filter is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum IpFilterMode {
    Enabled,
    Disabled,
}

/// A VPC network and its ranges.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct VpcSource {
    /// `projects/PROJECT/global/networks/NETWORK`.
    #[schema(required)]
    pub(crate) network: Value<String>,
    /// Ranges in CIDR notation.
    #[schema(required)]
    pub(crate) cidrs: List<String>,
}

/// Which kinds of encryption new objects may have; a kind that is unset is allowed.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct EncryptionEnforcement {
    /// Keys that Google manages.
    #[schema(optional, computed)]
    pub(crate) google_managed: Value<Enforcement>,
    /// Keys of Cloud KMS.
    #[schema(optional, computed)]
    pub(crate) customer_managed: Value<Enforcement>,
    /// Keys that the writer sends with each request.
    #[schema(optional, computed)]
    pub(crate) customer_supplied: Value<Enforcement>,
}

/// Whether a kind of encryption is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Enforcement {
    Allowed,
    Restricted,
}
