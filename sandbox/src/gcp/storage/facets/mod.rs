//! What can be set on a bucket: one file a setting, with the rules that the service holds it to. The shapes are in
//! `model`.
//!
//! Each `settle` takes the bucket as the caller wants it, refuses what the service refuses, and fills in what the
//! service fills in. Rules come from the JSON API's reference (`Buckets: resource`), the comments of
//! google/storage/v2/storage.proto and the guides at <https://cloud.google.com/storage/docs>. Where the service's own
//! wording of an error is known, from its documentation or from those who met it, the message has it; elsewhere the
//! message is ours and only its status and reason are the service's.

pub(crate) mod access;
mod autoclass;
mod cors;
mod encryption;
mod ip_filter;
mod labels;
mod lifecycle;
mod logging;
mod namespace;
mod placement;
mod retention;
mod soft_delete;
mod storage_class;

use super::model::{Bucket, Website};
use crate::gcp::refusal::Refusal;
use crate::gcp::time::Time;

/// What a setting's rules may look at besides the bucket that is wanted.
pub(crate) struct Change<'a> {
    /// The bucket as it is; `None` for a new one.
    pub(crate) prior: Option<&'a Bucket>,
    pub(crate) now: Time,
    /// Whether a bucket of this name exists.
    pub(crate) exists: &'a dyn Fn(&str) -> bool,
}

/// Holds a bucket to the rules of all settings.
pub(crate) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    placement::settle(bucket, change)?;
    storage_class::settle(bucket, change)?;
    access::settle(bucket, change)?;
    autoclass::settle(bucket, change)?;
    labels::settle(bucket)?;
    lifecycle::settle(bucket)?;
    retention::settle(bucket, change)?;
    soft_delete::settle(bucket, change)?;
    encryption::settle(bucket, change)?;
    ip_filter::settle(bucket)?;
    logging::settle(bucket, change)?;
    cors::settle(bucket)?;
    if bucket.website.as_ref().is_some_and(|website| *website == Website::default()) {
        bucket.website = None;
    }
    namespace::settle(bucket, change)
}

#[cfg(test)]
pub(crate) mod testing {
    use super::{Bucket, Change, settle};
    use crate::gcp::time::Time;
    use serde_json::Value;

    /// Settles a new bucket in US-EAST1, where `wanted` says nothing else; `log-bucket` exists.
    pub(crate) fn create(wanted: Value) -> Result<Bucket, String> {
        change(None, wanted)
    }

    /// Settles a bucket as `wanted` changes `prior`.
    pub(crate) fn change(prior: Option<&Bucket>, wanted: Value) -> Result<Bucket, String> {
        let mut document = serde_json::to_value(prior.cloned().unwrap_or_else(|| Bucket {
            name: "a-bucket".into(),
            location: "us-east1".into(),
            ..Bucket::default()
        }))
        .unwrap();
        crate::gcp::document::merge(&mut document, wanted);
        let mut bucket: Bucket = serde_json::from_value(document).unwrap();
        let change = Change { prior, now: Time::now(), exists: &|name| name == "log-bucket" };
        settle(&mut bucket, &change).map_err(|refusal| refusal.message)?;
        Ok(bucket)
    }

    /// Checks what becomes of a new bucket: `Ok` or a part of the refusal's message.
    pub(crate) fn check(wanted: Value, expected: Result<(), &str>) {
        match (create(wanted.clone()), expected) {
            (Ok(_), Ok(())) => {}
            (Err(seen), Err(part)) if seen.contains(part) => {}
            (seen, _) => panic!("{wanted}: {seen:?} is not {expected:?}"),
        }
    }
}
