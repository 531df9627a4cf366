//! Objects.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use googleapis_tonic_google_storage_v2::google::storage::v2 as pb;

use super::{bucket_path, timestamp};
use crate::gcp::int64::Int64;
use crate::gcp::storage::object::Object;

/// The message of an object.
pub(crate) fn to_wire(object: &Object) -> pb::Object {
    let md5_hash = STANDARD.decode(&object.md5_hash).unwrap_or_default();
    let crc32c = STANDARD.decode(&object.crc32c).ok().and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
    pb::Object {
        name: object.name.clone(),
        bucket: if object.bucket.is_empty() { String::new() } else { bucket_path(&object.bucket) },
        etag: object.etag.clone(),
        generation: object.generation.0,
        metageneration: object.metageneration.0,
        storage_class: object.storage_class.clone(),
        size: object.size.0,
        content_type: object.content_type.clone(),
        delete_time: object.time_deleted.map(timestamp),
        finalize_time: object.time_created.map(timestamp),
        create_time: object.time_created.map(timestamp),
        checksums: Some(pb::ObjectChecksums { crc32c: crc32c.map(u32::from_be_bytes), md5_hash }),
        update_time: object.updated.map(timestamp),
        kms_key: object.kms_key_name.clone(),
        temporary_hold: object.temporary_hold.unwrap_or_default(),
        retention_expire_time: object.retention_expiration_time.map(timestamp),
        metadata: object.metadata.clone().into_iter().collect(),
        event_based_hold: object.event_based_hold,
        soft_delete_time: object.soft_delete_time.map(timestamp),
        hard_delete_time: object.hard_delete_time.map(timestamp),
        ..pb::Object::default()
    }
}

/// What a caller's message asks for.
pub(crate) fn from_wire(object: pb::Object) -> Object {
    Object {
        name: object.name,
        generation: Int64(object.generation),
        storage_class: object.storage_class,
        content_type: object.content_type,
        metadata: object.metadata.into_iter().collect(),
        temporary_hold: Some(object.temporary_hold),
        event_based_hold: object.event_based_hold,
        ..Object::default()
    }
}
