//! What EKS cannot do or does not take, found before anything is sent. One file checks one part.

mod capacity;
mod extras;
mod kubernetes;
mod machine;
mod names;
mod unsupported;

use crate::Problem;
use crate::gpu_pool::{AwsExtras, GpuPool};

/// Everything that EKS cannot do or does not take.
pub(in super::super) fn check(
    pool: &GpuPool,
    extras: &AwsExtras,
    unknown: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut subject = Subject { pool, extras, unknown, problems: Vec::new() };
    names::check(&mut subject);
    unsupported::check(&mut subject);
    machine::check(&mut subject);
    capacity::check(&mut subject);
    kubernetes::check(&mut subject);
    extras::check(&mut subject);
    subject.problems
}

/// What is checked, and what was found.
struct Subject<'a> {
    pool: &'a GpuPool,
    extras: &'a AwsExtras,
    unknown: &'a dyn Fn(&str) -> bool,
    problems: Vec<Problem>,
}

impl Subject<'_> {
    fn problem(
        &mut self,
        attribute: impl Into<String>,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.problems.push(Problem {
            attribute: attribute.into(),
            summary: summary.into(),
            detail: detail.into(),
        });
    }

    /// Whether every one of some top-level attributes is known, so that a check across them can be made.
    fn known(&self, attributes: &[&str]) -> bool {
        !attributes.iter().any(|attribute| (self.unknown)(attribute))
    }
}

#[cfg(test)]
pub(super) mod tests;
