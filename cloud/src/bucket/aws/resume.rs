//! Going on with a creation that was killed: the bucket is there, with the mark of what is wanted among its tags.

use super::target::Target;
use super::{Bucket, read, tagging};
use crate::Error;
use crate::bucket::unfinished;

/// Whether a creation of the same description left the bucket of this name unfinished.
pub(super) async fn is_left(at: &Target<'_>, wanted: &Bucket) -> Result<bool, Error> {
    if is_marked(at, wanted).await? != Some(true) {
        return Ok(false);
    }
    tokio::time::sleep(unfinished::LEFT_ALONE).await;
    Ok(is_marked(at, wanted).await? == Some(true))
}

/// Whether the bucket has the mark of what is wanted; `None` when its tags cannot be read.
pub(super) async fn is_marked(at: &Target<'_>, wanted: &Bucket) -> Result<Option<bool>, Error> {
    match tagging::read(at).await {
        Ok(tags) => Ok(Some(unfinished::is_of(wanted, tags.get(unfinished::KEY)))),
        Err(error @ (Error::Timeout { .. } | Error::Cancelled { .. } | Error::Credentials { .. })) => {
            Err(error)
        }
        Err(error) => {
            tracing::debug!(bucket = at.name, %error, "the tags of the bucket that is there tell nothing");
            Ok(None)
        }
    }
}

/// What is there of what is wanted, the mark included.
pub(super) async fn found(at: &Target<'_>, wanted: &Bucket) -> Result<Bucket, Error> {
    let mut there = read::managed(at, wanted).await?;
    there.labels.insert(unfinished::KEY.to_owned(), unfinished::value(wanted));
    Ok(there)
}
