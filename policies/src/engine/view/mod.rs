//! Neutral views of a planned resource: what rules read, whatever resource type it came from.
//!
//! A view is an object with one entry for every attribute that it knows of, set or not, so that a rule that reads
//! one can never miss it. A value says what is known of it and where it stands:
//! - `{"known": VALUE, "at": WAY}`; for a map, VALUE holds such values by key, for a list of objects, objects of such
//!   values; a list of plain values is plain;
//! - `{"absent": true, "at": WAY}`: null, or an empty list or map;
//! - `{"unknown": true, "at": WAY}`: known only after apply.
//!
//! An object holds its attributes beside that: `bucket.encryption.absent`, `bucket.encryption.kms_key.known`. Where
//! it is absent or unknown, so are they. WAY is the way to the attribute from its
//! resource, for a finding to give back.

mod bucket;
mod shape;

use regorus::Value;

use crate::PlannedResource;

/// A kind of view.
pub(super) struct View {
    /// Where rules find the views: `input.buckets`.
    pub(super) collection: &'static str,
    /// Makes the view of a resource, given its position in the input.
    pub(super) build: fn(&PlannedResource, usize) -> Value,
}

/// The view of a resource type, where there is one.
pub(super) fn of(resource_type: &str) -> Option<&'static View> {
    match resource_type {
        "palisade_bucket" => Some(&View { collection: "buckets", build: bucket::build }),
        _ => None,
    }
}
