//! Object ownership: `BucketOwnerEnforced` switches ACLs off, so that policies alone govern access.

use async_trait::async_trait;
use aws_sdk_s3::types::{ObjectOwnership, OwnershipControls, OwnershipControlsRule};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use crate::bucket::Bucket;
use crate::{Change, Error};

pub(super) struct Ownership;

/// The setting that stands for `uniform_access`. Without it, `BucketOwnerPreferred`: ACLs work, and objects that others
/// upload can belong to the bucket's owner.
pub(super) fn setting(uniform_access: bool) -> ObjectOwnership {
    match uniform_access {
        true => ObjectOwnership::BucketOwnerEnforced,
        false => ObjectOwnership::BucketOwnerPreferred,
    }
}

#[async_trait]
impl Facet for Ownership {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.uniform_access.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&prior.uniform_access, &wanted.uniform_access, &Some(true))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.uniform_access = from.uniform_access;
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetBucketOwnershipControls", attribute: "uniform_access" };
        let request =
            at.client.get_bucket_ownership_controls().bucket(at.name).set_expected_bucket_owner(at.owner());
        // A bucket without controls is older than them, and its ACLs work.
        let found = at.find(call, "OwnershipControlsNotFoundError", || request.clone().send()).await?;
        let controls = found.and_then(|found| found.ownership_controls);
        let uniform = controls
            .is_some_and(|found| found.rules.iter().any(|rule| rule.object_ownership == setting(true)));
        Ok(Box::new(move |bucket| bucket.uniform_access = Some(uniform)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let call = Call { operation: "PutBucketOwnershipControls", attribute: "uniform_access" };
        let controls = OwnershipControlsRule::builder()
            .object_ownership(setting(change.wanted.uniform_access != Some(false)))
            .build()
            .and_then(|rule| OwnershipControls::builder().rules(rule).build())
            .map_err(|error| call.incomplete(&error))?;
        let request = at
            .client
            .put_bucket_ownership_controls()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .ownership_controls(controls);
        at.call(call, || request.clone().send()).await.map(drop)
    }
}
