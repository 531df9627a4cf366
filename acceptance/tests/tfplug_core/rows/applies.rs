//! What comes back of an apply.

use serde_json::{Value, json};

use super::{By, Row, Verdict, at, full, not_of_type, refused, row, says};

pub(super) fn rows() -> Vec<Row> {
    use Verdict::Takes;
    let unknown = || json!({"unknown": true});
    let apply = |rule, path: &str, value: Value, verdict| {
        row(rule, "apply", full(), json!({"call": "apply", "set": [path, value]}), verdict)
    };
    let edit = |rule, edit: Value, verdict| row(rule, "apply", full(), edit, verdict);
    let part = |of: &str| json!({"of": of, "serial": "made"});
    vec![
        apply("a computed value is unknown after the apply", "id", unknown(), at("id")),
        apply(
            "a nested value is unknown after the apply",
            "parts[1].serial",
            unknown(),
            at("parts[1].serial"),
        ),
        apply("a known value comes back as another", "name", json!("two"), at("name")),
        apply("a sensitive value comes back as another", "secret", json!("x"), at("secret")),
        apply("null comes back as a value", "note", json!("x"), at("note")),
        apply("a value comes back null", "tags", Value::Null, at("tags")),
        apply("what was unknown comes back null", "id", Value::Null, Takes),
        apply(
            "an entry of a map vanishes",
            "labels",
            json!({}),
            says("labels[\"team\"]:", ".labels: element \"team\" has vanished"),
        ),
        apply(
            "a map has one entry more",
            "labels[\"more\"]",
            json!("z"),
            says("labels[\"more\"]:", ".labels: new element \"more\""),
        ),
        apply("a set has one element more", "tags[2]", json!("z"), at("tags")),
        apply("a set has another element", "tags[1]", json!("z"), at("tags")),
        apply("a list has another element", "steps[1]", json!("z"), at("steps[1]")),
        apply("a nested list has one fewer", "parts", json!([part("a")]), at("parts")),
        apply("a nested set has another element", "part_set[1].of", json!("c"), at("part_set")),
        apply("a nested map has another element", "part_map[\"k\"].of", json!("c"), at("part_map[\"k\"].of")),
        apply("an object comes back null", "login", Value::Null, at("login")),
        apply("a list of blocks has one fewer", "list", json!([part("a")]), at("list")),
        apply("a block of a list is another", "list[0].of", json!("c"), at("list[0].of")),
        apply("a set of blocks has one fewer", "set", json!([part("a")]), at("set")),
        apply(
            "a map of blocks has one more",
            "map[\"m\"]",
            part("a"),
            says("map[\"m\"]:", ".map: block count"),
        ),
        apply("a single block comes back null", "single", Value::Null, at("single")),
        apply(
            "a list of blocks comes back null",
            "list",
            Value::Null,
            refused(By::Neither("the blocks are lost from the state"), "list:", ""),
        ),
        apply("a write-only value comes back", "token", json!("told once"), at("token")),
        apply("a number stands for a string", "name", json!(5), not_of_type("name")),
        edit(
            "an attribute is missing",
            json!({"call": "apply", "remove": "note"}),
            says("note:", "attribute"),
        ),
        edit(
            "nothing comes back",
            json!({"call": "apply", "nothing": true}),
            says("a resource that was applied", "object was present, but now absent"),
        ),
    ]
}
