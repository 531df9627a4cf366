//! The neutral bucket: what is wanted ([`Bucket`]), what is there ([`Observed`]), and the service that brings
//! one to the other ([`Buckets`]).
//!
//! In a [`Bucket`] an attribute that is `None` is not managed: it is neither written nor read. An attribute that
//! was set before and is `None` now is put back to the cloud's default. `Some(0)`, `Some(false)` and an empty list
//! are values, never "unset".

pub(crate) mod aws;
pub(crate) mod gcp;
mod unfinished;
mod url;

pub use url::{BucketUrl, UrlError};

use std::collections::BTreeMap;

use async_trait::async_trait;

use crate::{Cloud, Error, Operation, Problem};

/// A bucket as it is wanted, or as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    /// The globally unique name.
    pub name: String,
    /// An AWS region, or a Google Cloud region, dual-region or multi-region (compared case-insensitively).
    pub location: String,
    /// All labels (S3 tags, Cloud Storage labels), default labels included. Always managed.
    pub labels: BTreeMap<String, String>,
    /// The class of objects written without one. S3 knows only [`StorageClass::Standard`].
    pub default_storage_class: Option<StorageClass>,
    /// Whether old versions of objects are kept. On S3 `false` after `true` means suspended.
    pub versioning: Option<bool>,
    /// The customer's key that objects are encrypted with by default.
    pub encryption: Option<Encryption>,
    /// Whether access by anyone can be granted at all.
    pub public_access: Option<PublicAccess>,
    /// Whether access is governed by policies alone, with ACLs switched off.
    pub uniform_access: Option<bool>,
    /// Whether plain http is refused. Google Cloud's endpoint has no plain http.
    pub require_tls: Option<bool>,
    /// What happens to objects with age, in order.
    pub lifecycle_rules: Option<Vec<LifecycleRule>>,
    /// How long objects cannot be deleted or overwritten.
    pub retention: Option<Retention>,
    /// Days for which a deleted object can be restored; 0 switches it off. Google Cloud only.
    pub soft_delete_days: Option<u32>,
    /// Where access logs go.
    pub access_log: Option<AccessLog>,
    /// Cross-origin rules, in order.
    pub cors: Option<Vec<CorsRule>>,
    /// Whether the caller pays for requests and transfer.
    pub requester_pays: Option<bool>,
    /// What only one cloud has; says which cloud this bucket is on.
    pub extras: Extras,
}

/// What only one cloud has.
#[derive(Clone, Debug, PartialEq)]
pub enum Extras {
    /// The bucket is on S3.
    Aws(AwsExtras),
    /// The bucket is on Google Cloud Storage.
    Gcp(GcpExtras),
}

/// A neutral storage class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageClass {
    /// S3 `STANDARD`, Cloud Storage `STANDARD`.
    Standard,
    /// S3 `STANDARD_IA`, Cloud Storage `NEARLINE`.
    Infrequent,
    /// S3 `GLACIER_IR`, Cloud Storage `COLDLINE`.
    Cold,
    /// S3 `DEEP_ARCHIVE`, Cloud Storage `ARCHIVE`.
    Archive,
}

/// Default encryption with a customer-managed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// A KMS key: its ARN, id or alias (AWS), or its resource path `projects/../cryptoKeys/..` (Google Cloud).
    pub kms_key: String,
}

/// Whether public access can be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicAccess {
    /// All four public access blocks of S3; public access prevention `enforced` of Cloud Storage.
    Blocked,
    /// No block; who has access is up to policies.
    Allowed,
}

/// One lifecycle rule. Numbers are `None` when unset; 0 is a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LifecycleRule {
    /// The rule's name. S3 only keeps it; made from the position when unset there.
    pub id: Option<String>,
    /// Objects whose name begins so.
    pub prefix: Option<String>,
    /// Objects whose name ends so. Google Cloud only.
    pub suffix: Option<String>,
    /// Objects larger than so many bytes. AWS only.
    pub size_greater_than: Option<u64>,
    /// Objects smaller than so many bytes. AWS only.
    pub size_less_than: Option<u64>,
    /// Days since creation.
    pub age_days: Option<u32>,
    /// Objects created before this day, `YYYY-MM-DD`. On S3, the day on which the action happens.
    pub created_before: Option<String>,
    /// Days since an object version stopped being the current one.
    pub noncurrent_days: Option<u32>,
    /// So many newer versions are kept.
    pub keep_newer: Option<u32>,
    /// What happens.
    pub action: LifecycleAction,
}

/// What a lifecycle rule does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LifecycleAction {
    /// The object is deleted.
    #[default]
    Delete,
    /// The object moves to another class.
    Transition(StorageClass),
    /// Multipart uploads that were never completed are aborted.
    AbortMultipart,
}

/// A retention period for every object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Days from an object's creation.
    pub days: u32,
    /// How strictly the period is kept.
    pub mode: RetentionMode,
    /// Whether the policy itself can never be shortened or removed again. Irreversible on Google Cloud.
    pub locked: bool,
}

/// How strictly a retention period is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionMode {
    /// Users with a special permission can end it (S3); the policy is not locked (Google Cloud).
    Governance,
    /// Nobody can end it.
    Compliance,
}

/// Where access logs are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLog {
    /// The bucket that takes the logs.
    pub target_bucket: String,
    /// What the logs' names begin with.
    pub prefix: Option<String>,
}

/// One cross-origin rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorsRule {
    /// Origins allowed, `*` for all.
    pub origins: Vec<String>,
    /// HTTP methods allowed.
    pub methods: Vec<String>,
    /// Request headers allowed. AWS only.
    pub allowed_headers: Vec<String>,
    /// Response headers that a browser may read.
    pub exposed_headers: Vec<String>,
    /// Seconds for which a browser may remember the answer.
    pub max_age_seconds: Option<u32>,
}

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

/// A bucket as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Its attributes: those that were asked for, or all that the cloud tells.
    pub bucket: Bucket,
    /// ARN (AWS) or `projects/_/buckets/NAME` (Google Cloud).
    pub native_id: String,
    /// The account's number (AWS) or the project (Google Cloud).
    pub account: String,
    /// What an update must find unchanged: the metageneration (Google Cloud); S3 has none.
    pub revision: Option<String>,
}

/// A create or an update that failed half-way.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Incomplete {
    /// Why it stopped.
    #[source]
    pub error: Error,
    /// What exists now, so that it can be kept in state and finished later. `None`: nothing was created or changed.
    pub kept: Option<Box<Observed>>,
}

/// What to read of a bucket.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// The attributes that are set in this description, and no call more than they need.
    Managed(&'a Bucket),
    /// Everything that the cloud tells, its defaults too, for an import or a data source.
    Everything,
}

/// The buckets of one cloud.
#[async_trait]
pub trait Buckets: Send + Sync {
    /// Creates a bucket and brings every attribute to what is wanted.
    ///
    /// # Errors
    /// [`Incomplete`] tells why, and what exists: a bucket that was created before the failure is in `kept`.
    async fn create(&self, wanted: &Bucket, operation: &Operation) -> Result<Observed, Incomplete>;

    /// Reads a bucket; `None` when it is gone. `location` is where it is expected, if that is known.
    ///
    /// # Errors
    /// Any [`Error`] but `NotFound`.
    async fn read(
        &self,
        name: &str,
        location: Option<&str>,
        scope: Scope<'_>,
        operation: &Operation,
    ) -> Result<Option<Observed>, Error>;

    /// Brings a bucket from `prior` to `wanted` with the calls that the difference needs and no more.
    /// `revision` is the one that [`Observed`] told; an update finds it unchanged or fails with [`Error::Changed`].
    ///
    /// # Errors
    /// [`Incomplete`] tells why, and what has been changed by then.
    async fn update(
        &self,
        change: Change<'_>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed, Incomplete>;

    /// Deletes a bucket; one that is gone already is no error. With `force_destroy` its objects, versions and
    /// markers go first.
    ///
    /// # Errors
    /// [`Error::NotEmpty`] without `force_destroy`; else what the service answered.
    async fn delete(&self, bucket: &Bucket, force_destroy: bool, operation: &Operation) -> Result<(), Error>;
}

/// From what to what.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// What was last known to be there.
    pub prior: &'a Bucket,
    /// What is wanted.
    pub wanted: &'a Bucket,
}

impl Bucket {
    /// The cloud that this bucket is on.
    pub fn cloud(&self) -> Cloud {
        match self.extras {
            Extras::Aws(_) => Cloud::Aws,
            Extras::Gcp(_) => Cloud::Gcp,
        }
    }

    /// Everything that the chosen cloud cannot do or does not take, found without asking it.
    ///
    /// `unknown` tells whether a top-level attribute (`versioning`, `retention`, `aws`, ...) has a value that is not
    /// known yet; it is `None` here, and a check that depends on it is left to the apply.
    pub fn check(&self, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        match &self.extras {
            Extras::Aws(extras) => aws::check(self, extras, unknown),
            Extras::Gcp(extras) => gcp::check(self, extras, unknown),
        }
    }
}

impl Change<'_> {
    /// What this change would take back that the cloud never gives back: a locked retention that is removed, unlocked
    /// or shortened. Attributes whose change replaces the bucket are no matter of this.
    ///
    /// `unknown` is that of [`Bucket::check`], about `wanted`.
    pub fn check(&self, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        match self.wanted.cloud() {
            Cloud::Aws => Vec::new(),
            Cloud::Gcp => gcp::check_change(*self, unknown),
        }
    }
}
