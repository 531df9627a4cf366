//! The view of a pool of accelerators, `input.gpu_pools[_]`, to which is added:
//! - `data_class`: what the label `data_class` says, in lower case.

use std::sync::LazyLock;

use super::shape::Shape::{List, Map, Object, Plain};
use super::shape::{self, Fields};
use super::{View, data_class};

pub(super) static VIEW: View = View {
    resource_type: "palisade_gpu_pool",
    collection: "gpu_pools",
    fields: FIELDS,
    attributes: LazyLock::new(|| shape::attributes(FIELDS, &[])),
    further: |pool, view| {
        view.insert("data_class".into(), data_class(pool));
    },
};

const FIELDS: Fields = &[
    ("accelerator", Object(&[("count", Plain), ("type", Plain)])),
    (
        "aws",
        Object(&[
            ("force_update", Plain),
            ("max_unavailable_percent", Plain),
            ("node_repair", Plain),
            ("release_version", Plain),
            ("security_groups", Plain),
            ("subnets", Plain),
        ]),
    ),
    ("budget", Object(&[("amount", Plain), ("currency", Plain), ("name", Plain)])),
    ("capacity", Plain),
    ("cloud", Plain),
    ("cluster", Plain),
    ("disk", Object(&[("kms_key", Plain), ("size_gb", Plain), ("type", Plain)])),
    ("driver", Plain),
    (
        "estimated_cost",
        Object(&[
            ("currency", Plain),
            ("hourly_desired", Plain),
            ("hourly_max", Plain),
            ("hourly_min", Plain),
            ("monthly_desired", Plain),
            ("monthly_max", Plain),
            ("monthly_min", Plain),
        ]),
    ),
    ("fast_network", Plain),
    (
        "gcp",
        Object(&[
            ("auto_repair", Plain),
            ("auto_upgrade", Plain),
            ("gpu_direct", Plain),
            ("local_ssd_count", Plain),
            ("network_tags", Plain),
            ("oauth_scopes", Plain),
            ("project", Plain),
            ("zones", Plain),
        ]),
    ),
    ("gpu_sharing", Object(&[("max_clients", Plain), ("strategy", Plain)])),
    ("id", Plain),
    ("identity", Plain),
    ("image", Plain),
    ("labels", Map),
    ("labels_all", Map),
    ("location", Plain),
    ("machine_type", Plain),
    ("max_run_duration", Plain),
    ("metadata", Plain),
    ("mig_profile", Plain),
    ("name", Plain),
    ("native_id", Plain),
    ("node_groups", Plain),
    ("node_labels", Map),
    ("placement", Plain),
    ("reservations", Plain),
    ("scaling", Object(&[("desired", Plain), ("max", Plain), ("min", Plain)])),
    ("secure_boot", Plain),
    ("status", Plain),
    ("taints", List(&[("effect", Plain), ("key", Plain), ("value", Plain)])),
    ("upgrade", Object(&[("max_surge", Plain), ("max_unavailable", Plain), ("strategy", Plain)])),
    ("version", Plain),
];
