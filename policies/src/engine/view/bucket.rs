//! The view of a bucket, `input.buckets[_]`: every attribute of `palisade_bucket` but `timeouts`, which are no
//! property of the bucket, under its own name, and
//! - `resource`: its number, for a finding to give back;
//! - `resource_type`, `address`, `action`: plain words, address null where it is not known;
//! - `data_class`: what the label `data_class` says, in lower case;
//! - `project`: the Google Cloud project, as far as it is known; absent on AWS;
//! - `before`: on an update or a replacement, the same attributes as they are now.

use std::sync::LazyLock;

use regorus::Value;

use super::shape::Shape::{List, Map, Object, Plain};
use super::shape::{self, Attribute, Fields};
use crate::{Action, PlannedResource, Tree};

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

static ATTRIBUTES: LazyLock<Vec<Attribute>> = LazyLock::new(|| shape::attributes(FIELDS, &[]));

static DATA_CLASS: LazyLock<Attribute> = LazyLock::new(|| {
    let key = shape::Object::from([("key".into(), "data_class".into())]);
    Attribute::at("data_class", &Plain, vec!["labels".into(), Value::from(key)])
});

static PROJECT: LazyLock<Attribute> =
    LazyLock::new(|| Attribute::at("project", &Plain, vec!["gcp".into(), "project".into()]));

/// Makes the view of a `palisade_bucket`.
pub(super) fn build(resource: &PlannedResource, position: usize) -> Value {
    let mut view = attributes(&resource.planned);
    view.insert("resource".into(), position.into());
    view.insert("resource_type".into(), resource.resource_type.as_str().into());
    view.insert("address".into(), resource.address.as_deref().map_or(Value::Null, Value::from));
    view.insert("action".into(), action(resource.action).into());
    if let Some(prior) = &resource.prior {
        view.insert("before".into(), Value::from(attributes(prior)));
    }
    Value::from(view)
}

fn attributes(bucket: &Tree) -> shape::Object {
    let mut view = shape::object(bucket, &ATTRIBUTES);
    view.insert("data_class".into(), data_class(bucket));
    view.insert("project".into(), project(bucket));
    view
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update",
        Action::Replace => "replace",
        Action::Delete => "delete",
        Action::Read => "read",
        Action::NoOp => "no_op",
    }
}

/// The bucket's own label wins over the provider's default labels, so it decides where `labels_all` is unknown.
fn data_class(bucket: &Tree) -> Value {
    let own = bucket.get("labels").get("data_class");
    let all = bucket.get("labels_all").get("data_class");
    match (own, all) {
        (Tree::String(class), _) | (Tree::Null, Tree::String(class)) => {
            DATA_CLASS.view(&Tree::String(class.to_lowercase()))
        }
        (Tree::Null, class) | (class, _) => DATA_CLASS.view(class),
    }
}

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
