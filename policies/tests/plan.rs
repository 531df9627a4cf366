//! What only a whole plan tells: which budget pays for which pools, and what they cost together.

mod common;

use common::{bucket, findings, lines};
use insta::assert_snapshot;
use policies::{Action, Engine, PlannedResource, Settings};
use serde_json::{Value as Json, json};

/// The findings of the cost pack about a plan of the resources.
fn check(resources: &[PlannedResource]) -> String {
    check_with(json!({}), resources)
}

fn check_with(facts: Json, resources: &[PlannedResource]) -> String {
    let settings = Settings {
        packs: Some(["cost".to_owned()].into()),
        data: facts.as_object().cloned().unwrap(),
        ..Settings::default()
    };
    lines(&Engine::load(settings).unwrap().review_plan(resources).unwrap())
}

/// A resource of a type that is to be created; `merge` says what is other than `base` has it.
fn resource(resource_type: &str, name: &str, base: Json, merge: Json) -> PlannedResource {
    let (Json::Object(mut base), Json::Object(merge)) = (base, merge) else { panic!("objects") };
    base.extend(merge);
    PlannedResource {
        address: Some(format!("{resource_type}.{name}")),
        resource_type: resource_type.to_owned(),
        ..bucket(name, Json::Object(base))
    }
}

/// A pool of team research on AWS that costs so much.
fn pool(name: &str, cost: f64, merge: Json) -> PlannedResource {
    let base = json!({
        "cloud": "aws", "name": name, "labels": {"team": "research"}, "labels_all": {"team": "research"},
        "capacity": "on_demand", "scaling": {"min": 0, "max": 2},
        "estimated_cost": {"currency": "USD", "monthly_max": cost},
    });
    resource("palisade_gpu_pool", name, base, merge)
}

/// A budget of 1,000 USD a month for team research on AWS.
fn budget(merge: Json) -> PlannedResource {
    let base = json!({
        "cloud": "aws", "name": "research", "period": "month", "amount": {"units": 1000, "currency": "USD"},
        "filter": {"labels": {"team": ["research"]}},
    });
    resource("palisade_budget", "research", base, merge)
}

/// Two pools that cost 600 and 500 USD.
fn two(merge: &Json) -> [PlannedResource; 2] {
    [pool("large", 600.0, merge.clone()), pool("small", 500.0, merge.clone())]
}

fn with_two(budget: PlannedResource) -> String {
    let [large, small] = two(&json!({}));
    check(&[budget, large, small])
}

#[test]
fn pools_are_summed_up_under_the_budget_that_counts_their_labels() {
    assert_snapshot!(with_two(budget(json!({}))), @"denied CO-2 palisade_gpu_pool.large labels: the pools under the budget research (2 in this plan) can cost 1100 USD a month, and it is 1000 USD");
    assert_eq!(with_two(budget(json!({"amount": {"units": 1100, "currency": "USD"}}))), "");
    assert_eq!(
        with_two(budget(json!({"amount": {"units": 13200, "currency": "USD"}, "period": "year"}))),
        ""
    );
    assert_eq!(with_two(budget(json!({"amount": {"units": 36.17, "currency": "USD"}, "period": "day"}))), "");
    assert_snapshot!(with_two(budget(json!({"period": "quarter"}))), @"denied CO-2 palisade_gpu_pool.large labels: the pools under the budget research (2 in this plan) can cost 1100 USD a month, and it is 333.33 USD");
}

#[test]
fn pools_are_summed_up_under_the_budget_that_they_name() {
    let named = two(
        &json!({"budget": {"name": "research", "amount": 1000, "currency": "USD"}, "labels": null, "labels_all": {}}),
    );
    assert_snapshot!(check(&named), @"denied CO-2 palisade_gpu_pool.large budget: the pools under the budget research (2 in this plan) can cost 1100 USD a month, and it is 1000 USD");
    let [large, small] = named;
    let unfiltered = budget(json!({"filter": null, "amount": {"units": 1100, "currency": "USD"}}));
    assert_eq!(check(&[large.clone(), small.clone(), unfiltered]), "");
    let elsewhere = PlannedResource { planned: json!({"cloud": "gcp", "name": "pool"}).into(), ..small };
    assert_snapshot!(check(&[large, elsewhere]), @r#"warned CO-1 palisade_gpu_pool.small labels["team"]: no budget counts it by its label team, and it names none"#);
}

#[test]
fn what_stays_counts_and_what_goes_does_not() {
    let [large, small] = two(&json!({}));
    let large = |action| PlannedResource { action, ..large.clone() };
    assert_snapshot!(check(&[budget(json!({})), large(Action::NoOp), small.clone()]), @"denied CO-2 palisade_gpu_pool.small labels: the pools under the budget research (2 in this plan) can cost 1100 USD a month, and it is 1000 USD");
    assert_eq!(check(&[budget(json!({})), large(Action::Delete), small.clone()]), "");
    let kept = PlannedResource { action: Action::NoOp, ..small };
    assert_snapshot!(check(&[budget(json!({})), large(Action::NoOp), kept.clone()]), @"denied CO-2 palisade_budget.research amount: the pools under the budget research (2 in this plan) can cost 1100 USD a month, and it is 1000 USD");
    let unchanged = PlannedResource { action: Action::NoOp, ..budget(json!({})) };
    assert_eq!(check(&[unchanged, large(Action::NoOp), kept]), "");
}

#[test]
fn what_cannot_be_compared_is_not_decided() {
    let doubt = |merge: Json| check(&[budget(json!({})), pool("p", 1.0, merge)]);
    assert_snapshot!(doubt(json!({"estimated_cost": null})), @"undecided CO-2 palisade_gpu_pool.p labels: what the pools under the budget research can cost cannot be compared with it: no price is known for a pool's machines");
    assert_snapshot!(doubt(json!({"estimated_cost": {"currency": "EUR", "monthly_max": 1}})), @"undecided CO-2 palisade_gpu_pool.p labels: what the pools under the budget research can cost cannot be compared with it: a pool's price is in another currency");
    assert_snapshot!(with_two(budget(json!({"period": "custom"}))), @"undecided CO-2 palisade_gpu_pool.large labels: what the pools under the budget research can cost cannot be compared with it: it has no amount for a month");
    assert_snapshot!(with_two(budget(json!({"amount": null}))), @"undecided CO-2 palisade_gpu_pool.large labels: what the pools under the budget research can cost cannot be compared with it: it has no amount for a month");
    // What is known is too much already.
    let [large, small] = two(&json!({}));
    let unpriced = pool("unpriced", 0.0, json!({"estimated_cost": null}));
    assert_snapshot!(check(&[budget(json!({})), large, small, unpriced]), @"denied CO-2 palisade_gpu_pool.large labels: the pools under the budget research (3 in this plan) can cost 1100 USD a month, and it is 1000 USD");
}

#[test]
fn a_budget_that_counts_something_else_has_no_say() {
    for other in [
        json!({"filter": {"labels": {"team": ["web"]}}}),
        json!({"filter": {"labels": {"team": ["research"], "env": ["prod"]}}}),
        json!({"filter": {"labels": {"team": ["research"]}, "services": ["Amazon S3"]}}),
        json!({"filter": null}),
        json!({"cloud": "gcp"}),
    ] {
        let found = with_two(budget(other.clone()));
        assert!(!found.contains("CO-2"), "{other}: {found}");
    }
}

#[test]
fn the_provider_is_not_asked_about_whole_plans() {
    let [large, small] = two(&json!({}));
    let found = findings(Settings::default(), &[budget(json!({})), large, small]);
    assert!(!found.contains("CO-1") && !found.contains("CO-2"), "{found}");
    let alone = pool("p", 600.0, json!({"budget": {"name": "b", "amount": 500, "currency": "USD"}}));
    let found = findings(Settings::default(), &[alone]);
    assert!(found.contains("denied CO-2 palisade_gpu_pool.p budget.amount: it can cost 600"), "{found}");
}

#[test]
fn the_operator_says_what_else_is_budgeted() {
    let web = || [pool("p", 1.0, json!({"labels": {"team": "web", "center": "42"}}))];
    assert_snapshot!(check(&web()), @r#"warned CO-1 palisade_gpu_pool.p labels["team"]: no budget counts it by its label team, and it names none"#);
    assert_eq!(check_with(json!({"budgeted": ["web"]}), &web()), "");
    assert_eq!(check_with(json!({"cost_label": "center", "budgeted": ["42"]}), &web()), "");
}
