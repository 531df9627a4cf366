//! Versioning: never set, enabled or suspended.

use s3s::S3Result;
use s3s::dto::{
    BucketVersioningStatus, GetBucketVersioningInput, GetBucketVersioningOutput, MFADelete,
    PutBucketVersioningInput, PutBucketVersioningOutput,
};

use super::Ask;
use super::error::{access_denied, error, malformed_xml};
use super::state::{Bucket, State};

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketVersioningInput,
) -> S3Result<GetBucketVersioningOutput> {
    let status = state.bucket(&input.bucket)?.versioning.clone();
    Ok(GetBucketVersioningOutput { mfa_delete: None, status })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketVersioningInput,
) -> S3Result<PutBucketVersioningOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let configuration = input.versioning_configuration;
    match configuration.mfa_delete.as_ref().map(MFADelete::as_str) {
        None | Some(MFADelete::DISABLED) => {}
        // Only the root user with a device could, and nobody here has a device.
        Some(MFADelete::ENABLED) => return Err(access_denied()),
        Some(_) => return Err(malformed_xml()),
    }
    let Some(status) = configuration.status else {
        let message = "The Versioning element must be specified";
        return Err(error(400, "IllegalVersioningConfigurationException", message));
    };
    match status.as_str() {
        BucketVersioningStatus::ENABLED => {}
        BucketVersioningStatus::SUSPENDED => check_suspension(bucket)?,
        _ => return Err(malformed_xml()),
    }
    bucket.versioning = Some(status);
    Ok(PutBucketVersioningOutput::default())
}

pub(super) fn enabled() -> BucketVersioningStatus {
    BucketVersioningStatus::from_static(BucketVersioningStatus::ENABLED)
}

fn check_suspension(bucket: &Bucket) -> S3Result<()> {
    let message = match bucket {
        Bucket { object_lock: Some(_), .. } => {
            "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."
        }
        Bucket { replication: Some(_), .. } => {
            "A replication configuration is present on this bucket, so you cannot change the versioning state. To \
             change the versioning state, first delete the replication configuration."
        }
        _ => return Ok(()),
    };
    Err(error(409, "InvalidBucketState", message))
}
