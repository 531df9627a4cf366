//! What cannot be undone or changed on a bucket that exists.

use super::super::to_wire::{Described, Difference, locks};
use super::problem;
use crate::Problem;
use crate::bucket::Change;

/// What is found while planning; what is fixed at creation has the bucket replaced then.
pub(crate) fn check_change(change: Change<'_>, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let (prior, wanted) = (Described::of(change.prior), Described::of(change.wanted));
    let difference = prior.zip(wanted).map(|(prior, wanted)| Difference { prior, wanted });
    difference.filter(|_| !unknown("retention")).and_then(retention).into_iter().collect()
}

/// The steps that an update cannot take.
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
