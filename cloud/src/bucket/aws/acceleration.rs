//! Transfer Acceleration. Once enabled it can be suspended, never removed.

use async_trait::async_trait;
use aws_sdk_s3::types::{AccelerateConfiguration, BucketAccelerateStatus};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use super::{extras, extras_mut};
use crate::bucket::Bucket;
use crate::{Change, Error};

pub(super) struct Acceleration;

#[async_trait]
impl Facet for Acceleration {
    fn is_set(&self, bucket: &Bucket) -> bool {
        extras(bucket).acceleration.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&extras(prior).acceleration, &extras(wanted).acceleration, &Some(false))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        extras_mut(to).acceleration = extras(from).acceleration;
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetBucketAccelerateConfiguration", attribute: "aws.acceleration" };
        let request = at
            .client
            .get_bucket_accelerate_configuration()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner());
        let found = at.call(call, || request.clone().send()).await?;
        let enabled = found.status == Some(BucketAccelerateStatus::Enabled);
        Ok(Box::new(move |bucket| extras_mut(bucket).acceleration = Some(enabled)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let status = match extras(change.wanted).acceleration {
            Some(true) => BucketAccelerateStatus::Enabled,
            Some(false) | None => BucketAccelerateStatus::Suspended,
        };
        let request = at
            .client
            .put_bucket_accelerate_configuration()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .accelerate_configuration(AccelerateConfiguration::builder().status(status).build());
        let call = Call { operation: "PutBucketAccelerateConfiguration", attribute: "aws.acceleration" };
        at.call(call, || request.clone().send()).await.map(drop)
    }
}
