//! A review, told: one file a format.
//!
//! All of them are sorted and hold no times, no durations and no paths of the machine that made them, so that the same
//! plan gives the same bytes.

pub mod atlantis;
pub mod json;
pub mod text;

use crate::{Finding, Outcome, Review};

/// How many findings of each outcome there are.
struct Counts {
    denied: usize,
    undecided: usize,
    warned: usize,
}

impl Counts {
    fn of(review: &Review) -> Self {
        let count = |outcome| review.of(outcome).count();
        Self {
            denied: count(Outcome::Denied),
            undecided: count(Outcome::Undecided),
            warned: count(Outcome::Warned),
        }
    }
}

/// `3 buckets`, `1 bucket`.
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A finding's resource and attribute: `palisade_bucket.open: public_access`.
fn place(finding: &Finding) -> String {
    format!("{}: {}", finding.address.as_deref().unwrap_or("a resource"), finding.attribute_text())
}

#[cfg(test)]
mod tests;
