//! What S3 keeps: buckets with their configuration and their objects.

use std::collections::BTreeMap;

use s3s::dto::{
    BucketAccelerateStatus, BucketVersioningStatus, CORSRules, IntelligentTieringConfiguration,
    LifecycleRules, ObjectLockConfiguration, ObjectOwnership, Owner, Payer, PublicAccessBlockConfiguration,
    ReplicationConfiguration, Tag, Timestamp,
};
use s3s::{S3Error, S3Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::acl::Permit;
use super::encryption::Encryption;
use super::error::no_such_bucket;
use super::logging::Logging;
use super::multipart::Upload;
use super::object::Version;
use crate::aws::sign::hex;

/// All buckets of all accounts by name.
#[derive(Default, Deserialize, Serialize)]
pub(super) struct State {
    pub(super) buckets: BTreeMap<String, Bucket>,
}

/// A bucket. What is `None` or empty has not been configured.
#[derive(Deserialize, Serialize)]
pub(super) struct Bucket {
    /// Account that owns it.
    pub(super) owner: String,
    pub(super) region: String,
    pub(super) created: Timestamp,
    /// Availability zone of a directory bucket; other buckets have none.
    pub(super) zone: Option<String>,
    pub(super) versioning: Option<BucketVersioningStatus>,
    pub(super) object_lock: Option<ObjectLockConfiguration>,
    pub(super) encryption: Encryption,
    pub(super) public_access: Option<PublicAccessBlockConfiguration>,
    pub(super) ownership: Option<String>,
    /// Grants beyond the owner's.
    pub(super) grants: Vec<Permit>,
    pub(super) policy: Option<String>,
    pub(super) lifecycle: Option<Lifecycle>,
    pub(super) tags: Vec<Tag>,
    pub(super) logging: Option<Logging>,
    pub(super) cors: Option<CORSRules>,
    pub(super) payer: Option<Payer>,
    pub(super) acceleration: Option<BucketAccelerateStatus>,
    pub(super) intelligent_tiering: BTreeMap<String, IntelligentTieringConfiguration>,
    pub(super) replication: Option<ReplicationConfiguration>,
    /// Whether access is controlled by attributes.
    pub(super) abac: bool,
    /// The versions of each key, oldest first; no key has none.
    pub(super) objects: BTreeMap<String, Vec<Version>>,
    /// Unfinished uploads by their id.
    pub(super) uploads: BTreeMap<String, Upload>,
}

/// A lifecycle configuration.
#[derive(Deserialize, Serialize)]
pub(super) struct Lifecycle {
    pub(super) rules: LifecycleRules,
    pub(super) minimum_size: Option<String>,
}

impl State {
    pub(super) fn bucket(&self, name: &str) -> S3Result<&Bucket> {
        self.buckets.get(name).ok_or_else(no_such_bucket)
    }

    pub(super) fn bucket_mut(&mut self, name: &str) -> S3Result<&mut Bucket> {
        self.buckets.get_mut(name).ok_or_else(no_such_bucket)
    }
}

impl Bucket {
    /// A bucket as the real service makes it: encrypted, closed to the public, with ACLs off
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html).
    pub(super) fn new(owner: &str, region: &str, zone: Option<String>) -> Self {
        Self {
            owner: owner.to_owned(),
            region: region.to_owned(),
            created: now(),
            zone,
            versioning: None,
            object_lock: None,
            encryption: Encryption::default(),
            public_access: Some(PublicAccessBlockConfiguration {
                block_public_acls: Some(true),
                block_public_policy: Some(true),
                ignore_public_acls: Some(true),
                restrict_public_buckets: Some(true),
            }),
            ownership: Some(ObjectOwnership::BUCKET_OWNER_ENFORCED.to_owned()),
            grants: Vec::new(),
            policy: None,
            lifecycle: None,
            tags: Vec::new(),
            logging: None,
            cors: None,
            payer: None,
            acceleration: None,
            intelligent_tiering: BTreeMap::new(),
            replication: None,
            abac: false,
            objects: BTreeMap::new(),
            uploads: BTreeMap::new(),
        }
    }

    pub(super) fn arn(&self, name: &str) -> String {
        match self.zone {
            None => format!("arn:aws:s3:::{name}"),
            Some(_) => format!("arn:aws:s3express:{}:{}:bucket/{name}", self.region, self.owner),
        }
    }

    pub(super) fn has_versioning(&self) -> bool {
        self.versioning.as_ref().is_some_and(|status| status.as_str() == BucketVersioningStatus::ENABLED)
    }

    /// Whether ACLs are off.
    pub(super) fn is_owner_enforced(&self) -> bool {
        self.ownership.as_deref() == Some(ObjectOwnership::BUCKET_OWNER_ENFORCED)
    }

    /// One of the four settings against public access.
    pub(super) fn blocks(&self, setting: impl Fn(&PublicAccessBlockConfiguration) -> Option<bool>) -> bool {
        self.public_access.as_ref().and_then(setting).unwrap_or(false)
    }
}

/// An account as an owner. The canonical id is made up from the account's number.
pub(super) fn owner(account: &str) -> Owner {
    Owner { display_name: None, id: Some(hex(&Sha256::digest(account))) }
}

/// The time, to the second, as S3 keeps it.
pub(super) fn now() -> Timestamp {
    let seconds = u64::try_from(chrono::Utc::now().timestamp()).unwrap_or_default();
    Timestamp::from(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
}

/// The answer for a configuration that may be missing.
pub(super) fn found<T: Clone>(configuration: Option<&T>, missing: impl FnOnce() -> S3Error) -> S3Result<T> {
    configuration.cloned().ok_or_else(missing)
}
