//! What no cloud knows: it changes what Terraform does, the same on both clouds.

use super::case::Case;

/// The cases of either cloud.
pub(crate) fn cases() -> Vec<Case> {
    let time = |attribute: &str| {
        let name = attribute.trim_start_matches("timeouts.");
        let set = |value: &str| format!("timeouts = {{ {name} = \"{value}\" }}");
        Case::local(attribute, &set("15m"), &set("30m"), "a delayed call is given up in time")
    };
    vec![
        Case::local(
            "force_destroy",
            "force_destroy = false",
            "force_destroy = true",
            "a bucket with an object is destroyed",
        ),
        Case::local("timeouts", "", "timeouts = { create = \"30m\" }", "a delayed call is given up in time"),
        time("timeouts.create"),
        time("timeouts.read"),
        time("timeouts.update"),
        time("timeouts.delete"),
    ]
}
