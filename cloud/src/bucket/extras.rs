//! What a bucket has on one cloud alone.

use std::collections::BTreeMap;

use super::StorageClass;

/// What only S3 has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AwsExtras {
    /// Whether Object Lock is on, without a default retention of the bucket. Cannot be switched off again.
    pub object_lock: Option<bool>,
    /// A directory bucket (S3 Express One Zone) in this zone, such as `use1-az4`. Fixed at creation.
    pub directory_bucket: Option<DirectoryBucket>,
    /// The namespace that the name is unique in. Fixed at creation.
    pub namespace: Option<Namespace>,
    /// Intelligent-Tiering archive configurations, by name.
    pub intelligent_tiering: Option<Vec<IntelligentTiering>>,
    /// Whether Transfer Acceleration is on.
    pub acceleration: Option<bool>,
    /// Replication to other buckets. Needs versioning.
    pub replication: Option<Replication>,
    /// A bucket policy in JSON; statements that Palisade adds (`require_tls`) are merged into it and never shown.
    pub policy_json: Option<String>,
    /// Whether access by attributes (tags) is on.
    pub abac: Option<bool>,
    /// Whether the KMS key encrypts in two layers (`aws:kms:dsse`).
    pub sse_dsse: Option<bool>,
    /// Whether uploads with keys of the customer's own keeping (SSE-C) are refused.
    pub blocked_sse_c: Option<bool>,
}

/// Where a directory bucket lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryBucket {
    /// The id of an availability zone, such as `use1-az4`.
    pub availability_zone: String,
}

/// What a bucket's name is unique in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// All of AWS.
    Global,
    /// The account and region.
    AccountRegional,
}

/// One Intelligent-Tiering archive configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntelligentTiering {
    /// Its name.
    pub name: String,
    /// Objects whose name begins so.
    pub prefix: Option<String>,
    /// Objects with these tags.
    pub tags: BTreeMap<String, String>,
    /// Days without access until the archive tier, 90 to 730.
    pub archive_days: Option<u32>,
    /// Days without access until the deep archive tier, 180 to 730.
    pub deep_archive_days: Option<u32>,
}

/// Replication to other buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replication {
    /// The ARN of the role that copies.
    pub role: String,
    /// What is copied where.
    pub rules: Vec<ReplicationRule>,
}

/// One replication rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicationRule {
    /// Its name.
    pub id: String,
    /// Which rule wins where two match: the higher number.
    pub priority: u32,
    /// Objects whose name begins so.
    pub prefix: Option<String>,
    /// The ARN of the bucket that receives.
    pub destination_bucket: String,
    /// The class of the copies; that of the original when unset.
    pub storage_class: Option<StorageClass>,
    /// The key that copies are encrypted with.
    pub replica_kms_key: Option<String>,
    /// Whether delete markers are copied too.
    pub delete_markers: bool,
}

/// What only Google Cloud Storage has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GcpExtras {
    /// The project that the bucket is created in; the session's when unset. Fixed at creation.
    pub project: Option<String>,
    /// Whether classes are chosen by access.
    pub autoclass: Option<Autoclass>,
    /// How fast a dual-region replicates.
    pub rpo: Option<Rpo>,
    /// The two regions of a custom dual-region. Fixed at creation.
    pub placement: Option<Vec<String>>,
    /// Whether folders are real. Fixed at creation.
    pub hierarchical_namespace: Option<bool>,
    /// Which networks may reach the bucket.
    pub ip_filter: Option<IpFilter>,
    /// Whether new objects are held until an event.
    pub default_event_based_hold: Option<bool>,
    /// Which kinds of encryption new objects may have.
    pub encryption_enforcement: Option<EncryptionEnforcement>,
    /// Whether this is a zonal bucket of class `RAPID`. Fixed at creation.
    pub rapid: Option<bool>,
}

/// Autoclass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Autoclass {
    /// The coldest class: [`StorageClass::Infrequent`] or [`StorageClass::Archive`].
    pub terminal_storage_class: Option<StorageClass>,
}

/// A recovery point objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rpo {
    /// No bound.
    Default,
    /// Turbo replication: 15 minutes.
    AsyncTurbo,
}

/// Which networks may reach a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpFilter {
    /// Whether the filter is enforced.
    pub enabled: bool,
    /// Public ranges in CIDR notation.
    pub public_cidrs: Vec<String>,
    /// VPC networks and their ranges.
    pub vpc: Vec<VpcSource>,
    /// Whether Google's service agents pass.
    pub allow_all_service_agents: Option<bool>,
    /// Whether VPC networks of other organisations may be named.
    pub allow_cross_org_vpcs: Option<bool>,
}

/// A VPC network and its ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VpcSource {
    /// `projects/PROJECT/global/networks/NETWORK`.
    pub network: String,
    /// Ranges in CIDR notation.
    pub cidrs: Vec<String>,
}

/// Which kinds of encryption new objects may have: `Some(true)` restricts the kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EncryptionEnforcement {
    /// Keys that Google manages.
    pub google_managed_restricted: Option<bool>,
    /// Keys of Cloud KMS.
    pub customer_managed_restricted: Option<bool>,
    /// Keys sent with each request.
    pub customer_supplied_restricted: Option<bool>,
}
