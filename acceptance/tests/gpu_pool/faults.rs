//! Calls that fail while pools are made.

use std::collections::BTreeSet;

use serde_json::json;

use super::world::{World, resource};

const BODY: &str = "cluster = \"storm\"\nplacement = \"compact\"\nlabels = { team = \"vision\" }";

/// Makes a pool on each cloud while 15 percent of all calls are throttled and 15 percent fail: one apply suffices, and
/// nothing is doubled.
pub(crate) fn storm() {
    let world = World::new(BTreeSet::from(["storm".to_owned()]));
    let pools: String = ["aws", "gcp"].map(|cloud| resource(cloud, cloud, cloud, BODY)).concat();
    world.story.terraform.main(&pools);
    for status in [429, 503] {
        world.sandbox.fault(&json!({"percent": 15, "times": null, "fault": {"status": status}}));
    }
    world.story.terraform.apply();
    world.sandbox.clear_faults();
    world.story.terraform.is_settled();
    assert_eq!(world.views().len(), 2, "{:?}", world.left());
    world.story.terraform.destroy();
    assert_eq!(world.left(), Vec::<String>::new());
}
