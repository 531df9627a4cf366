//! What `palisade_bucket` looks like in configuration: its documentation, validation and codec come from here.

mod aws;
mod gcp;

pub(crate) use aws::{Aws, DirectoryBucket, IntelligentTiering, Namespace, Replication, ReplicationRule};
pub(crate) use gcp::{
    Autoclass, EncryptionEnforcement, Enforcement, Gcp, IpFilter, IpFilterMode, Rpo, VpcSource,
};

use tfplug::{List, Map, Schema, Validator, Value};

pub(super) use crate::clouds::Cloud;
use crate::timeouts::Timeouts;

/// A bucket for objects: on S3 or on Cloud Storage, with the same attributes on both.
///
/// What a cloud cannot do is an error while planning that names the attribute; nothing is dropped silently. An
/// attribute that is not set is left as the cloud has it, but for those with a default: public access is blocked,
/// access is uniform (no ACLs) and plain http is refused unless you say otherwise.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Bucket {
    /// The cloud: `aws` (S3) or `gcp` (Cloud Storage). May be a variable. A change replaces the bucket.
    #[schema(required, replace)]
    pub(crate) cloud: Value<Cloud>,
    /// The globally unique name. A change replaces the bucket.
    #[schema(required, replace, validate = Validator::length(3, 222))]
    pub(crate) name: Value<String>,
    /// An AWS region (`eu-central-1`), or a Google Cloud region, dual-region or multi-region (`europe-west3`, `EUR4`,
    /// `EU`), in any case. A change replaces the bucket.
    #[schema(required, validate = Validator::length(2, 64))]
    pub(crate) location: Value<String>,
    /// Labels (S3 tags, Cloud Storage labels), beside the provider's `default_labels`; where both name a key this one
    /// wins. Each cloud has limits of its own, which are checked while planning.
    #[schema(optional, computed)]
    pub(crate) labels: Map<String>,
    /// The class of objects that are written without one. S3 has no such setting and takes `standard` alone; there
    /// use `lifecycle_rules`.
    #[schema(optional, computed)]
    pub(crate) default_storage_class: Value<StorageClass>,
    /// Whether old versions of objects are kept. S3 cannot go back to a bucket that never had versions: `false` after
    /// `true` suspends it.
    #[schema(optional, computed)]
    pub(crate) versioning: Value<bool>,
    /// Encryption of new objects with a key of yours. Unset, the cloud's own keys encrypt.
    pub(crate) encryption: Value<Encryption>,
    /// Whether access by anyone on the internet can be granted at all: `blocked` (all four public access blocks of S3,
    /// public access prevention of Cloud Storage) or `allowed`.
    #[schema(default = "blocked")]
    pub(crate) public_access: Value<PublicAccess>,
    /// Whether policies alone govern access, with ACLs switched off. Cloud Storage cannot switch it off again after 90
    /// days.
    #[schema(default = true)]
    pub(crate) uniform_access: Value<bool>,
    /// Whether plain http is refused. On S3 a statement of the bucket's policy does it; Cloud Storage has no plain
    /// http for its API and takes `true` alone.
    #[schema(default = true)]
    pub(crate) require_tls: Value<bool>,
    /// What happens to objects with age, in order.
    #[schema(optional, computed)]
    pub(crate) lifecycle_rules: List<LifecycleRule>,
    /// How long each object can be neither deleted nor overwritten.
    pub(crate) retention: Value<Retention>,
    /// Days for which a deleted object can be restored; `0` switches it off. Cloud Storage alone; on S3 use
    /// `versioning`.
    #[schema(optional, computed, validate = Validator::range(0, 90))]
    pub(crate) soft_delete_days: Value<u32>,
    /// Where access logs go.
    pub(crate) access_log: Value<AccessLog>,
    /// Which web pages of other origins may use the bucket, in order.
    #[schema(optional, computed)]
    pub(crate) cors: List<Cors>,
    /// Whether whoever reads pays for requests and transfer.
    #[schema(optional, computed)]
    pub(crate) requester_pays: Value<bool>,
    /// Whether a destroy deletes all objects first, old versions included. Unset, a bucket with objects is not
    /// destroyed.
    #[schema(default = false)]
    pub(crate) force_destroy: Value<bool>,
    /// How long operations may take, retries included.
    pub(crate) timeouts: Value<Timeouts>,
    /// What only S3 has. An error where `cloud` is `gcp`.
    #[schema(optional, computed)]
    pub(crate) aws: Value<Aws>,
    /// What only Cloud Storage has. An error where `cloud` is `aws`.
    #[schema(optional, computed)]
    pub(crate) gcp: Value<Gcp>,
    /// The cloud and the name: `aws/NAME` or `gcp/NAME`. Also what `terraform import` takes.
    #[schema(computed, keep_prior)]
    pub(crate) id: Value<String>,
    /// The cloud's own identifier: the ARN, or `projects/_/buckets/NAME`.
    #[schema(computed, keep_prior)]
    pub(crate) native_id: Value<String>,
    /// `s3://NAME` or `gs://NAME`.
    #[schema(computed, keep_prior)]
    pub(crate) url: Value<String>,
    /// The AWS account's number or the Google Cloud project that holds the bucket.
    #[schema(computed, keep_prior)]
    pub(crate) account: Value<String>,
    /// All labels on the bucket, the provider's `default_labels` included.
    #[schema(computed)]
    pub(crate) labels_all: Map<String>,
}

/// A neutral storage class: `standard`, `infrequent` (`STANDARD_IA`, `NEARLINE`), `cold` (`GLACIER_IR`, `COLDLINE`) or
/// `archive` (`DEEP_ARCHIVE`, `ARCHIVE`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum StorageClass {
    Standard,
    Infrequent,
    Cold,
    Archive,
}

/// Whether public access can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum PublicAccess {
    Blocked,
    Allowed,
}

/// Encryption with a key of yours.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Encryption {
    /// A KMS key: its ARN, id or alias (`alias/NAME`) on AWS, `projects/../locations/../keyRings/../cryptoKeys/..` on
    /// Google Cloud, where it must lie in the bucket's location.
    #[schema(required, validate = Validator::length(1, 2048))]
    pub(crate) kms_key: Value<String>,
}

/// One lifecycle rule. `0` is a value, not "unset".
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct LifecycleRule {
    /// The rule's name on S3, which makes one up from the rule's position when it is unset. Cloud Storage's rules have
    /// no names.
    #[schema(optional, computed)]
    pub(crate) id: Value<String>,
    /// Objects whose name begins so.
    pub(crate) prefix: Value<String>,
    /// Objects whose name ends so. Cloud Storage alone.
    pub(crate) suffix: Value<String>,
    /// Objects larger than so many bytes. S3 alone.
    pub(crate) size_greater_than: Value<u64>,
    /// Objects smaller than so many bytes. S3 alone.
    pub(crate) size_less_than: Value<u64>,
    /// Days since the object was created; with `abort_multipart`, since the upload began.
    pub(crate) age_days: Value<u32>,
    /// Objects created before this day, `YYYY-MM-DD`; on S3, the day on which the action happens.
    pub(crate) created_before: Value<String>,
    /// Days since a version stopped being the current one.
    pub(crate) noncurrent_days: Value<u32>,
    /// So many newer versions are kept.
    pub(crate) keep_newer: Value<u32>,
    /// What happens: `delete`, `transition` (to `storage_class`) or `abort_multipart` (uploads never completed).
    #[schema(required)]
    pub(crate) action: Value<Action>,
    /// The class that a `transition` leads to.
    pub(crate) storage_class: Value<StorageClass>,
}

/// What a lifecycle rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Action {
    Delete,
    Transition,
    AbortMultipart,
}

/// A retention period.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Retention {
    /// Days from an object's creation.
    #[schema(required, validate = Validator::range(1, 36_500))]
    pub(crate) days: Value<u32>,
    /// How strictly it is kept: `governance` (users with a special permission can end it; on Cloud Storage a policy that
    /// is not locked) or `compliance` (nobody can).
    #[schema(required)]
    pub(crate) mode: Value<RetentionMode>,
    /// Whether the policy itself can never be shortened or removed again. Irreversible on Cloud Storage.
    #[schema(optional, computed)]
    pub(crate) locked: Value<bool>,
}

/// How strictly a retention period is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum RetentionMode {
    Governance,
    Compliance,
}

/// Where access logs go.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct AccessLog {
    /// The bucket that takes the logs.
    #[schema(required)]
    pub(crate) target_bucket: Value<String>,
    /// What the logs' names begin with.
    #[schema(optional, computed)]
    pub(crate) prefix: Value<String>,
}

/// One cross-origin rule.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Cors {
    /// Origins allowed; `*` for all.
    #[schema(required)]
    pub(crate) origins: List<String>,
    /// HTTP methods allowed.
    #[schema(required)]
    pub(crate) methods: List<String>,
    /// Request headers allowed. S3 alone; Cloud Storage takes them all.
    #[schema(optional, computed)]
    pub(crate) allowed_headers: List<String>,
    /// Response headers that a page may read.
    #[schema(optional, computed)]
    pub(crate) exposed_headers: List<String>,
    /// Seconds for which a browser may remember the answer.
    #[schema(optional, computed)]
    pub(crate) max_age_seconds: Value<u32>,
}
