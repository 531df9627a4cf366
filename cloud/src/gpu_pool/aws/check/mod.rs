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
    let mut subject = Subject::new(pool, extras, unknown);
    names::check(&mut subject);
    unsupported::check(&mut subject);
    machine::check(&mut subject);
    capacity::check(&mut subject);
    kubernetes::check(&mut subject);
    extras::check(&mut subject);
    subject.problems()
}

/// What is checked, and what was found.
type Subject<'a> = crate::check::Subject<'a, GpuPool, AwsExtras>;

#[cfg(test)]
pub(super) mod tests;
