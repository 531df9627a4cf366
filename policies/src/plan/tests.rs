//! What is read of a plan, and what is refused.

use serde_json::json;

use super::{Secrets, read};
use crate::{Action, Tree};

#[test]
fn unknowns_are_merged_in() {
    let check = |after: serde_json::Value, unknown: serde_json::Value, expected: Tree| {
        assert_eq!(super::merge::unknowns(after.clone(), &unknown), expected, "{after} {unknown}");
    };
    let known = |json: serde_json::Value| Tree::from(json);
    let map = |entries: &[(&str, Tree)]| {
        Tree::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    };
    check(json!({"a": 1}), json!({}), known(json!({"a": 1})));
    check(json!({"a": 1}), json!({"b": true}), map(&[("a", known(json!(1))), ("b", Tree::Unknown)]));
    check(
        json!({"a": {"b": 1}}),
        json!({"a": {"c": true}}),
        map(&[("a", map(&[("b", known(json!(1))), ("c", Tree::Unknown)]))]),
    );
    check(json!([null, 2]), json!([true, false]), Tree::List(vec![Tree::Unknown, known(json!(2))]));
    check(
        json!([{"id": "x"}]),
        json!([{"age": true}]),
        Tree::List(vec![map(&[("age", Tree::Unknown), ("id", known(json!("x")))])]),
    );
    check(json!(null), json!({"a": true}), map(&[("a", Tree::Unknown)]));
    check(json!(null), json!([true]), Tree::List(vec![Tree::Unknown]));
    check(json!(null), json!(true), Tree::Unknown);
    check(json!({"a": null}), json!({"a": false}), map(&[("a", Tree::Null)]));
    check(json!({"a": []}), json!({"a": []}), known(json!({"a": []})));
}

#[test]
fn actions_are_told_apart() {
    let check = |actions: &[&str], expected: Option<Action>| {
        let plan = json!({"format_version": "1.0", "planned_values": {}, "resource_changes": [
            {"address": "module.a[0].x.y", "mode": "managed", "type": "x", "change": {"actions": actions}},
            {"address": "data.x.y", "mode": "data", "type": "x", "change": {"actions": ["read"]}}]});
        let action = read(&plan.to_string()).ok().map(|resources| {
            assert_eq!(resources.len(), 1);
            resources[0].action
        });
        assert_eq!(action, expected, "{actions:?}");
    };
    check(&["create"], Some(Action::Create));
    check(&["update"], Some(Action::Update));
    check(&["delete", "create"], Some(Action::Replace));
    check(&["create", "delete"], Some(Action::Replace));
    check(&["create", "forget"], Some(Action::Create));
    check(&["delete"], Some(Action::Delete));
    check(&["forget"], Some(Action::Delete));
    check(&["no-op"], Some(Action::NoOp));
    check(&["paint"], None);
    check(&[], None);
}

#[test]
fn deferred_changes_are_read() {
    let plan = json!({"format_version": "1.2", "planned_values": {}, "deferred_changes": [{"reason": "instance_count_unknown",
        "resource_change": {"address": "x.y[*]", "mode": "managed", "type": "x", "change": {"actions": ["create"]}}}]});
    assert_eq!(read(&plan.to_string()).unwrap().len(), 1);
}

#[test]
fn what_is_no_plan_is_refused() {
    let refused = |plan: &str| read(plan).err().unwrap().to_string();
    insta::assert_snapshot!(refused(""), @"not the JSON of a plan (EOF while parsing a value at line 1 column 0): write it with `terraform show -json PLANFILE`");
    insta::assert_snapshot!(refused("{}"), @"not the JSON of a plan (missing field `format_version` at line 1 column 2): write it with `terraform show -json PLANFILE`");
    insta::assert_snapshot!(refused(r#"{"format_version": "1.0", "values": {}}"#), @"not the JSON of a plan (missing field `planned_values` at line 1 column 39): write it with `terraform show -json PLANFILE`");
    insta::assert_snapshot!(refused(r#"{"format_version": "2.0", "planned_values": {}}"#), @"the plan's format is 2.0, and only format 1 is known");
    insta::assert_snapshot!(refused(r#"{"format_version": "1.2", "planned_values": {}, "errored": true}"#), @"the plan ended in an error, so there is nothing to apply or to judge");
}

#[test]
fn secrets_are_hidden() {
    let check = |after: serde_json::Value, sensitive: serde_json::Value, said: &str, expected: &str| {
        assert_eq!(Secrets::of(&after, &sensitive).hide(said.to_owned()), expected, "{after}");
    };
    let after = json!({"a": "hunter22", "b": ["hunter2233", "plain"], "c": {"d": "deep-secret"}, "e": "abc"});
    check(after.clone(), json!({}), "hunter22", "hunter22");
    check(after.clone(), json!({"a": true}), "is hunter22, no", "is (sensitive value), no");
    check(
        after.clone(),
        json!({"a": true, "b": true}),
        "hunter2233 plain",
        "(sensitive value) (sensitive value)",
    );
    check(after.clone(), json!({"b": [true]}), "hunter2233 plain", "(sensitive value) plain");
    check(after.clone(), json!({"c": true}), "deep-secret", "(sensitive value)");
    check(after, json!({"e": true}), "alphabet abc", "alphabet abc");
}
