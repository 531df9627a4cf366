//! Every call that creating, changing and deleting a bucket makes, broken in every way: the next apply converges, with
//! nothing orphaned or doubled, and no secret shows in a log, a plan or a state.
//!
//! The calls come from the log of a run in which nothing breaks, so that a new call is covered without a line here.
//! `UPDATE_COVERAGE=1` writes the tables that `docs/faults.md` shows.

mod faults;

#[test]
fn on_aws() {
    faults::play("aws");
}

#[test]
fn on_gcp() {
    faults::play("gcp");
}
