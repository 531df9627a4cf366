//! Every attribute of `palisade_bucket`, on each cloud: set, seen at the API by the cloud's own client, changed,
//! drifted, mended and imported; and an error that names it where the cloud does not have it.

mod bucket;

use bucket::{aws, coverage, defaults, errors, gcp, stages, timeouts};

#[test]
fn on_aws() {
    stages::play(&aws::table());
}

#[test]
fn on_gcp() {
    stages::play(&gcp::table());
}

#[test]
fn defaults_on_aws_are_imported_said_or_not() {
    defaults::play(&aws::defaults());
}

#[test]
fn defaults_on_gcp_are_imported_said_or_not() {
    defaults::play(&gcp::defaults());
}

#[test]
fn what_a_cloud_cannot_do_is_an_error_at_the_attribute() {
    errors::check();
}

#[test]
fn timeouts_are_kept() {
    timeouts::check();
}

#[test]
fn every_attribute_is_tested() {
    coverage::check();
}
