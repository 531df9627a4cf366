//! What Google Cloud cannot do or does not take, found without asking it.

mod access;
mod change;
mod extras;
mod lifecycle;
pub(super) mod names;
mod place;
#[cfg(test)]
mod tests;

pub(super) use change::change;
pub(crate) use change::{check_change, replaced};

use crate::Problem;
use crate::bucket::{Bucket, GcpExtras};

/// The problems of one bucket.
pub(crate) fn check(bucket: &Bucket, extras: &GcpExtras, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut subject = Subject::new(bucket, extras, unknown);
    names::check(&mut subject);
    place::check(&mut subject);
    access::check(&mut subject);
    lifecycle::check(&mut subject);
    extras::check(&mut subject);
    subject.problems()
}

/// What is checked, and what was found.
type Subject<'a> = crate::check::Subject<'a, Bucket, GcpExtras>;

impl Subject<'_> {
    /// Whether the bucket has real folders, as zonal buckets do.
    fn folders(&self) -> bool {
        self.extras.hierarchical_namespace == Some(true) || self.rapid()
    }

    fn rapid(&self) -> bool {
        self.extras.rapid == Some(true)
    }
}
