//! The view of a bucket, `input.buckets[_]`, to which is added:
//! - `data_class`: what the label `data_class` says, in lower case;
//! - `project`: the Google Cloud project, as far as it is known; absent on AWS.

use std::sync::LazyLock;

use regorus::Value;

use super::shape::Shape::{List, Map, Object, Plain};
use super::shape::{self, Attribute, Fields};
use super::{View, data_class};
use crate::Tree;

pub(super) static VIEW: View = View {
    resource_type: "palisade_bucket",
    collection: "buckets",
    fields: FIELDS,
    attributes: LazyLock::new(|| shape::attributes(FIELDS, &[])),
    further: |bucket, view| {
        view.insert("data_class".into(), data_class(bucket));
        view.insert("project".into(), project(bucket));
    },
};

const FIELDS: Fields = &[
    ("access_log", Object(&[("prefix", Plain), ("target_bucket", Plain)])),
    ("account", Plain),
    ("aws", Object(AWS)),
    ("cloud", Plain),
    (
        "cors",
        List(&[
            ("allowed_headers", Plain),
            ("exposed_headers", Plain),
            ("max_age_seconds", Plain),
            ("methods", Plain),
            ("origins", Plain),
        ]),
    ),
    ("default_storage_class", Plain),
    ("encryption", Object(&[("kms_key", Plain)])),
    ("force_destroy", Plain),
    ("gcp", Object(GCP)),
    ("id", Plain),
    ("labels", Map),
    ("labels_all", Map),
    (
        "lifecycle_rules",
        List(&[
            ("action", Plain),
            ("age_days", Plain),
            ("created_before", Plain),
            ("id", Plain),
            ("keep_newer", Plain),
            ("noncurrent_days", Plain),
            ("prefix", Plain),
            ("size_greater_than", Plain),
            ("size_less_than", Plain),
            ("storage_class", Plain),
            ("suffix", Plain),
        ]),
    ),
    ("location", Plain),
    ("name", Plain),
    ("native_id", Plain),
    ("public_access", Plain),
    ("requester_pays", Plain),
    ("require_tls", Plain),
    ("retention", Object(&[("days", Plain), ("locked", Plain), ("mode", Plain)])),
    ("soft_delete_days", Plain),
    ("uniform_access", Plain),
    ("url", Plain),
    ("versioning", Plain),
];

const AWS: Fields = &[
    ("abac", Plain),
    ("acceleration", Plain),
    ("blocked_sse_c", Plain),
    ("directory_bucket", Object(&[("availability_zone", Plain)])),
    (
        "intelligent_tiering",
        List(&[
            ("archive_days", Plain),
            ("deep_archive_days", Plain),
            ("name", Plain),
            ("prefix", Plain),
            ("tags", Map),
        ]),
    ),
    ("namespace", Plain),
    ("object_lock", Plain),
    ("policy_json", Plain),
    (
        "replication",
        Object(&[
            ("role", Plain),
            (
                "rules",
                List(&[
                    ("delete_markers", Plain),
                    ("destination_bucket", Plain),
                    ("id", Plain),
                    ("prefix", Plain),
                    ("priority", Plain),
                    ("replica_kms_key", Plain),
                    ("storage_class", Plain),
                ]),
            ),
        ]),
    ),
    ("sse_dsse", Plain),
];

const GCP: Fields = &[
    ("autoclass", Object(&[("terminal_storage_class", Plain)])),
    ("default_event_based_hold", Plain),
    (
        "encryption_enforcement",
        Object(&[("customer_managed", Plain), ("customer_supplied", Plain), ("google_managed", Plain)]),
    ),
    ("hierarchical_namespace", Plain),
    (
        "ip_filter",
        Object(&[
            ("allow_all_service_agents", Plain),
            ("allow_cross_org_vpcs", Plain),
            ("mode", Plain),
            ("public_cidrs", Plain),
            ("vpc", List(&[("cidrs", Plain), ("network", Plain)])),
        ]),
    ),
    ("placement", Plain),
    ("project", Plain),
    ("rapid", Plain),
    ("rpo", Plain),
];

static PROJECT: LazyLock<Attribute> =
    LazyLock::new(|| Attribute::at("project", &Plain, vec!["gcp".into(), "project".into()]));

/// The project that is set, or the one that the provider falls back to, which `account` tells once it is known.
fn project(bucket: &Tree) -> Value {
    let project = match (bucket.get("cloud"), bucket.get("gcp").get("project"), bucket.get("account")) {
        (Tree::String(cloud), _, _) if cloud != "gcp" => &Tree::Null,
        (_, Tree::Null, Tree::Null) => &Tree::Unknown,
        (_, Tree::Null, account) => account,
        (_, set, _) => set,
    };
    PROJECT.view(project)
}
