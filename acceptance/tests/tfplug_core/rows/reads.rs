//! A thing that is read, planned again, and destroyed.

use serde_json::{Value, json};

use super::{By, Row, Verdict, at, full, not_of_type, refused, row, says, small};

pub(super) fn rows() -> Vec<Row> {
    use Verdict::Takes;
    let read = |rule, edit: Value, verdict| {
        let mut edit = edit;
        edit["call"] = json!("read");
        row(rule, "refresh", small(), edit, verdict)
    };
    let set = |path: &str, value: Value| json!({"set": [path, value]});
    vec![
        read("a read finds drift", set("note", json!("drifted")), Takes),
        read("a read finds nothing", json!({"nothing": true}), Takes),
        read(
            "a read answers unknown",
            set("id", json!({"unknown": true})),
            refused(By::Terraform, "id:", "contains unknown values"),
        ),
        read("a read answers a write-only value", set("token", json!("told")), at("token")),
        read("a read answers a number for a string", set("name", json!(5)), not_of_type("name")),
        read("a read leaves an attribute out", json!({"remove": "note"}), says("note:", "attribute")),
        row("the second plan is empty", "settle", full(), json!([]), Takes),
        row(
            "the second plan changes something",
            "settle",
            small(),
            json!({"call": "read", "set": ["note", "drifted"]}),
            says("note:", "note = \"drifted\" -> null"),
        ),
        row("a destroy", "destroy", full(), json!([]), Takes),
        row(
            "a destroy leaves something",
            "destroy",
            small(),
            json!({"call": "apply", "when": "destroy", "set": ["", whole()]}),
            says("a resource that was destroyed", "non-null object"),
        ),
        row(
            "a destroy is planned as something",
            "destroy",
            small(),
            json!({"call": "plan", "when": "destroy", "set": ["", whole()]}),
            says("a resource that is to be destroyed", "non-null destroy value"),
        ),
    ]
}

/// A thing as it lies in state.
fn whole() -> Value {
    let mut thing = json!({"list": [], "set": [], "map": {}, "size": null, "note": null});
    for name in full().as_object().into_iter().flat_map(|full| full.keys()) {
        if thing.get(name).is_none() {
            thing[name] = Value::Null;
        }
    }
    for (name, value) in [("name", "one"), ("id", "made"), ("region", "made")] {
        thing[name] = json!(value);
    }
    thing
}
