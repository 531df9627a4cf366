//! Changes of a thing that is there, what replaces it, and what was unknown.

use serde_json::{Value, json};

use super::{Row, Verdict, at, full, row, says};

pub(super) fn rows() -> Vec<Row> {
    use Verdict::Takes;
    let change = |rule, changed: Value, edit: Value, verdict| {
        let mut edit = edit;
        edit["call"] = json!("plan");
        edit["when"] = json!("update");
        Row { changed, ..row(rule, "change", full(), edit, verdict) }
    };
    let other = |name: &str, value: Value| {
        let mut thing = full();
        thing[name] = value;
        thing
    };
    let note = || other("note", json!("x"));
    let replace = |rule, path: &str, verdict| change(rule, note(), json!({"replace": [path]}), verdict);
    vec![
        change(
            "a change is planned away",
            other("name", json!("two")),
            json!({"set": ["name", "one"]}),
            Takes,
        ),
        change(
            "a change is planned as a third value",
            other("name", json!("two")),
            json!({"set": ["name", "three"]}),
            at("name"),
        ),
        replace("what changes replaces", "note", Takes),
        replace("what stays replaces", "name", Takes),
        replace("what is write-only replaces", "token", Takes),
        replace("no attribute replaces", "nope", says("nope:", "nope")),
        replace(
            "an attribute of a string replaces",
            "name.x",
            says("name.x:", "non-existent attribute path"),
        ),
        replace("no attribute of an object replaces", "login.nope", says("login.nope:", "nope")),
        replace(
            "no element of a list replaces",
            "steps[9]",
            says("steps[9]:", "non-existent attribute path"),
        ),
        replace(
            "no entry of a map replaces",
            "labels[\"none\"]",
            says("labels[\"none\"]:", "non-existent attribute path"),
        ),
        replace("an element of a set replaces", "tags[0]", says("tags[0]:", "non-existent attribute path")),
        row(
            "on a create, no attribute replaces",
            "apply",
            full(),
            json!({"call": "plan", "replace": ["nope"]}),
            Takes,
        ),
        row(
            "what was unknown is planned as anything",
            "resolve",
            json!({"name": "one", "note": "${terraform_data.seed.id}"}),
            json!({"call": "plan", "when": "known", "set": ["region", "late"]}),
            Takes,
        ),
        row(
            "what was planned is planned as another when applying",
            "resolve",
            json!({"name": "one", "note": "${terraform_data.seed.id}"}),
            json!([
                {"call": "plan", "set": ["region", "early"]},
                {"call": "plan", "when": "known", "set": ["region", "late"]},
            ]),
            at("region"),
        ),
        row(
            "what was planned is planned unknown when applying",
            "resolve",
            json!({"name": "one", "note": "${terraform_data.seed.id}"}),
            json!([
                {"call": "plan", "set": ["region", "early"]},
                {"call": "plan", "when": "known", "set": ["region", {"unknown": true}]},
            ]),
            at("region"),
        ),
    ]
}
