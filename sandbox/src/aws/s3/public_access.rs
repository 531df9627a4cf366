//! The four settings against public access.

use s3s::dto::{
    DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput, GetPublicAccessBlockInput,
    GetPublicAccessBlockOutput, PublicAccessBlockConfiguration, PutPublicAccessBlockInput,
    PutPublicAccessBlockOutput,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, invalid_request};
use super::state::{State, found};

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetPublicAccessBlockInput,
) -> S3Result<GetPublicAccessBlockOutput> {
    let configuration = found(state.bucket(&input.bucket)?.public_access.as_ref(), missing)?;
    Ok(GetPublicAccessBlockOutput { public_access_block_configuration: Some(configuration) })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutPublicAccessBlockInput,
) -> S3Result<PutPublicAccessBlockOutput> {
    let given = input.public_access_block_configuration;
    if given == PublicAccessBlockConfiguration::default() {
        return Err(invalid_request("Must specify at least one configuration."));
    }
    // A setting that is not sent is off: the configuration is replaced as a whole.
    let set = |setting: Option<bool>| Some(setting.unwrap_or(false));
    state.bucket_mut(&input.bucket)?.public_access = Some(PublicAccessBlockConfiguration {
        block_public_acls: set(given.block_public_acls),
        block_public_policy: set(given.block_public_policy),
        ignore_public_acls: set(given.ignore_public_acls),
        restrict_public_buckets: set(given.restrict_public_buckets),
    });
    Ok(PutPublicAccessBlockOutput::default())
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeletePublicAccessBlockInput,
) -> S3Result<DeletePublicAccessBlockOutput> {
    state.bucket_mut(&input.bucket)?.public_access = None;
    Ok(DeletePublicAccessBlockOutput::default())
}

fn missing() -> S3Error {
    error(404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")
}
