//! Who pays for requests.

use s3s::S3Result;
use s3s::dto::{
    GetBucketRequestPaymentInput, GetBucketRequestPaymentOutput, Payer, PutBucketRequestPaymentInput,
    PutBucketRequestPaymentOutput,
};

use super::Ask;
use super::error::malformed_xml;
use super::state::State;

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketRequestPaymentInput,
) -> S3Result<GetBucketRequestPaymentOutput> {
    let payer = state.bucket(&input.bucket)?.payer.clone();
    Ok(GetBucketRequestPaymentOutput { payer: payer.or(Some(Payer::from_static(Payer::BUCKET_OWNER))) })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketRequestPaymentInput,
) -> S3Result<PutBucketRequestPaymentOutput> {
    let payer = input.request_payment_configuration.payer;
    if !matches!(payer.as_str(), Payer::BUCKET_OWNER | Payer::REQUESTER) {
        return Err(malformed_xml());
    }
    state.bucket_mut(&input.bucket)?.payer = Some(payer);
    Ok(PutBucketRequestPaymentOutput::default())
}
