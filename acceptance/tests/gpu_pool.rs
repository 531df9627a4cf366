//! `palisade_gpu_pool` with the real terraform: every attribute on each cloud, set, seen at the cloud's API, changed,
//! drifted and imported; what a cloud cannot do; and pools that end badly.

#[path = "gpu_pool/mod.rs"]
mod story;

use story::{aws, coverage, defaults, ending, gcp, refused, stages};

#[test]
fn on_aws() {
    stages::play("aws", &aws::rows());
}

#[test]
fn on_gcp() {
    stages::play("gcp", &gcp::rows());
}

#[test]
fn defaults_said_or_not_are_one() {
    defaults::play();
}

#[test]
fn what_a_cloud_cannot_do_is_an_error_at_the_attribute() {
    refused::check();
}

#[test]
fn every_attribute_is_tested() {
    coverage::check();
}

#[test]
fn pools_that_end_badly_are_replaced() {
    ending::check();
}
