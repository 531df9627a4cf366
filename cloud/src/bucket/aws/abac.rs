//! Access by attributes. While it is on, S3 takes tags through `TagResource` alone (see the `tagging` facet).

use async_trait::async_trait;
use aws_sdk_s3::types::{AbacStatus, BucketAbacStatus};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use super::{extras, extras_mut};
use crate::bucket::Bucket;
use crate::{Change, Error};

pub(super) struct Abac;

#[async_trait]
impl Facet for Abac {
    fn is_set(&self, bucket: &Bucket) -> bool {
        extras(bucket).abac.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&extras(prior).abac, &extras(wanted).abac, &Some(false))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        extras_mut(to).abac = extras(from).abac;
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetBucketAbac", attribute: "aws.abac" };
        let request = at.client.get_bucket_abac().bucket(at.name).set_expected_bucket_owner(at.owner());
        let found = at.call(call, || request.clone().send()).await?.abac_status;
        let enabled = found.is_some_and(|found| found.status == Some(BucketAbacStatus::Enabled));
        Ok(Box::new(move |bucket| extras_mut(bucket).abac = Some(enabled)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let status = match extras(change.wanted).abac {
            Some(true) => BucketAbacStatus::Enabled,
            Some(false) | None => BucketAbacStatus::Disabled,
        };
        let request = at
            .client
            .put_bucket_abac()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .abac_status(AbacStatus::builder().status(status).build());
        let call = Call { operation: "PutBucketAbac", attribute: "aws.abac" };
        at.call(call, || request.clone().send()).await.map(drop)
    }
}
