//! Uploads in parts: enough to leave unfinished ones behind, find them and end them either way.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use md5::{Digest, Md5};
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CreateMultipartUploadInput, CreateMultipartUploadOutput, ETag,
    ListMultipartUploadsInput, ListMultipartUploadsOutput, ListPartsInput, ListPartsOutput, MultipartUpload,
    Part, ServerSideEncryption, StorageClass, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, invalid_argument, malformed_xml};
use super::object::etag;
use super::object_listing::{Text, limit};
use super::state::{Object, State, Upload, now, owner};
use crate::aws::sign::{hex, unguessable};

pub(super) fn create(
    _: &Ask,
    state: &mut State,
    input: CreateMultipartUploadInput,
) -> S3Result<CreateMultipartUploadOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let id = unguessable();
    let upload = Upload { key: input.key.clone(), started: now(), parts: BTreeMap::new() };
    bucket.uploads.insert(id.clone(), upload);
    Ok(CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        server_side_encryption: Some(ServerSideEncryption::from(bucket.encryption.algorithm.clone())),
        upload_id: Some(id),
        ..CreateMultipartUploadOutput::default()
    })
}

pub(super) fn upload_part(
    ask: &Ask,
    state: &mut State,
    input: UploadPartInput,
) -> S3Result<UploadPartOutput> {
    if !(1..=10_000).contains(&input.part_number) {
        return Err(invalid_argument("Part number must be an integer between 1 and 10000, inclusive"));
    }
    let upload = state.bucket_mut(&input.bucket)?.uploads.get_mut(&input.upload_id);
    let upload = upload.filter(|upload| upload.key == input.key).ok_or_else(no_such_upload)?;
    upload.parts.insert(input.part_number, STANDARD.encode(&ask.body));
    Ok(UploadPartOutput { e_tag: Some(ETag::Strong(etag(&ask.body))), ..UploadPartOutput::default() })
}

pub(super) fn complete(
    _: &Ask,
    state: &mut State,
    input: CompleteMultipartUploadInput,
) -> S3Result<CompleteMultipartUploadOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let upload = bucket.uploads.get(&input.upload_id).filter(|upload| upload.key == input.key);
    let upload = upload.ok_or_else(no_such_upload)?;
    let wanted = input.multipart_upload.and_then(|upload| upload.parts).unwrap_or_default();
    if wanted.is_empty() {
        return Err(malformed_xml());
    }
    let (mut content, mut digests) = (Vec::new(), Vec::new());
    for part in &wanted {
        let stored = part
            .part_number
            .and_then(|number| upload.parts.get(&number))
            .and_then(|p| STANDARD.decode(p).ok());
        let stored =
            stored.filter(|stored| part.e_tag.as_ref().is_none_or(|tag| tag.value() == etag(stored)));
        let stored = stored.ok_or_else(|| {
            error(400, "InvalidPart", "One or more of the specified parts could not be found.")
        })?;
        digests.extend_from_slice(&Md5::digest(&stored));
        content.extend_from_slice(&stored);
    }
    if !wanted.is_sorted_by_key(|part| part.part_number) {
        return Err(error(400, "InvalidPartOrder", "The list of parts was not in ascending order."));
    }
    let etag = format!("{}-{}", hex(&Md5::digest(&digests)), wanted.len());
    let object = Object { etag: etag.clone(), ..Object::plain(bucket, Bytes::from(content))? };
    bucket.uploads.remove(&input.upload_id);
    let version = bucket.store(&input.key, Some(object));
    Ok(CompleteMultipartUploadOutput {
        location: Some(format!("http://{}.s3.amazonaws.com/{}", input.bucket, input.key)),
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(etag)),
        version_id: bucket.versioning.as_ref().map(|_| version),
        ..CompleteMultipartUploadOutput::default()
    })
}

pub(super) fn abort(
    _: &Ask,
    state: &mut State,
    input: AbortMultipartUploadInput,
) -> S3Result<AbortMultipartUploadOutput> {
    let uploads = &mut state.bucket_mut(&input.bucket)?.uploads;
    if uploads.get(&input.upload_id).is_none_or(|upload| upload.key != input.key) {
        return Err(no_such_upload());
    }
    uploads.remove(&input.upload_id);
    Ok(AbortMultipartUploadOutput::default())
}

pub(super) fn list(
    _: &Ask,
    state: &State,
    input: ListMultipartUploadsInput,
) -> S3Result<ListMultipartUploadsOutput> {
    let bucket = state.bucket(&input.bucket)?;
    let text = Text::of(input.encoding_type.as_ref())?;
    let most = limit(input.max_uploads, "max-uploads")?;
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let marker = (input.key_marker.as_deref().unwrap_or_default(), input.upload_id_marker.as_deref());
    let mut all: Vec<(&String, &Upload)> = bucket.uploads.iter().collect();
    all.sort_by_key(|(id, upload)| (&upload.key, *id));
    all.retain(|(id, upload)| {
        let after_id = upload.key == marker.0 && marker.1.is_some_and(|marker| id.as_str() > marker);
        upload.key.starts_with(prefix) && (upload.key.as_str() > marker.0 || after_id)
    });
    let more = all.len() > usize::try_from(most).unwrap_or_default();
    all.truncate(usize::try_from(most).unwrap_or_default());
    let last = all.last().filter(|_| more);
    Ok(ListMultipartUploadsOutput {
        next_key_marker: last.map(|(_, upload)| text.write(&upload.key)),
        next_upload_id_marker: last.map(|(id, _)| (*id).clone()),
        uploads: Some(
            all.iter()
                .map(|(id, upload)| MultipartUpload {
                    initiated: Some(upload.started.clone()),
                    key: Some(text.write(&upload.key)),
                    owner: Some(owner(&bucket.owner)),
                    storage_class: Some(StorageClass::from_static(StorageClass::STANDARD)),
                    upload_id: Some((*id).clone()),
                    ..MultipartUpload::default()
                })
                .collect(),
        ),
        bucket: Some(input.bucket),
        is_truncated: Some(more),
        max_uploads: Some(most),
        prefix: input.prefix,
        key_marker: input.key_marker,
        upload_id_marker: input.upload_id_marker,
        encoding_type: input.encoding_type,
        ..ListMultipartUploadsOutput::default()
    })
}

pub(super) fn list_parts(_: &Ask, state: &State, input: ListPartsInput) -> S3Result<ListPartsOutput> {
    let upload = state.bucket(&input.bucket)?.uploads.get(&input.upload_id);
    let upload = upload.filter(|upload| upload.key == input.key).ok_or_else(no_such_upload)?;
    let parts = upload.parts.iter().map(|(number, content)| {
        let content = STANDARD.decode(content).unwrap_or_default();
        Part {
            e_tag: Some(ETag::Strong(etag(&content))),
            part_number: Some(*number),
            size: i64::try_from(content.len()).ok(),
            ..Part::default()
        }
    });
    Ok(ListPartsOutput {
        parts: Some(parts.collect()),
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        is_truncated: Some(false),
        ..ListPartsOutput::default()
    })
}

fn no_such_upload() -> S3Error {
    let message = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been \
                   aborted or completed.";
    error(404, "NoSuchUpload", message)
}
