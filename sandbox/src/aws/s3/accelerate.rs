//! Transfer acceleration.

use s3s::S3Result;
use s3s::dto::{
    BucketAccelerateStatus, GetBucketAccelerateConfigurationInput, GetBucketAccelerateConfigurationOutput,
    PutBucketAccelerateConfigurationInput, PutBucketAccelerateConfigurationOutput,
};

use super::Ask;
use super::error::{invalid_request, malformed_xml};
use super::state::State;

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketAccelerateConfigurationInput,
) -> S3Result<GetBucketAccelerateConfigurationOutput> {
    let status = state.bucket(&input.bucket)?.acceleration.clone();
    Ok(GetBucketAccelerateConfigurationOutput { request_charged: None, status })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketAccelerateConfigurationInput,
) -> S3Result<PutBucketAccelerateConfigurationOutput> {
    let status = input.accelerate_configuration.status.ok_or_else(malformed_xml)?;
    if !matches!(status.as_str(), BucketAccelerateStatus::ENABLED | BucketAccelerateStatus::SUSPENDED) {
        return Err(malformed_xml());
    }
    if input.bucket.contains('.') {
        let message = "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names";
        return Err(invalid_request(message));
    }
    state.bucket_mut(&input.bucket)?.acceleration = Some(status);
    Ok(PutBucketAccelerateConfigurationOutput::default())
}
