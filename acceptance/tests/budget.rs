//! Every attribute of `palisade_budget`, on each cloud: set, seen at the API by a client that is not ours, changed,
//! drifted, imported and destroyed; and an error that names it where the cloud does not have it.

#[path = "budget/mod.rs"]
mod budget;

use budget::{aws, coverage, defaults, errors, gcp, stages};

#[test]
fn on_aws() {
    stages::play(&aws::cases());
}

#[test]
fn on_gcp() {
    stages::play(&gcp::cases());
}

#[test]
fn defaults_said_or_not_are_one() {
    defaults::play();
}

#[test]
fn what_a_cloud_cannot_do_is_an_error_at_the_attribute() {
    errors::check();
}

#[test]
fn every_attribute_is_tested() {
    coverage::check();
}
