//! `timeouts`: a call that is delayed is given up in time, for each operation and cloud, and the next apply goes on.

use acceptance::terraform::Run;
use acceptance::{Sandbox, Terraform};
use serde_json::json;

/// The operations that have a timeout.
const OPERATIONS: [&str; 4] = ["create", "read", "update", "delete"];

/// How long each may take, and how long its calls take where they are delayed.
const TIMEOUT: &str = "2s";
const DELAY_MS: u32 = 6000;

/// Plays the operations through, with a bucket for each on each cloud.
pub(crate) fn check() {
    let sandbox = Sandbox::start();
    let terraform = Terraform::new().on(&sandbox);
    write(&terraform, "one");
    delayed(&sandbox, "create", || terraform.try_apply());
    terraform.apply();
    delayed(&sandbox, "read", || terraform.run(&["plan", "-no-color"]));
    write(&terraform, "two");
    delayed(&sandbox, "update", || terraform.run(&["apply", "-no-color", "-auto-approve", "-refresh=false"]));
    terraform.apply();
    terraform.is_settled();
    delayed(&sandbox, "delete", || {
        terraform.run(&["destroy", "-no-color", "-auto-approve", "-refresh=false"])
    });
    terraform.destroy();
}

/// Delays all calls on an operation's own buckets, and sees both given up, and none beside.
fn delayed(sandbox: &Sandbox, operation: &str, run: impl FnOnce() -> Run) {
    for cloud in ["aws", "gcp"] {
        sandbox.fault(&json!({
            "cloud": cloud, "resource": name(cloud, operation), "times": null,
            "fault": {"delay_ms": DELAY_MS},
        }));
    }
    let words = run().failed().words();
    sandbox.clear_faults();
    for cloud in ["aws", "gcp"] {
        let told = format!("could not {operation} bucket \"{}\"", name(cloud, operation));
        assert!(words.contains(&told), "no word of {told}: {words}");
    }
    assert_eq!(words.matches("Error:").count(), 2, "{operation}: {words}");
}

fn write(terraform: &Terraform, label: &str) {
    let mut text = String::new();
    for (cloud, location) in [("aws", "us-east-1"), ("gcp", "US")] {
        for operation in OPERATIONS {
            text += &format!(
                "resource \"palisade_bucket\" \"{cloud}_{operation}\" {{\n  cloud = \"{cloud}\"\n  name = \"{}\"\n  \
                 location = \"{location}\"\n  labels = {{ label = \"{label}\" }}\n  \
                 timeouts = {{ {operation} = \"{TIMEOUT}\" }}\n}}\n",
                name(cloud, operation)
            );
        }
    }
    terraform.main(&text);
}

fn name(cloud: &str, operation: &str) -> String {
    format!("palisade-slow-{cloud}-{operation}")
}
