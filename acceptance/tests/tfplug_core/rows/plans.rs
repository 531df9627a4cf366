//! A plan of a thing that is not there yet.

use serde_json::{Value, json};

use super::{Row, Verdict, at, full, not_of_type, row, says};

pub(super) fn rows() -> Vec<Row> {
    use Verdict::Takes;
    let unknown = || json!({"unknown": true});
    let plan = |rule, path: &str, value: Value, verdict| {
        row(rule, "apply", full(), json!({"call": "plan", "set": [path, value]}), verdict)
    };
    let edit = |rule, edit: Value, verdict| row(rule, "apply", full(), edit, verdict);
    vec![
        edit("a provider that keeps the rules", json!([]), Takes),
        plan("a configured value is planned as another", "name", json!("two"), at("name")),
        plan("a configured value is planned unknown", "name", unknown(), at("name")),
        plan("a configured value is planned null", "tags", Value::Null, at("tags")),
        plan("a sensitive value is planned as another", "secret", json!("x"), at("secret")),
        plan("what nobody configured is planned", "note", json!("x"), at("note")),
        plan("what nobody configured is planned unknown", "note", unknown(), at("note")),
        plan("a computed value is planned, neither prior nor unknown", "id", json!("chosen"), Takes),
        plan("a computed value is planned null", "region", Value::Null, Takes),
        plan("an element of a list is another", "steps[1]", json!("z"), at("steps")),
        plan("a map has one entry more", "labels[\"more\"]", json!("z"), at("labels")),
        plan("an attribute of an object is another", "login.user", json!("eve"), at("login.user")),
        plan("an object is planned null", "login", Value::Null, at("login")),
        plan("an object is planned unknown", "login", unknown(), at("login")),
        plan("a nested list has one fewer", "parts", json!([{"of": "a", "serial": null}]), at("parts")),
        plan("a nested list has another element", "parts[1].of", json!("c"), at("parts[1].of")),
        plan(
            "a nested map has another element",
            "part_map[\"k\"].of",
            json!("c"),
            says("part_map[\"k\"].of:", ".part_map.k.of"),
        ),
        plan("a nested set has another element", "part_set[1].of", json!("c"), Takes),
        plan("a nested set has one fewer", "part_set", json!([{"of": "a", "serial": null}]), at("part_set")),
        plan("a list of blocks has one fewer", "list", json!([{"of": "a", "serial": null}]), at("list")),
        plan("a block of a list is another", "list[1].of", json!("c"), at("list[1].of")),
        plan("a list of blocks is null", "list", Value::Null, at("list")),
        plan("a list of blocks is unknown", "list", unknown(), at("list")),
        plan("a block of a list is unknown", "list[0]", unknown(), at("list[0]")),
        plan("a set of blocks has another element", "set[1].of", json!("c"), Takes),
        plan("a set of blocks has one fewer", "set", json!([{"of": "a", "serial": null}]), Takes),
        plan("a set of blocks is null", "set", Value::Null, at("set")),
        plan("a map of blocks has one more", "map[\"m\"]", json!({"of": "a", "serial": null}), at("map")),
        plan("a block of a map is another", "map[\"k\"].of", json!("c"), at("map[\"k\"].of")),
        plan("a single block is null", "single", Value::Null, at("single")),
        plan("a single block is another", "single.of", json!("c"), at("single.of")),
        plan("a write-only value is planned", "token", json!("told once"), at("token")),
        plan(
            "a nested write-only value is planned",
            "login.password",
            json!("told once"),
            at("login.password"),
        ),
        plan("a number stands for a string", "name", json!(5), not_of_type("name")),
        plan("a string stands for a number", "size", json!("many"), not_of_type("size")),
        plan("a string stands for a set", "tags", json!("x"), not_of_type("tags")),
        plan(
            "an attribute is planned that is none",
            "nonsense",
            json!("x"),
            says("the answer has an attribute", "18 attributes is required (19 given)"),
        ),
        edit(
            "an attribute is missing",
            json!({"call": "plan", "remove": "note"}),
            says("note:", "attribute"),
        ),
        edit(
            "a nested attribute is missing",
            json!({"call": "plan", "remove": "login.user"}),
            says("login.user:", "attribute"),
        ),
        edit(
            "nothing is planned",
            json!({"call": "plan", "nothing": true}),
            says("a resource that is configured", "wants existence"),
        ),
    ]
}
