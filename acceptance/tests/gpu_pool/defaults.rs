//! Defaults and orders: a pool is imported without a difference, both by a configuration that says a default and by one that
//! is silent, and whatever order a list is written in; and what one imported, the other has nothing to change at.

use std::collections::BTreeSet;

use acceptance::both_ways;

use super::world::{World, resource};

/// A pool in two configurations that say the same.
struct Case {
    cloud: &'static str,
    /// The name of the resource; with dashes, that of its pool and its cluster.
    label: &'static str,
    /// The resource's body without what the second one says.
    silent: String,
    said: String,
    /// The attributes whose defaults are said.
    attributes: &'static [&'static str],
}

/// The attributes of a cloud whose defaults are said or not.
pub(crate) fn said(cloud: &str) -> impl Iterator<Item = &'static str> {
    let cases = cases().into_iter().filter(move |case| case.cloud == cloud);
    cases.flat_map(|case| case.attributes.iter().copied())
}

/// Plays the cases through; panics with all that was not as they say.
pub(crate) fn play() {
    let cases = cases();
    let name = |case: &Case| case.label.replace('_', "-");
    let world = World::new(cases.iter().map(name).collect::<BTreeSet<_>>());
    both_ways::play(&world.story.terraform, |stage| {
        let body = |case: &Case| if stage == 0 { case.silent.clone() } else { case.said.clone() };
        cases.iter().map(|case| resource(case.cloud, case.label, &name(case), &body(case))).collect()
    });
}

fn cases() -> Vec<Case> {
    on_eks().into_iter().chain(on_gke()).collect()
}

fn on_eks() -> Vec<Case> {
    let ordered = |subnets: &str, groups: &str, taints: [&str; 2]| {
        let [one, two] = taints.map(|key| format!("{{ key = \"{key}\", effect = \"no_schedule\" }}"));
        format!("aws = {{ subnets = [{subnets}], security_groups = [{groups}] }}\ntaints = [{one}, {two}]")
    };
    vec![
        Case {
            cloud: "aws",
            label: "plain",
            silent: String::new(),
            said: "reservations = []\nlabels = {}\nnode_labels = {}\ntaints = []\nplacement = \"none\"\n\
                   fast_network = false\nupgrade = { max_unavailable = 1 }\nmachine_type = \"g6.xlarge\"\n\
                   image = \"AL2023_x86_64_NVIDIA\"\nversion = \"1.34\"\ncapacity = \"on_demand\"\ndriver = \"managed\"\n\
                   metadata = \"workload_identity\"\nscaling = { min = 0, max = 2, desired = 0 }\n\
                   aws = { subnets = [\"subnet-0a1b2c3d\"], security_groups = [], node_repair = false, force_update = false }"
                .to_owned(),
            attributes: &[
                "reservations",
                "labels",
                "node_labels",
                "taints",
                "placement",
                "fast_network",
                "upgrade",
                "upgrade.max_unavailable",
                "machine_type",
                "image",
                "version",
                "capacity",
                "driver",
                "metadata",
                "scaling.desired",
                "aws.security_groups",
                "aws.node_repair",
                "aws.force_update",
            ],
        },
        Case {
            cloud: "aws",
            label: "ordered",
            silent: ordered("\"subnet-0a1b2c3d\", \"subnet-0e4f5a6b\"", "\"sg-0a\", \"sg-0b\"", ["a", "b"]),
            said: ordered("\"subnet-0e4f5a6b\", \"subnet-0a1b2c3d\"", "\"sg-0b\", \"sg-0a\"", ["b", "a"]),
            attributes: &[],
        },
    ]
}

fn on_gke() -> Vec<Case> {
    let scopes = [
        "trace.append",
        "devstorage.read_only",
        "logging.write",
        "monitoring",
        "service.management.readonly",
        "servicecontrol",
    ];
    let scopes = scopes.map(|name| format!("\"https://www.googleapis.com/auth/{name}\"")).join(", ");
    let ordered = |tags: &str, zones: &str, taints: [&str; 2]| {
        let [one, two] = taints.map(|key| format!("{{ key = \"{key}\", effect = \"no_schedule\" }}"));
        format!("gcp = {{ network_tags = [{tags}], zones = [{zones}] }}\ntaints = [{one}, {two}]")
    };
    vec![
        Case {
            cloud: "gcp",
            label: "plain_gcp",
            silent: String::new(),
            said: format!(
                "reservations = []\nlabels = {{}}\nnode_labels = {{}}\ntaints = []\nplacement = \"none\"\n\
                 fast_network = false\nsecure_boot = false\nidentity = \"default\"\n\
                 disk = {{ size_gb = 100, type = \"pd-balanced\" }}\nmachine_type = \"g2-standard-4\"\n\
                 upgrade = {{ strategy = \"surge\", max_surge = 1, max_unavailable = 0 }}\n\
                 image = \"COS_CONTAINERD\"\ncapacity = \"on_demand\"\ndriver = \"managed\"\n\
                 metadata = \"workload_identity\"\nscaling = {{ min = 0, max = 2, desired = 0 }}\n\
                 gcp = {{\n  project = \"palisade-sandbox\"\n  oauth_scopes = [{scopes}]\n  auto_repair = true\n  \
                 auto_upgrade = true\n  local_ssd_count = 0\n  network_tags = []\n}}"
            ),
            attributes: &[
                "reservations",
                "labels",
                "node_labels",
                "taints",
                "placement",
                "fast_network",
                "secure_boot",
                "identity",
                "disk",
                "disk.size_gb",
                "disk.type",
                "machine_type",
                "upgrade",
                "upgrade.strategy",
                "upgrade.max_surge",
                "upgrade.max_unavailable",
                "image",
                "capacity",
                "driver",
                "metadata",
                "scaling.desired",
                "gcp",
                "gcp.project",
                "gcp.oauth_scopes",
                "gcp.auto_repair",
                "gcp.auto_upgrade",
                "gcp.local_ssd_count",
                "gcp.network_tags",
            ],
        },
        Case {
            cloud: "gcp",
            label: "flex",
            silent: "capacity = \"flex_start\"".to_owned(),
            said: "capacity = \"flex_start\"\ngcp = { auto_repair = false }".to_owned(),
            attributes: &[],
        },
        Case {
            cloud: "gcp",
            label: "surges",
            silent: "upgrade = { max_surge = 2 }".to_owned(),
            said: "upgrade = { strategy = \"surge\", max_surge = 2, max_unavailable = 0 }".to_owned(),
            attributes: &[],
        },
        Case {
            cloud: "gcp",
            label: "blue_green",
            silent: "upgrade = { strategy = \"blue_green\" }".to_owned(),
            said: "upgrade = { strategy = \"blue_green\" }".to_owned(),
            attributes: &[],
        },
        Case {
            cloud: "gcp",
            label: "ordered_gcp",
            silent: ordered("\"one\", \"two\"", "\"us-central1-a\", \"us-central1-b\"", ["a", "b"]),
            said: ordered("\"two\", \"one\"", "\"us-central1-b\", \"us-central1-a\"", ["b", "a"]),
            attributes: &[],
        },
    ]
}
