//! Every call that creating, changing and deleting a bucket makes, broken in every way: the next apply converges, with
//! nothing orphaned or doubled, and no secret shows in a log, a plan, a state or an output.
//!
//! The calls come from the log of a run in which nothing breaks, so that a new call is covered without a line here.
//! `UPDATE_COVERAGE=1` writes the tables that `docs/faults/bucket.md` shows.

#[path = "faults/bucket.rs"]
mod bucket;
mod faults;

use bucket::Buckets;

#[test]
fn on_aws() {
    faults::play("aws", &Buckets);
}

#[test]
fn on_gcp() {
    faults::play("gcp", &Buckets);
}

#[test]
fn a_storm_on_aws() {
    faults::storm("aws", &Buckets);
}

#[test]
fn a_storm_on_gcp() {
    faults::storm("gcp", &Buckets);
}
