//! What S3 keeps: buckets with their configuration and their objects.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use s3s::dto::{
    BucketAccelerateStatus, BucketVersioningStatus, CORSRules, IntelligentTieringConfiguration,
    LifecycleRules, ObjectLockConfiguration, ObjectOwnership, Owner, Payer, PublicAccessBlockConfiguration,
    ReplicationConfiguration, ServerSideEncryption, StorageClass, Tag, Timestamp,
};
use s3s::{S3Error, S3Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::error::no_such_bucket;
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

/// What a bucket's objects are encrypted with, unless an upload says otherwise.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Encryption {
    pub(super) algorithm: String,
    /// Id or ARN of a KMS key.
    pub(super) key: Option<String>,
    pub(super) bucket_key: bool,
    /// `SSE-C` where uploads with a customer's own key are refused, `NONE` where it was said that they are not.
    pub(super) blocked: String,
}

/// A grant, as it is kept.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Permit {
    pub(super) whom: Whom,
    pub(super) permission: String,
}

/// Whom a grant is for: an account by its canonical id, or a group by its URI.
#[derive(Clone, Deserialize, PartialEq, Serialize)]
pub(super) enum Whom {
    Account(String),
    Group(String),
}

/// A logging configuration, as it is kept.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Logging {
    pub(super) bucket: String,
    pub(super) prefix: String,
    pub(super) format: Option<Format>,
}

/// How the names of log objects are made.
#[derive(Clone, Deserialize, Serialize)]
pub(super) enum Format {
    Simple,
    /// With the date of the events or of their delivery.
    Partitioned(Option<String>),
}

/// A version of an object, or a delete marker.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Version {
    pub(super) id: String,
    pub(super) modified: Timestamp,
    /// `None` for a delete marker.
    pub(super) object: Option<Object>,
}

/// An object's content with what is kept beside it.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Object {
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub(super) content: Bytes,
    pub(super) etag: String,
    pub(super) content_type: Option<String>,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) storage_class: StorageClass,
    pub(super) encryption: ServerSideEncryption,
    pub(super) key: Option<String>,
    pub(super) retention: Option<Retention>,
    pub(super) legal_hold: bool,
}

/// Until when a version cannot be deleted.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Retention {
    pub(super) mode: String,
    pub(super) until: Timestamp,
}

/// An upload that has been started.
#[derive(Deserialize, Serialize)]
pub(super) struct Upload {
    pub(super) key: String,
    pub(super) started: Timestamp,
    /// The parts so far, in base64, by their number.
    pub(super) parts: BTreeMap<i32, String>,
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

impl Default for Encryption {
    /// SSE-S3, as S3 gives each bucket since 2023, and SSE-C blocked, as it does since April 2026
    /// (docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html).
    fn default() -> Self {
        Self { algorithm: "AES256".into(), key: None, bucket_key: false, blocked: "SSE-C".into() }
    }
}

impl Encryption {
    pub(super) fn blocks_customer_keys(&self) -> bool {
        self.blocked == "SSE-C"
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

fn to_base64<S: Serializer>(content: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(content))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map(Bytes::from).map_err(serde::de::Error::custom)
}
