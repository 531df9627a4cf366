//! What rules are shown.

use serde_json::{Value as Json, json};

use super::engine;
use crate::engine::view;
use crate::{Action, PlannedResource, Tree, plan};

/// The view of a bucket whose values are the JSON's, `"<unknown>"` standing for what is unknown.
fn show(planned: Json) -> Json {
    show_as("palisade_bucket", planned)
}

fn show_as(resource_type: &str, planned: Json) -> Json {
    let resource = PlannedResource {
        address: None,
        resource_type: resource_type.to_owned(),
        action: Action::Create,
        prior: None,
        planned: tree(planned),
        secrets: plan::Secrets::default(),
    };
    serde_json::to_value(view::of(resource_type).unwrap().build(&resource, 0)).unwrap()
}

#[test]
fn an_update_shows_what_was_before() {
    let resource = PlannedResource {
        address: Some("palisade_bucket.b".to_owned()),
        resource_type: "palisade_bucket".to_owned(),
        action: Action::Update,
        prior: Some(tree(json!({"cloud": "aws", "versioning": true}))),
        planned: tree(json!({"cloud": "aws", "versioning": false})),
        secrets: plan::Secrets::default(),
    };
    let view = serde_json::to_value(view::of("palisade_bucket").unwrap().build(&resource, 3)).unwrap();
    assert_eq!((&view["resource"], &view["action"]), (&json!(3), &json!("update")));
    assert_eq!(view["versioning"], json!({"known": false, "at": ["versioning"]}));
    assert_eq!(view["before"]["versioning"], json!({"known": true, "at": ["versioning"]}));
}

fn tree(json: Json) -> Tree {
    match json {
        Json::String(text) if text == "<unknown>" => Tree::Unknown,
        Json::Array(items) => Tree::List(items.into_iter().map(tree).collect()),
        Json::Object(fields) => {
            Tree::Map(fields.into_iter().map(|(key, value)| (key, tree(value))).collect())
        }
        other => Tree::from(other),
    }
}

#[test]
fn values_are_known_absent_or_unknown() {
    let check = |planned: Json, pointer: &str, expected: Json| {
        let view = show(planned.clone());
        assert_eq!(view.pointer(pointer), Some(&expected), "{planned} {pointer}");
    };
    let at = |way: &[&str]| Json::Array(way.iter().map(|name| json!(name)).collect());
    let key = ["encryption", "kms_key"];
    check(json!({}), "/encryption/kms_key", json!({"absent": true, "at": at(&key)}));
    check(json!({"encryption": null}), "/encryption/kms_key", json!({"absent": true, "at": at(&key)}));
    check(
        json!({"encryption": {"kms_key": "k"}}),
        "/encryption/kms_key",
        json!({"known": "k", "at": at(&key)}),
    );
    check(
        json!({"encryption": "<unknown>"}),
        "/encryption/kms_key",
        json!({"unknown": true, "at": at(&key)}),
    );
    check(json!({"encryption": "<unknown>"}), "/encryption/unknown", json!(true));
    check(json!({"encryption": {"kms_key": null}}), "/encryption/known", json!(true));
    check(json!({"lifecycle_rules": []}), "/lifecycle_rules/absent", json!(true));
    check(
        json!({"lifecycle_rules": [{"id": "<unknown>"}]}),
        "/lifecycle_rules/known/0/id/unknown",
        json!(true),
    );
    check(json!({"labels": {}}), "/labels/absent", json!(true));
    check(json!({"labels": {"a": "<unknown>"}}), "/labels/known/a/at", json!(["labels", {"key": "a"}]));
    check(json!({"retention": {"days": 0}}), "/retention/days/known", json!(0));
    check(json!({"gcp": {"placement": ["A", "B"]}}), "/gcp/placement/known", json!(["A", "B"]));
    check(json!({"gcp": {"placement": ["A", "<unknown>"]}}), "/gcp/placement/unknown", json!(true));
}

#[test]
fn the_class_is_told_by_the_label() {
    let check = |planned: Json, expected: Json| {
        let mut view = show(planned.clone());
        view["data_class"].as_object_mut().unwrap().remove("at");
        assert_eq!(view["data_class"], expected, "{planned}");
    };
    check(json!({}), json!({"absent": true}));
    check(json!({"labels": {"data_class": "PHI"}}), json!({"known": "phi"}));
    check(json!({"labels_all": {"data_class": "phi"}}), json!({"known": "phi"}));
    check(json!({"labels": {"data_class": "<unknown>"}}), json!({"unknown": true}));
    check(json!({"labels": "<unknown>", "labels_all": "<unknown>"}), json!({"unknown": true}));
    check(json!({"labels": {"data_class": "phi"}, "labels_all": "<unknown>"}), json!({"known": "phi"}));
    check(
        json!({"labels": {"team": "<unknown>"}, "labels_all": {"team": "<unknown>"}}),
        json!({"absent": true}),
    );
}

#[test]
fn the_project_is_told_by_the_attribute_or_the_account() {
    let check = |planned: Json, expected: &str| {
        let view = show(planned.clone());
        let project = view["project"].as_object().unwrap();
        let said = project
            .get("known")
            .and_then(Json::as_str)
            .unwrap_or_else(|| project.keys().find(|key| *key != "at").unwrap());
        assert_eq!(said, expected, "{planned}");
    };
    check(json!({"cloud": "gcp", "gcp": {"project": "acme"}, "account": "<unknown>"}), "acme");
    check(json!({"cloud": "gcp", "account": "acme"}), "acme");
    check(json!({"cloud": "gcp", "account": "<unknown>"}), "unknown");
    check(json!({"cloud": "gcp"}), "unknown");
    check(json!({"cloud": "aws", "account": "111122223333"}), "absent");
    check(json!({"cloud": "<unknown>", "account": "<unknown>"}), "unknown");
}

/// The resources that the rules' tests judge are the ones that the engine shows.
#[test]
fn fixtures_are_views() {
    let module = "package fixtures\nimport data.palisade.lib.fixture_test\n\
        import data.palisade.lib.pool_fixture_test\n\
        plain := [fixture_test.aws({}), fixture_test.gcp({}), pool_fixture_test.aws({}),\
        pool_fixture_test.gcp({\"labels\": pool_fixture_test.labels({\"team\": \"ml\"})})]";
    let plain = engine(&[("fixtures.rego", module)]).eval_rule("data.fixtures.plain".to_owned()).unwrap();
    let plain: Vec<Json> = serde_json::from_value(serde_json::to_value(plain).unwrap()).unwrap();
    let aws =
        json!({"cloud": "aws", "public_access": "blocked", "require_tls": true, "account": "<unknown>"});
    let gcp =
        json!({"cloud": "gcp", "public_access": "blocked", "require_tls": true, "gcp": {"project": "acme"}});
    let pool = |cloud: &str, labels: Json| {
        json!({"cloud": cloud, "capacity": "on_demand", "metadata": "workload_identity", "labels": labels,
            "scaling": {"min": 0}})
    };
    for (fixture, (resource_type, planned)) in plain.into_iter().zip([
        ("palisade_bucket", aws),
        ("palisade_bucket", gcp),
        ("palisade_gpu_pool", pool("aws", json!(null))),
        ("palisade_gpu_pool", pool("gcp", json!({"team": "ml"}))),
    ]) {
        contains(&show_as(resource_type, planned), &fixture, "");
    }
}

/// Every entry of `part` is in `whole`.
fn contains(whole: &Json, part: &Json, at: &str) {
    match (whole, part) {
        (Json::Object(whole), Json::Object(part)) => {
            for (key, part) in part {
                contains(whole.get(key).unwrap_or(&Json::Null), part, &format!("{at}/{key}"));
            }
        }
        (whole, part) => assert_eq!(whole, part, "{at}"),
    }
}
