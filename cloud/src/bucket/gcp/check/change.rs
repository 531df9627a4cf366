//! What cannot be undone or changed on a bucket that exists.

use super::super::to_wire::{Difference, locks};
use super::problem;
use crate::Problem;

/// The steps that the cloud does not take back.
pub(in super::super) fn change(difference: Difference<'_>) -> Vec<Problem> {
    let mut found = fixed(difference);
    found.extend(retention(difference));
    found
}

/// "Bucket Lock", Cloud Storage docs: a locked policy is neither removed nor shortened.
fn retention(difference: Difference<'_>) -> Option<Problem> {
    let prior = difference.prior.bucket.retention.filter(locks)?;
    let (summary, detail) = match difference.wanted.bucket.retention {
        None => ("a locked retention cannot be removed", "keep retention as it was".to_owned()),
        Some(wanted) if !locks(&wanted) => (
            "a locked retention cannot be unlocked",
            "keep retention.locked or its mode compliance".to_owned(),
        ),
        Some(wanted) if wanted.days < prior.days => (
            "a locked retention cannot be shortened",
            format!("it is {} days and can only become longer", prior.days),
        ),
        Some(_) => return None,
    };
    Some(problem("retention", summary, detail))
}

/// Attributes that are fixed at creation.
fn fixed(difference: Difference<'_>) -> Vec<Problem> {
    let (prior, wanted) = (difference.prior, difference.wanted);
    let off = |flag: Option<bool>| flag.unwrap_or_default();
    let sorted = |places: &Option<Vec<String>>| {
        let mut places: Vec<_> = places.iter().flatten().map(|place| place.to_lowercase()).collect();
        places.sort();
        places
    };
    let changed = [
        ("location", !prior.bucket.location.eq_ignore_ascii_case(&wanted.bucket.location)),
        ("name", prior.bucket.name != wanted.bucket.name),
        (
            "gcp.hierarchical_namespace",
            off(prior.extras.hierarchical_namespace) != off(wanted.extras.hierarchical_namespace),
        ),
        ("gcp.placement", sorted(&prior.extras.placement) != sorted(&wanted.extras.placement)),
        ("gcp.rapid", off(prior.extras.rapid) != off(wanted.extras.rapid)),
    ];
    let changed = changed.into_iter().filter(|(_, changed)| *changed);
    changed
        .map(|(attribute, _)| {
            problem(attribute, "fixed at creation", "the bucket must be replaced to change this")
        })
        .collect()
}
