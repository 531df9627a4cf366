//! Labels, which S3 calls tags. Tags whose key begins with `aws:` are the system's: they are not shown, and are kept.
//! Directory buckets, and buckets whose tags govern access, take tags through S3 Control alone. The mark of an unfinished
//! bucket is a tag too, which goes with the last write of the tags.

use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_sdk_s3::types::{Tag, Tagging as Tags};

use super::facet::{Facet, Found};
use super::target::{Call, Target};
use super::{control, extras};
use crate::bucket::{Bucket, unfinished};
use crate::{Change, Error};

pub(super) struct Tagging;

/// What the keys of the system's own tags begin with.
pub(super) const SYSTEM_PREFIX: &str = "aws:";

const GET: Call = Call { operation: "GetBucketTagging", attribute: "labels" };
const PUT: Call = Call { operation: "PutBucketTagging", attribute: "labels" };
const DELETE: Call = Call { operation: "DeleteBucketTagging", attribute: "labels" };

#[async_trait]
impl Facet for Tagging {
    fn is_set(&self, _: &Bucket) -> bool {
        true
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        prior.labels == wanted.labels
    }

    fn holds_mark(&self) -> bool {
        true
    }

    fn on_directory_buckets(&self) -> bool {
        true
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.labels.clone_from(&from.labels);
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let mut labels = read(at).await?;
        labels.retain(|key, _| !key.starts_with(SYSTEM_PREFIX) && key != unfinished::KEY);
        Ok(Box::new(move |bucket| bucket.labels = labels))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        if at.is_directory() || extras(change.prior).abac == Some(true) {
            return control::retag(at, &change.prior.labels, &change.wanted.labels).await;
        }
        match write(at, &change.wanted.labels).await {
            // S3 refuses to remove the system's tags. That a bucket has any is rare, and not worth a read each time.
            Err(refused @ Error::Invalid { .. }) => {
                let mut all = read(at).await?;
                all.retain(|key, _| key.starts_with(SYSTEM_PREFIX));
                if all.is_empty() {
                    return Err(refused);
                }
                all.extend(change.wanted.labels.clone());
                write(at, &all).await
            }
            done => done,
        }
    }
}

/// All tags, the system's and the mark of an unfinished bucket among them.
pub(super) async fn read(at: &Target<'_>) -> Result<BTreeMap<String, String>, Error> {
    if at.is_directory() {
        return control::list(at).await;
    }
    let request = at.client.get_bucket_tagging().bucket(at.name).set_expected_bucket_owner(at.owner());
    let found = at.find(GET, "NoSuchTagSet", || request.clone().send()).await?;
    Ok(found.into_iter().flat_map(|found| found.tag_set).map(|tag| (tag.key, tag.value)).collect())
}

async fn write(at: &Target<'_>, labels: &BTreeMap<String, String>) -> Result<(), Error> {
    if labels.is_empty() {
        let request = at.client.delete_bucket_tagging().bucket(at.name).set_expected_bucket_owner(at.owner());
        return at.call(DELETE, || request.clone().send()).await.map(drop);
    }
    let tags = labels
        .iter()
        .map(|(key, value)| Tag::builder().key(key).value(value).build())
        .collect::<Result<_, _>>()
        .and_then(|tags| Tags::builder().set_tag_set(Some(tags)).build())
        .map_err(|error| PUT.incomplete(&error))?;
    let request =
        at.client.put_bucket_tagging().bucket(at.name).set_expected_bucket_owner(at.owner()).tagging(tags);
    at.call(PUT, || request.clone().send()).await.map(drop)
}
