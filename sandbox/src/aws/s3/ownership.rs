//! Who owns the objects of a bucket, and so whether ACLs are on.

use s3s::dto::{
    DeleteBucketOwnershipControlsInput, DeleteBucketOwnershipControlsOutput, GetBucketOwnershipControlsInput,
    GetBucketOwnershipControlsOutput, ObjectOwnership, OwnershipControls, OwnershipControlsRule,
    PutBucketOwnershipControlsInput, PutBucketOwnershipControlsOutput,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, malformed_xml};
use super::state::{State, found};

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketOwnershipControlsInput,
) -> S3Result<GetBucketOwnershipControlsOutput> {
    let ownership = found(state.bucket(&input.bucket)?.ownership.as_ref(), missing)?;
    let rules = vec![OwnershipControlsRule { object_ownership: ObjectOwnership::from(ownership) }];
    Ok(GetBucketOwnershipControlsOutput { ownership_controls: Some(OwnershipControls { rules }) })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketOwnershipControlsInput,
) -> S3Result<PutBucketOwnershipControlsOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let [OwnershipControlsRule { object_ownership }] = &input.ownership_controls.rules[..] else {
        return Err(malformed_xml());
    };
    if !is_known(object_ownership) {
        return Err(malformed_xml());
    }
    if object_ownership.as_str() == ObjectOwnership::BUCKET_OWNER_ENFORCED && !bucket.grants.is_empty() {
        let message = "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting";
        return Err(error(400, "InvalidBucketAclWithObjectOwnership", message));
    }
    bucket.ownership = Some(object_ownership.as_str().to_owned());
    Ok(PutBucketOwnershipControlsOutput::default())
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeleteBucketOwnershipControlsInput,
) -> S3Result<DeleteBucketOwnershipControlsOutput> {
    state.bucket_mut(&input.bucket)?.ownership = None;
    Ok(DeleteBucketOwnershipControlsOutput::default())
}

/// Tells whether S3 knows an ownership setting.
pub(super) fn is_known(ownership: &ObjectOwnership) -> bool {
    matches!(
        ownership.as_str(),
        ObjectOwnership::BUCKET_OWNER_ENFORCED
            | ObjectOwnership::BUCKET_OWNER_PREFERRED
            | ObjectOwnership::OBJECT_WRITER
    )
}

fn missing() -> S3Error {
    error(404, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found")
}
