//! Pools that the cloud takes on and cannot make: tainted, with the cloud's own reason, and replaced by the next apply.

use std::collections::BTreeSet;

use serde_json::json;

use super::world::{World, resource};

/// Each cloud's service, the state that it leaves such a pool in, its code, and a part of its words.
const ENDINGS: [(&str, &str, &str, &str); 2] = [
    ("aws", "eks", "CREATE_FAILED", "AsgInstanceLaunchFailures"),
    ("gcp", "container", "ERROR", "GCE_STOCKOUT"),
];

const MESSAGE: &str = "there is no capacity left in this zone";

/// Lets a pool of each cloud end badly, and then well.
pub(crate) fn check() {
    let world = World::new(BTreeSet::new());
    let mut text = String::new();
    for (cloud, service, status, code) in ENDINGS {
        text += &resource(cloud, cloud, cloud, "cluster = \"research\"\nplacement = \"compact\"");
        let outcome = json!({"status": status, "code": code, "message": MESSAGE});
        let wanted = json!({"cloud": cloud, "service": service, "resource": cloud, "outcome": outcome});
        world.sandbox.control().post("/_sandbox/outcomes", &wanted);
    }
    world.story.terraform.main(&text);
    let words = world.story.terraform.try_apply().failed().words();
    assert_eq!(words.matches(MESSAGE).count(), 2, "{words}");
    assert!(words.contains("AsgInstanceLaunchFailures"), "{words}");

    world.story.terraform.apply();
    world.story.terraform.is_settled();
    assert_eq!(world.views().len(), 2, "{:?}", world.left());
    world.story.terraform.destroy();
    assert_eq!(world.left(), Vec::<String>::new());
}
