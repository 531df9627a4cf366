//! Deleting a bucket, and with `force_destroy` everything in it first.

use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::Bucket;
use super::target::{Call, Target};
use crate::aws::AwsClients;
use crate::wait::Running;
use crate::{Cloud, Error, Removal};

const DELETE: Call = Call { operation: "DeleteBucket", attribute: "name" };
const LIST: Call = Call { operation: "ListObjectVersions", attribute: "force_destroy" };
const LIST_CURRENT: Call = Call { operation: "ListObjectsV2", attribute: "force_destroy" };
const DELETE_OBJECTS: Call = Call { operation: "DeleteObjects", attribute: "force_destroy" };
const LIST_UPLOADS: Call = Call { operation: "ListMultipartUploads", attribute: "force_destroy" };
const ABORT_UPLOAD: Call = Call { operation: "AbortMultipartUpload", attribute: "force_destroy" };

/// Batches under way at a time. `DeleteObjects` takes 1,000 keys; S3 serves 3,500 writes a second for a prefix.
const BATCHES: usize = 8;

pub(super) async fn delete(
    clients: &AwsClients,
    removal: Removal<'_, Bucket>,
    running: &Running,
) -> Result<(), Error> {
    let at = Target::new(clients, &removal.prior.name, &removal.prior.location, running).await?;
    loop {
        let request = at.client.delete_bucket().bucket(at.name).set_expected_bucket_owner(at.owner());
        match at.call(DELETE, || request.clone().send()).await {
            Ok(_) | Err(Error::NotFound { .. }) => return Ok(()),
            Err(full @ Error::NotEmpty { .. }) if removal.with_contents => {
                // A bucket that refuses though nothing was found in it would be asked for ever.
                if empty(&at).await? == 0 {
                    return Err(full);
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// Deletes every version, marker and unfinished upload; tells how many.
async fn empty(at: &Target<'_>) -> Result<usize, Error> {
    tracing::info!(bucket = at.name, "the bucket is not empty; deleting its objects");
    let mut batches = batches(at);
    let mut deleted = 0;
    while let Some(count) = batches.try_next().await? {
        deleted += count;
        tracing::info!(bucket = at.name, deleted, "objects deleted");
    }
    Ok(deleted + abort_uploads(at).await?)
}

/// The sizes of the batches as they are deleted, several at a time.
fn batches<'a>(at: &'a Target<'a>) -> BoxStream<'a, Result<usize, Error>> {
    stream::try_unfold(Some(Marker::default()), move |marker| next_page(at, marker))
        .map_ok(move |batch| delete_batch(at, batch))
        .try_buffer_unordered(BATCHES)
        .boxed()
}

/// Where a listing goes on.
#[derive(Default)]
struct Marker {
    key: Option<String>,
    version: Option<String>,
}

/// The next batch and where the listing goes on; deleting what was listed does not move the marker.
async fn next_page(
    at: &Target<'_>,
    marker: Option<Marker>,
) -> Result<Option<(Vec<ObjectIdentifier>, Option<Marker>)>, Error> {
    let Some(marker) = marker else { return Ok(None) };
    if at.is_directory() {
        return next_current(at, marker).await.map(Some);
    }
    let request = at
        .client
        .list_object_versions()
        .bucket(at.name)
        .set_key_marker(marker.key)
        .set_version_id_marker(marker.version)
        .set_expected_bucket_owner(at.owner());
    let page = at.call(LIST, || request.clone().send()).await?;
    let next = Marker { key: page.next_key_marker, version: page.next_version_id_marker };
    let next = Some(next).filter(|next| page.is_truncated == Some(true) && next.key.is_some());
    let versions = page.versions.unwrap_or_default().into_iter().map(|found| (found.key, found.version_id));
    let markers =
        page.delete_markers.unwrap_or_default().into_iter().map(|found| (found.key, found.version_id));
    let batch = versions.chain(markers).filter_map(|(key, version)| identifier(key, version)).collect();
    Ok(Some((batch, next)))
}

/// Directory buckets have no versions.
async fn next_current(
    at: &Target<'_>,
    marker: Marker,
) -> Result<(Vec<ObjectIdentifier>, Option<Marker>), Error> {
    let request = at.client.list_objects_v2().bucket(at.name).set_continuation_token(marker.key);
    let page = at.call(LIST_CURRENT, || request.clone().send()).await?;
    let next = page.next_continuation_token.map(|token| Marker { key: Some(token), version: None });
    let objects = page.contents.unwrap_or_default();
    Ok((objects.into_iter().filter_map(|found| identifier(found.key, None)).collect(), next))
}

fn identifier(key: Option<String>, version: Option<String>) -> Option<ObjectIdentifier> {
    ObjectIdentifier::builder().key(key?).set_version_id(version).build().ok()
}

async fn delete_batch(at: &Target<'_>, batch: Vec<ObjectIdentifier>) -> Result<usize, Error> {
    if batch.is_empty() {
        return Ok(0);
    }
    let count = batch.len();
    let objects = Delete::builder()
        .set_objects(Some(batch))
        .quiet(true)
        .build()
        .map_err(|error| DELETE_OBJECTS.incomplete(&error))?;
    let request =
        at.client.delete_objects().bucket(at.name).delete(objects).set_expected_bucket_owner(at.owner());
    let answer = at.call(DELETE_OBJECTS, || request.clone().send()).await?;
    let failed = answer.errors.unwrap_or_default();
    // What failed in passing is listed again by the next round, since the bucket is not empty then.
    let refused: Vec<_> = failed.iter().filter(|error| error.code() == Some("AccessDenied")).collect();
    match refused.first() {
        None => Ok(count - failed.len().min(count)),
        Some(first) => Err(Error::Denied {
            cloud: Cloud::Aws,
            operation: DELETE_OBJECTS.operation,
            message: format!(
                "{} of {count} objects cannot be deleted, the first is {:?}: {}; objects under retention or legal \
                 hold stay until it ends, and a bucket policy may forbid it",
                refused.len(),
                first.key().unwrap_or_default(),
                first.message().unwrap_or("access denied"),
            ),
        }),
    }
}

/// Unfinished uploads keep a directory bucket from being deleted (API reference, `DeleteBucket`).
async fn abort_uploads(at: &Target<'_>) -> Result<usize, Error> {
    let mut aborted = 0;
    let (mut key, mut upload) = (None, None);
    loop {
        let request = at
            .client
            .list_multipart_uploads()
            .bucket(at.name)
            .set_key_marker(key)
            .set_upload_id_marker(upload)
            .set_expected_bucket_owner(at.owner());
        let page = at.call(LIST_UPLOADS, || request.clone().send()).await?;
        for found in page.uploads.unwrap_or_default() {
            let request = at
                .client
                .abort_multipart_upload()
                .bucket(at.name)
                .set_key(found.key)
                .set_upload_id(found.upload_id)
                .set_expected_bucket_owner(at.owner());
            at.find(ABORT_UPLOAD, "NoSuchUpload", || request.clone().send()).await?;
            aborted += 1;
        }
        (key, upload) = (page.next_key_marker, page.next_upload_id_marker);
        if page.is_truncated != Some(true) {
            return Ok(aborted);
        }
    }
}
