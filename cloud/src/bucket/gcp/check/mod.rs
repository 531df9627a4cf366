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
    let mut problems = Problems { bucket, extras, unknown, found: Vec::new() };
    names::check(&mut problems);
    place::check(&mut problems);
    access::check(&mut problems);
    lifecycle::check(&mut problems);
    extras::check(&mut problems);
    problems.found
}

/// The bucket that is looked at, and what was found.
struct Problems<'a> {
    bucket: &'a Bucket,
    extras: &'a GcpExtras,
    /// Whether a top-level attribute is not known yet.
    unknown: &'a dyn Fn(&str) -> bool,
    found: Vec<Problem>,
}

impl Problems<'_> {
    fn add(&mut self, attribute: impl Into<String>, summary: impl Into<String>, detail: impl Into<String>) {
        self.found.push(problem(attribute, summary, detail));
    }

    fn known(&self, attribute: &str) -> bool {
        !(self.unknown)(attribute)
    }

    /// Whether the bucket has real folders, as zonal buckets do.
    fn folders(&self) -> bool {
        self.extras.hierarchical_namespace == Some(true) || self.rapid()
    }

    fn rapid(&self) -> bool {
        self.extras.rapid == Some(true)
    }
}

fn problem(attribute: impl Into<String>, summary: impl Into<String>, detail: impl Into<String>) -> Problem {
    Problem { attribute: attribute.into(), summary: summary.into(), detail: detail.into() }
}
