//! What cannot be undone or changed on a bucket that exists.

use super::super::to_wire::{Described, Difference, locks};
use crate::bucket::Bucket;
use crate::{Change, Problem};

/// The attributes whose difference needs a new bucket.
pub(crate) fn replaced(prior: &Bucket, wanted: &Bucket) -> Vec<&'static str> {
    difference(Change { prior, wanted }).map(fixed).unwrap_or_default()
}

/// What is found while planning; what is fixed at creation has the bucket replaced then, and takes nothing back.
pub(crate) fn check_change(change: Change<'_, Bucket>, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let in_place = difference(change).filter(|difference| fixed(*difference).is_empty());
    in_place.filter(|_| !unknown("retention")).and_then(retention).into_iter().collect()
}

/// The steps that an update cannot take.
pub(in super::super) fn change(difference: Difference<'_>) -> Vec<Problem> {
    let told = |attribute: &str| Problem {
        attribute: attribute.into(),
        summary: "fixed at creation".into(),
        detail: "the bucket must be replaced to change this".into(),
    };
    fixed(difference).into_iter().map(told).chain(retention(difference)).collect()
}

/// `None` when one of the buckets is on another cloud.
fn difference(change: Change<'_, Bucket>) -> Option<Difference<'_>> {
    let (prior, wanted) = (Described::of(change.prior)?, Described::of(change.wanted)?);
    Some(Difference { prior, wanted })
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
    Some(Problem { attribute: "retention".into(), summary: summary.into(), detail })
}

/// Attributes that are fixed at creation.
fn fixed(difference: Difference<'_>) -> Vec<&'static str> {
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
    changed.into_iter().filter(|(_, changed)| *changed).map(|(attribute, _)| attribute).collect()
}
