use tfplug::{List, Map, Schema, Validator, Value};

use super::StorageClass;

/// What only S3 has.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Aws {
    /// Whether Object Lock is on without a default `retention`. Cannot be switched off: a change to `false` replaces
    /// the bucket.
    #[schema(optional, computed)]
    pub(crate) object_lock: Value<bool>,
    /// A directory bucket (S3 Express One Zone). A change replaces the bucket.
    #[schema(replace)]
    pub(crate) directory_bucket: Value<DirectoryBucket>,
    /// What the name is unique in: `global`, or `account-regional` (the name then ends in `-ACCOUNT-REGION-an`). A
    /// change replaces the bucket.
    #[schema(optional, computed)]
    pub(crate) namespace: Value<Namespace>,
    /// Intelligent-Tiering archive configurations.
    #[schema(optional, computed)]
    pub(crate) intelligent_tiering: List<IntelligentTiering>,
    /// Whether Transfer Acceleration is on.
    #[schema(optional, computed)]
    pub(crate) acceleration: Value<bool>,
    /// Replication to other buckets. Needs `versioning`.
    pub(crate) replication: Value<Replication>,
    /// A bucket policy in JSON. The statement that `require_tls` adds is merged into it on S3 and never shown here.
    pub(crate) policy_json: Value<String>,
    /// Whether access by attributes (ABAC) is on: policies may then speak of the bucket's tags.
    #[schema(optional, computed)]
    pub(crate) abac: Value<bool>,
    /// Whether the key of `encryption` encrypts in two layers (`aws:kms:dsse`).
    #[schema(optional, computed)]
    pub(crate) sse_dsse: Value<bool>,
    /// Whether uploads with keys that the writer keeps (SSE-C) are refused.
    #[schema(optional, computed)]
    pub(crate) blocked_sse_c: Value<bool>,
}

/// Where a directory bucket lives.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct DirectoryBucket {
    /// The id of an availability zone, such as `use1-az4`.
    #[schema(required)]
    pub(crate) availability_zone: Value<String>,
}

/// What a name is unique in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Namespace {
    Global,
    #[schema(name = "account-regional")]
    AccountRegional,
}

/// One Intelligent-Tiering archive configuration.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct IntelligentTiering {
    /// Its name.
    #[schema(required)]
    pub(crate) name: Value<String>,
    /// Objects whose name begins so.
    pub(crate) prefix: Value<String>,
    /// Objects with these tags.
    #[schema(optional, computed)]
    pub(crate) tags: Map<String>,
    /// Days without access until the archive tier, 90 to 730.
    #[schema(validate = Validator::range(90, 730))]
    pub(crate) archive_days: Value<u32>,
    /// Days without access until the deep archive tier, 180 to 730.
    #[schema(validate = Validator::range(180, 730))]
    pub(crate) deep_archive_days: Value<u32>,
}

/// Replication to other buckets.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Replication {
    /// The ARN of the role that copies.
    #[schema(required)]
    pub(crate) role: Value<String>,
    /// What is copied where.
    #[schema(required)]
    pub(crate) rules: List<ReplicationRule>,
}

/// One replication rule.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct ReplicationRule {
    /// Its name.
    #[schema(required)]
    pub(crate) id: Value<String>,
    /// Which rule wins where two match: the higher number.
    #[schema(required)]
    pub(crate) priority: Value<u32>,
    /// Objects whose name begins so.
    pub(crate) prefix: Value<String>,
    /// The ARN of the bucket that receives.
    #[schema(required)]
    pub(crate) destination_bucket: Value<String>,
    /// The class of the copies; that of the original when unset.
    pub(crate) storage_class: Value<StorageClass>,
    /// The key that the copies are encrypted with.
    pub(crate) replica_kms_key: Value<String>,
    /// Whether delete markers are copied too; unset, they are not.
    #[schema(optional, computed)]
    pub(crate) delete_markers: Value<bool>,
}
