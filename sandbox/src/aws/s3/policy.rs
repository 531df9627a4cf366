//! Bucket policies: kept, checked, and told public or not.

use s3s::dto::{
    DeleteBucketPolicyInput, DeleteBucketPolicyOutput, GetBucketPolicyInput, GetBucketPolicyOutput,
    GetBucketPolicyStatusInput, GetBucketPolicyStatusOutput, PolicyStatus, PutBucketPolicyInput,
    PutBucketPolicyOutput,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::error;
use super::policy_document::{check, is_public};
use super::state::{State, found};

/// Greatest size of a policy, in bytes.
const LARGEST: usize = 20 * 1024;

pub(super) fn get(_: &Ask, state: &State, input: GetBucketPolicyInput) -> S3Result<GetBucketPolicyOutput> {
    let policy = found(state.bucket(&input.bucket)?.policy.as_ref(), missing)?;
    Ok(GetBucketPolicyOutput { policy: Some(policy) })
}

pub(super) fn status(
    _: &Ask,
    state: &State,
    input: GetBucketPolicyStatusInput,
) -> S3Result<GetBucketPolicyStatusOutput> {
    let policy = found(state.bucket(&input.bucket)?.policy.as_ref(), missing)?;
    let is_public = serde_json::from_str(&policy).is_ok_and(|policy| is_public(&policy));
    Ok(GetBucketPolicyStatusOutput { policy_status: Some(PolicyStatus { is_public: Some(is_public) }) })
}

pub(super) fn put(
    ask: &Ask,
    state: &mut State,
    input: PutBucketPolicyInput,
) -> S3Result<PutBucketPolicyOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let malformed = |message: String| error(400, "MalformedPolicy", message);
    if input.policy.len() > LARGEST {
        return Err(malformed("Policy exceeds the maximum allowed document size.".into()));
    }
    let policy = serde_json::from_str(&input.policy)
        .ok()
        .filter(serde_json::Value::is_object)
        .ok_or_else(|| malformed("Policies must be valid JSON and the first byte must be '{'".into()))?;
    check(&policy, &bucket.arn(&input.bucket)).map_err(malformed)?;
    if is_public(&policy) && bucket.blocks(|block| block.block_public_policy) {
        let message = format!(
            "User: {} is not authorized to perform: s3:PutBucketPolicy on resource: \"{}\" because public policies \
             are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
            ask.principal()?.arn,
            bucket.arn(&input.bucket)
        );
        return Err(error(403, "AccessDenied", message));
    }
    bucket.policy = Some(input.policy);
    Ok(PutBucketPolicyOutput::default())
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeleteBucketPolicyInput,
) -> S3Result<DeleteBucketPolicyOutput> {
    state.bucket_mut(&input.bucket)?.policy = None;
    Ok(DeleteBucketPolicyOutput::default())
}

fn missing() -> S3Error {
    error(404, "NoSuchBucketPolicy", "The bucket policy does not exist")
}
