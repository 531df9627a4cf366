//! The neutral bucket, on S3 and on Cloud Storage.

mod aws;
mod extras;
mod gcp;
mod key;
mod unfinished;
mod url;

pub use extras::{
    Autoclass, AwsExtras, DirectoryBucket, EncryptionEnforcement, GcpExtras, IntelligentTiering, IpFilter,
    Namespace, Replication, ReplicationRule, Rpo, VpcSource,
};
pub use key::BucketKey;
pub use url::{BucketUrl, UrlError};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Change, Cloud, Error, Kind, Problem, Service, Session};

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

/// What the cloud tells of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The account's number (AWS) or the project's (Google Cloud).
    pub account: String,
}

impl Kind for Bucket {
    type Key = BucketKey;
    type Details = Details;

    fn cloud(&self) -> Cloud {
        match self.extras {
            Extras::Aws(_) => Cloud::Aws,
            Extras::Gcp(_) => Cloud::Gcp,
        }
    }

    fn check(&self, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        match &self.extras {
            Extras::Aws(extras) => aws::check(self, extras, unknown),
            Extras::Gcp(extras) => gcp::check(self, extras, unknown),
        }
    }

    fn replaced(prior: &Self, wanted: &Self) -> Vec<&'static str> {
        match wanted.cloud() {
            Cloud::Aws => aws::replaced(prior, wanted),
            Cloud::Gcp => gcp::replaced(prior, wanted),
        }
    }

    fn check_change(change: Change<'_, Self>, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        match change.wanted.cloud() {
            Cloud::Aws => Vec::new(),
            Cloud::Gcp => gcp::check_change(change, unknown),
        }
    }

    async fn service(session: &Session, cloud: Cloud) -> Result<Arc<dyn Service<Self>>, Error> {
        Ok(match cloud {
            Cloud::Aws => Arc::new(aws::AwsBuckets::new(Arc::clone(session.aws()))),
            Cloud::Gcp => session.once(gcp::GcpBuckets::of(session.gcp())).await?,
        })
    }
}
