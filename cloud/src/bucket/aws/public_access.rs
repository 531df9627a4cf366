//! The four public access blocks, all on or all off.
//!
//! New buckets have all four on since April 2023 (Amazon S3 User Guide, "Default settings for new S3 buckets FAQ").
//! They are written at creation all the same: other servers of the protocol have other defaults, and the one setting
//! that keeps data private is worth its call.

use async_trait::async_trait;
use aws_sdk_s3::types::PublicAccessBlockConfiguration;

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use crate::bucket::{Bucket, PublicAccess};
use crate::{Change, Error};

pub(super) struct PublicAccessBlock;

#[async_trait]
impl Facet for PublicAccessBlock {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.public_access.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&prior.public_access, &wanted.public_access, &Some(PublicAccess::Blocked))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.public_access = from.public_access;
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetPublicAccessBlock", attribute: "public_access" };
        let request =
            at.client.get_public_access_block().bucket(at.name).set_expected_bucket_owner(at.owner());
        let found = at.find(call, "NoSuchPublicAccessBlockConfiguration", || request.clone().send()).await?;
        let blocks = found.and_then(|found| found.public_access_block_configuration);
        // One block that is off is a way in.
        let public_access = match blocks.is_some_and(|blocks| all(&blocks)) {
            true => PublicAccess::Blocked,
            false => PublicAccess::Allowed,
        };
        Ok(Box::new(move |bucket| bucket.public_access = Some(public_access)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let blocked = change.wanted.public_access != Some(PublicAccess::Allowed);
        let blocks = PublicAccessBlockConfiguration::builder()
            .block_public_acls(blocked)
            .block_public_policy(blocked)
            .ignore_public_acls(blocked)
            .restrict_public_buckets(blocked)
            .build();
        let request = at
            .client
            .put_public_access_block()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .public_access_block_configuration(blocks);
        let call = Call { operation: "PutPublicAccessBlock", attribute: "public_access" };
        at.call(call, || request.clone().send()).await.map(drop)
    }
}

fn all(blocks: &PublicAccessBlockConfiguration) -> bool {
    [
        blocks.block_public_acls,
        blocks.block_public_policy,
        blocks.ignore_public_acls,
        blocks.restrict_public_buckets,
    ]
    .into_iter()
    .all(|block| block == Some(true))
}
