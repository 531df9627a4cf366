//! Who pays for requests and transfer.

use async_trait::async_trait;
use aws_sdk_s3::types::{Payer, RequestPaymentConfiguration};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use crate::bucket::Bucket;
use crate::{Change, Error};

pub(super) struct RequestPayment;

#[async_trait]
impl Facet for RequestPayment {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.requester_pays.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&prior.requester_pays, &wanted.requester_pays, &Some(false))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.requester_pays = from.requester_pays;
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetBucketRequestPayment", attribute: "requester_pays" };
        let request =
            at.client.get_bucket_request_payment().bucket(at.name).set_expected_bucket_owner(at.owner());
        let found = at.call(call, || request.clone().send()).await?;
        let requester_pays = found.payer == Some(Payer::Requester);
        Ok(Box::new(move |bucket| bucket.requester_pays = Some(requester_pays)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let payer = match change.wanted.requester_pays {
            Some(true) => Payer::Requester,
            Some(false) | None => Payer::BucketOwner,
        };
        let call = Call { operation: "PutBucketRequestPayment", attribute: "requester_pays" };
        let configuration = RequestPaymentConfiguration::builder()
            .payer(payer)
            .build()
            .map_err(|error| call.incomplete(&error))?;
        let request = at
            .client
            .put_bucket_request_payment()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .request_payment_configuration(configuration);
        at.call(call, || request.clone().send()).await.map(drop)
    }
}
