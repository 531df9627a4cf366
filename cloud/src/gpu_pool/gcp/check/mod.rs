//! What GKE cannot do or does not take, found without asking it.

mod machines;
mod names;
mod sizes;
#[cfg(test)]
mod tests;

use crate::Problem;
use crate::gpu_pool::{GcpExtras, GpuPool};

/// The problems of one pool.
pub(crate) fn check(pool: &GpuPool, extras: &GcpExtras, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Problems { pool, extras, unknown, found: Vec::new() };
    names::check(&mut problems);
    machines::check(&mut problems);
    sizes::check(&mut problems);
    problems.found
}

/// The pool that is looked at, and what was found.
struct Problems<'a> {
    pool: &'a GpuPool,
    extras: &'a GcpExtras,
    /// Whether a top-level attribute is not known yet.
    unknown: &'a dyn Fn(&str) -> bool,
    found: Vec<Problem>,
}

impl Problems<'_> {
    fn add(&mut self, attribute: impl Into<String>, summary: impl Into<String>, detail: impl Into<String>) {
        let (attribute, summary, detail) = (attribute.into(), summary.into(), detail.into());
        self.found.push(Problem { attribute, summary, detail });
    }

    fn known(&self, attribute: &str) -> bool {
        !(self.unknown)(attribute)
    }

    /// Adds a problem where a rule that speaks of these attributes is broken, all of them being known.
    fn rule(&mut self, of: &[&str], broken: bool, attribute: &str, summary: &str, detail: &str) {
        if broken && of.iter().all(|attribute| self.known(attribute)) {
            self.add(attribute, summary, detail);
        }
    }
}
