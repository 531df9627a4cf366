//! The view of a budget, `input.budgets[_]`.

use std::sync::LazyLock;

use super::View;
use super::shape::Shape::{List, Map, Object, Plain};
use super::shape::{self, Fields};

pub(super) static VIEW: View = View {
    resource_type: "palisade_budget",
    collection: "budgets",
    fields: FIELDS,
    attributes: LazyLock::new(|| shape::attributes(FIELDS, &[])),
    further: |_, _| {},
};

const FIELDS: Fields = &[
    ("actual_spend", Plain),
    ("amount", Object(&[("currency", Plain), ("units", Plain)])),
    ("amount_from_last_period", Plain),
    ("aws", Object(AWS)),
    ("cloud", Plain),
    ("credit_types", Plain),
    ("credits", Plain),
    ("custom_period", Object(&[("end", Plain), ("start", Plain)])),
    ("filter", Object(&[("labels", Map), ("projects", Plain), ("services", Plain)])),
    ("forecast_spend", Plain),
    (
        "gcp",
        Object(&[
            ("disable_default_iam_recipients", Plain),
            ("ownership_scope", Plain),
            ("project_level_recipients", Plain),
            ("resource_ancestors", Plain),
            ("spend_cap", Plain),
            ("subaccounts", Plain),
        ]),
    ),
    ("id", Plain),
    ("labels", Map),
    ("labels_all", Map),
    ("name", Plain),
    ("native_id", Plain),
    (
        "notify",
        Object(&[("channels", Plain), ("emails", Plain), ("pubsub_topic", Plain), ("sns_topic", Plain)]),
    ),
    ("period", Plain),
    ("scope", Plain),
    ("thresholds", List(THRESHOLD)),
];

const THRESHOLD: Fields = &[("absolute", Plain), ("basis", Plain), ("percent", Plain)];

const AWS: Fields = &[
    (
        "actions",
        List(&[
            ("automatic", Plain),
            ("emails", Plain),
            ("iam", Object(&[("groups", Plain), ("policy", Plain), ("roles", Plain), ("users", Plain)])),
            ("role", Plain),
            ("scp", Object(&[("policy", Plain), ("targets", Plain)])),
            ("sns_topic", Plain),
            ("ssm", Object(&[("action", Plain), ("instances", Plain), ("region", Plain)])),
            ("threshold", Object(THRESHOLD)),
        ]),
    ),
    ("auto_adjust", Object(&[("kind", Plain), ("periods", Plain)])),
    ("billing_view", Plain),
    ("filter_expression_json", Plain),
    ("metric", Plain),
    ("planned_limits", Map),
];
