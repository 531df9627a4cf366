//! Versioning. Once enabled it can be suspended, never removed.

use async_trait::async_trait;
use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};

use super::facet::{Facet, Found, unchanged};
use super::object_lock;
use super::target::{Call, Target};
use crate::bucket::Bucket;
use crate::{Change, Error};

pub(super) struct Versioning;

#[async_trait]
impl Facet for Versioning {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.versioning.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        // Object Lock switched versioning on, and keeps it so (Amazon S3 User Guide, "Object Lock considerations").
        let locked = object_lock::is_needed(prior) || object_lock::is_needed(wanted);
        (wanted.versioning.is_none() && locked)
            || unchanged(&prior.versioning, &wanted.versioning, &Some(false))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.versioning = from.versioning;
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetBucketVersioning", attribute: "versioning" };
        let request = at.client.get_bucket_versioning().bucket(at.name).set_expected_bucket_owner(at.owner());
        let found = at.call(call, || request.clone().send()).await?;
        let enabled = found.status == Some(BucketVersioningStatus::Enabled);
        Ok(Box::new(move |bucket| bucket.versioning = Some(enabled)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let status = match change.wanted.versioning {
            Some(true) => BucketVersioningStatus::Enabled,
            Some(false) | None => BucketVersioningStatus::Suspended,
        };
        let request = at
            .client
            .put_bucket_versioning()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .versioning_configuration(VersioningConfiguration::builder().status(status).build());
        let call = Call { operation: "PutBucketVersioning", attribute: "versioning" };
        at.call(call, || request.clone().send()).await.map(drop)
    }
}
