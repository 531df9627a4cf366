//! A facet: one part of a bucket's configuration, with its own calls to read, write and clear it.

use async_trait::async_trait;

use super::target::Target;
use crate::bucket::Bucket;
use crate::{Change, Error};

/// What a facet's read found, to be entered into a description.
pub(super) type Found = Box<dyn FnOnce(&mut Bucket) + Send>;

/// One part of a bucket's configuration.
#[async_trait]
pub(super) trait Facet: Send + Sync {
    /// Whether a description says anything here.
    fn is_set(&self, bucket: &Bucket) -> bool;

    /// Whether the change needs no call here.
    fn same(&self, change: Change<'_, Bucket>) -> bool;

    /// Takes over what one description says here.
    fn copy(&self, from: &Bucket, to: &mut Bucket);

    /// Whether the mark of an unfinished bucket is taken away here.
    fn holds_mark(&self) -> bool {
        false
    }

    /// Whether directory buckets have it.
    fn on_directory_buckets(&self) -> bool {
        false
    }

    /// Whether a bucket of this kind has it.
    fn is_on(&self, at: &Target<'_>) -> bool {
        !at.is_directory() || self.on_directory_buckets()
    }

    /// Reads what is there. `expected` is the description whose set attributes matter, and whose spelling is kept
    /// where it means what is there; without one, everything matters, S3's defaults too.
    async fn read(&self, at: &Target<'_>, expected: Option<&Bucket>) -> Result<Found, Error>;

    /// Brings what is there to what is wanted; what is no longer set goes back to S3's default.
    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error>;
}

/// Whether one attribute needs no call: it is as it was, or it is no longer set and was at S3's default.
pub(super) fn unchanged<T: PartialEq>(prior: &Option<T>, wanted: &Option<T>, default: &Option<T>) -> bool {
    match (prior, wanted) {
        (Some(_), None) => prior == default,
        _ => prior == wanted,
    }
}
