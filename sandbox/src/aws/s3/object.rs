//! Objects and their versions.

use bytes::Bytes;
use md5::{Digest, Md5};
use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject, ETag,
    Error, GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput, ObjectLockLegalHoldStatus,
    ObjectLockMode, ObjectLockRetentionMode, PutObjectInput, PutObjectOutput, PutObjectRetentionInput,
    PutObjectRetentionOutput, ServerSideEncryption, StorageClass, StreamingBlob, Timestamp,
};
use s3s::{Body, S3Error, S3Result};

use super::Ask;
use super::error::{access_denied, error, invalid_argument, invalid_request, malformed_xml};
use super::state::{Bucket, Object, Retention, State, Version, now};
use crate::aws::sign::{hex, unguessable};

/// Most keys of one `DeleteObjects`.
const MOST: usize = 1000;

/// The id of the version that a bucket without versioning gives.
pub(super) const NULL: &str = "null";

pub(super) fn put(ask: &Ask, state: &mut State, input: PutObjectInput) -> S3Result<PutObjectOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    if input.if_none_match.is_some() && bucket.current(&input.key).is_some() {
        return Err(error(
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold",
        ));
    }
    let object = Object::new(bucket, ask.body.clone(), &input)?;
    let (etag, encryption, key) = (object.etag.clone(), object.encryption.clone(), object.key.clone());
    let id = bucket.store(&input.key, Some(object));
    Ok(PutObjectOutput {
        e_tag: Some(ETag::Strong(etag)),
        server_side_encryption: Some(encryption),
        ssekms_key_id: key,
        version_id: bucket.versioning.as_ref().map(|_| id),
        ..PutObjectOutput::default()
    })
}

/// What a read of an object tells whether it sends the content or not: s3s has a type for either.
macro_rules! told {
    ($output:ident, $bucket:ident, $version:ident, $object:ident) => {
        $output {
            accept_ranges: Some("bytes".into()),
            content_type: $object.content_type.clone(),
            e_tag: Some(ETag::Strong($object.etag.clone())),
            last_modified: Some($version.modified.clone()),
            metadata: Some($object.metadata.clone().into_iter().collect()),
            object_lock_legal_hold_status: $object.legal_hold_status(),
            object_lock_mode: $object.lock_mode(),
            object_lock_retain_until_date: $object
                .retention
                .as_ref()
                .map(|retention| retention.until.clone()),
            server_side_encryption: Some($object.encryption.clone()),
            ssekms_key_id: $object.key.clone(),
            storage_class: $object.shown_class(),
            version_id: $bucket.versioning.as_ref().map(|_| $version.id.clone()),
            ..$output::default()
        }
    };
}

pub(super) fn get(_: &Ask, state: &State, input: GetObjectInput) -> S3Result<GetObjectOutput> {
    let bucket = state.bucket(&input.bucket)?;
    let (version, object) = find(bucket, &input.key, input.version_id.as_deref())?;
    let length = object.content.len();
    let part = match &input.range {
        None => None,
        Some(range) => Some(
            range
                .check(length as u64)
                .map_err(|_| error(416, "InvalidRange", "The requested range is not satisfiable"))?,
        ),
    };
    let bounds = part
        .as_ref()
        .and_then(|part| Some((usize::try_from(part.start).ok()?, usize::try_from(part.end).ok()?)));
    let content =
        bounds.map_or_else(|| object.content.clone(), |(start, end)| object.content.slice(start..end));
    Ok(GetObjectOutput {
        content_length: i64::try_from(content.len()).ok(),
        content_range: part.map(|part| format!("bytes {}-{}/{length}", part.start, part.end - 1)),
        body: Some(StreamingBlob::from(Body::from(content))),
        ..told!(GetObjectOutput, bucket, version, object)
    })
}

pub(super) fn head(_: &Ask, state: &State, input: HeadObjectInput) -> S3Result<HeadObjectOutput> {
    let bucket = state.bucket(&input.bucket)?;
    let (version, object) = find(bucket, &input.key, input.version_id.as_deref())?;
    Ok(HeadObjectOutput {
        content_length: i64::try_from(object.content.len()).ok(),
        ..told!(HeadObjectOutput, bucket, version, object)
    })
}

pub(super) fn delete(_: &Ask, state: &mut State, input: DeleteObjectInput) -> S3Result<DeleteObjectOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let bypass = input.bypass_governance_retention == Some(true);
    let gone = bucket.remove(&input.key, input.version_id.as_deref(), bypass)?;
    Ok(DeleteObjectOutput {
        delete_marker: gone.marker.then_some(true),
        request_charged: None,
        version_id: gone.version,
    })
}

pub(super) fn delete_many(
    _: &Ask,
    state: &mut State,
    input: DeleteObjectsInput,
) -> S3Result<DeleteObjectsOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    if !(1..=MOST).contains(&input.delete.objects.len()) {
        return Err(malformed_xml());
    }
    let bypass = input.bypass_governance_retention == Some(true);
    let (mut deleted, mut errors) = (Vec::new(), Vec::new());
    for wanted in input.delete.objects {
        match bucket.remove(&wanted.key, wanted.version_id.as_deref(), bypass) {
            Ok(gone) => deleted.push(DeletedObject {
                delete_marker: gone.marker.then_some(true),
                delete_marker_version_id: gone.version.filter(|_| gone.marker),
                key: Some(wanted.key),
                version_id: wanted.version_id,
            }),
            Err(error) => errors.push(Error {
                code: Some(error.code().as_str().to_owned()),
                key: Some(wanted.key),
                message: error.message().map(str::to_owned),
                version_id: wanted.version_id,
            }),
        }
    }
    let deleted = Some(deleted).filter(|_| input.delete.quiet != Some(true));
    Ok(DeleteObjectsOutput { deleted, errors: Some(errors), request_charged: None })
}

pub(super) fn put_retention(
    _: &Ask,
    state: &mut State,
    input: PutObjectRetentionInput,
) -> S3Result<PutObjectRetentionOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    if bucket.object_lock.is_none() {
        return Err(invalid_request("Bucket is missing Object Lock Configuration"));
    }
    let wanted = input.retention.ok_or_else(malformed_xml)?;
    let wanted = match (wanted.mode, wanted.retain_until_date) {
        (Some(mode), Some(until)) => Some(Retention { mode: mode.as_str().to_owned(), until }),
        (None, None) => None,
        _ => return Err(malformed_xml()),
    };
    if wanted.as_ref().is_some_and(|retention| !retention.is_in_force()) {
        return Err(invalid_argument("The retain until date must be in the future!"));
    }
    let id = find(bucket, &input.key, input.version_id.as_deref())?.0.id.clone();
    let versions = bucket.objects.get_mut(&input.key).into_iter().flatten();
    let object = versions.filter(|version| version.id == id).find_map(|version| version.object.as_mut());
    let object = object.ok_or_else(no_such_key)?;
    let longer =
        |old: &Retention| wanted.as_ref().is_some_and(|new| new.mode == old.mode && new.until >= old.until);
    let bypass = input.bypass_governance_retention == Some(true);
    let kept = object.retention.as_ref().filter(|old| old.is_in_force() && !old.yields(bypass));
    if kept.is_some_and(|old| !longer(old)) {
        return Err(access_denied());
    }
    object.retention = wanted;
    Ok(PutObjectRetentionOutput::default())
}

/// The hexadecimal MD5 of content, which is an object's ETag unless it came in parts.
pub(super) fn etag(content: &[u8]) -> String {
    hex(&Md5::digest(content))
}

/// What became of a delete.
struct Gone {
    /// The version that was removed, or the delete marker that was added.
    version: Option<String>,
    /// Whether it is a delete marker.
    marker: bool,
}

impl Bucket {
    /// The current version of an object that is not deleted.
    pub(super) fn current(&self, key: &str) -> Option<&Version> {
        self.objects.get(key)?.last().filter(|version| version.object.is_some())
    }

    /// Adds a version, `None` for a delete marker, and gives its id. Without versioning it takes the place of the
    /// last one that had none.
    pub(super) fn store(&mut self, key: &str, object: Option<Object>) -> String {
        let id = if self.has_versioning() { unguessable()[..32].to_owned() } else { NULL.to_owned() };
        let versions = self.objects.entry(key.to_owned()).or_default();
        versions.retain(|version| version.id != id);
        versions.push(Version { id: id.clone(), modified: now(), object });
        id
    }

    fn remove(&mut self, key: &str, version: Option<&str>, bypass: bool) -> S3Result<Gone> {
        let Some(id) = version else {
            return Ok(match &self.versioning {
                None => {
                    self.objects.remove(key);
                    Gone { version: None, marker: false }
                }
                Some(_) => Gone { version: Some(self.store(key, None)), marker: true },
            });
        };
        check_version_id(id)?;
        let Some(versions) = self.objects.get_mut(key) else {
            return Ok(Gone { version: Some(id.to_owned()), marker: false });
        };
        let found = versions.iter().find(|version| version.id == id);
        if found.and_then(|version| version.object.as_ref()).is_some_and(|object| object.is_locked(bypass)) {
            let message = "Access Denied because object protected by object lock.";
            return Err(error(403, "AccessDenied", message));
        }
        let marker = found.is_some_and(|version| version.object.is_none());
        versions.retain(|version| version.id != id);
        if versions.is_empty() {
            self.objects.remove(key);
        }
        Ok(Gone { version: Some(id.to_owned()), marker })
    }

    /// The retention that the bucket gives new objects.
    fn default_retention(&self) -> Option<Retention> {
        let retention = self.object_lock.as_ref()?.rule.as_ref()?.default_retention.as_ref()?;
        let days = retention.days.or_else(|| retention.years.map(|years| years.saturating_mul(365)))?;
        let until = chrono::Utc::now() + chrono::TimeDelta::days(days.into());
        let seconds = u64::try_from(until.timestamp()).unwrap_or_default();
        Some(Retention {
            mode: retention.mode.as_ref()?.as_str().to_owned(),
            until: Timestamp::from(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)),
        })
    }
}

impl Object {
    fn new(bucket: &Bucket, content: Bytes, input: &PutObjectInput) -> S3Result<Self> {
        if input.sse_customer_algorithm.is_some() && bucket.encryption.blocks_customer_keys() {
            return Err(access_denied());
        }
        let retention = match (&input.object_lock_mode, &input.object_lock_retain_until_date) {
            (None, None) => bucket.default_retention(),
            (Some(mode), Some(until)) => {
                Some(Retention { mode: mode.as_str().to_owned(), until: until.clone() })
            }
            _ => {
                let message =
                    "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied";
                return Err(invalid_argument(message));
            }
        };
        let explicit = input.object_lock_mode.is_some() || input.object_lock_legal_hold_status.is_some();
        if explicit && bucket.object_lock.is_none() {
            return Err(invalid_request("Bucket is missing Object Lock Configuration"));
        }
        let hold = input.object_lock_legal_hold_status.as_ref().map(ObjectLockLegalHoldStatus::as_str);
        let default = bucket.encryption.algorithm.clone();
        Ok(Self {
            etag: etag(&content),
            content,
            content_type: input.content_type.clone().or_else(|| Some("binary/octet-stream".into())),
            metadata: input.metadata.clone().unwrap_or_default().into_iter().collect(),
            storage_class: input.storage_class.clone().unwrap_or_else(standard),
            encryption: input
                .server_side_encryption
                .clone()
                .unwrap_or_else(|| ServerSideEncryption::from(default)),
            key: input.ssekms_key_id.clone().or_else(|| bucket.encryption.key.clone()),
            retention,
            legal_hold: hold == Some(ObjectLockLegalHoldStatus::ON),
        })
    }

    /// An object of nothing but content, with a bucket's defaults.
    pub(super) fn plain(bucket: &Bucket, content: Bytes) -> S3Result<Self> {
        Self::new(bucket, content, &PutObjectInput::default())
    }

    fn is_locked(&self, bypass: bool) -> bool {
        let retained = self.retention.as_ref().is_some_and(|r| r.is_in_force() && !r.yields(bypass));
        self.legal_hold || retained
    }

    fn lock_mode(&self) -> Option<ObjectLockMode> {
        self.retention.as_ref().map(|retention| ObjectLockMode::from(retention.mode.clone()))
    }

    fn legal_hold_status(&self) -> Option<ObjectLockLegalHoldStatus> {
        self.legal_hold.then(|| ObjectLockLegalHoldStatus::from_static(ObjectLockLegalHoldStatus::ON))
    }

    /// The storage class in replies about one object, which leave out the standard one.
    fn shown_class(&self) -> Option<StorageClass> {
        Some(self.storage_class.clone()).filter(|class| class.as_str() != StorageClass::STANDARD)
    }
}

impl Retention {
    fn is_in_force(&self) -> bool {
        self.until > now()
    }

    fn yields(&self, bypass: bool) -> bool {
        bypass && self.mode == ObjectLockRetentionMode::GOVERNANCE
    }
}

/// The version that a read is about, and its object.
fn find<'a>(bucket: &'a Bucket, key: &str, version: Option<&str>) -> S3Result<(&'a Version, &'a Object)> {
    let versions = bucket.objects.get(key);
    let found = match version {
        None => versions.and_then(|versions| versions.last()).ok_or_else(no_such_key)?,
        Some(id) => {
            check_version_id(id)?;
            let version = versions.and_then(|versions| versions.iter().find(|version| version.id == id));
            version.ok_or_else(|| error(404, "NoSuchVersion", "The specified version does not exist."))?
        }
    };
    match &found.object {
        Some(object) => Ok((found, object)),
        None if version.is_none() => Err(no_such_key()),
        None => {
            Err(error(405, "MethodNotAllowed", "The specified method is not allowed against this resource."))
        }
    }
}

fn check_version_id(id: &str) -> S3Result<()> {
    let known = id == NULL || (id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if known { Ok(()) } else { Err(invalid_argument("Invalid version id specified")) }
}

fn no_such_key() -> S3Error {
    error(404, "NoSuchKey", "The specified key does not exist.")
}

fn standard() -> StorageClass {
    StorageClass::from_static(StorageClass::STANDARD)
}
