//! What GKE cannot do or does not take, found without asking it.

mod machines;
mod names;
mod partitions;
mod sizes;
#[cfg(test)]
mod tests;

use crate::Problem;
use crate::gpu_pool::{GcpExtras, GpuPool};

/// The problems of one pool.
pub(crate) fn check(pool: &GpuPool, extras: &GcpExtras, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut subject = Subject::new(pool, extras, unknown);
    names::check(&mut subject);
    machines::check(&mut subject);
    sizes::check(&mut subject);
    subject.problems()
}

/// What is checked, and what was found.
type Subject<'a> = crate::check::Subject<'a, GpuPool, GcpExtras>;

impl Subject<'_> {
    /// Adds a problem where a rule that speaks of these attributes is broken, all of them being known.
    fn rule(&mut self, of: &[&str], broken: bool, attribute: &str, summary: &str, detail: &str) {
        if broken && self.known(of) {
            self.problem(attribute, summary, detail);
        }
    }
}
