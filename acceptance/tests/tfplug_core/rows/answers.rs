//! What is imported, upgraded, moved, looked up, opened and called.

use serde_json::{Value, json};

use super::Verdict::{self, Takes};
use super::{By, Row, not_of_type, refused, row, says, small};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for call in ["import", "upgrade", "move", "data", "open"] {
        rows.extend(of_any(call));
    }
    rows.extend(of_states());
    rows.extend(of_the_rest());
    rows.extend(of_functions());
    rows
}

/// What is the same of every call that answers a value.
fn of_any(call: &'static str) -> Vec<Row> {
    let computed = if matches!(call, "data" | "open") { "found" } else { "id" };
    let named = format!("{computed}:");
    let unknown = match call {
        "data" => says(&named, "known"),
        "open" => refused(By::OpenTofu, &named, "known"),
        _ => refused(By::Terraform, &named, "known"),
    };
    [
        ("nothing amiss", json!([]), Takes),
        ("a value that is unknown", json!({"call": call, "set": [computed, {"unknown": true}]}), unknown),
        ("a number for a string", json!({"call": call, "set": ["name", 5]}), not_of_type("name")),
        ("an attribute left out", json!({"call": call, "remove": computed}), says(&named, "attribute")),
    ]
    .map(|(title, edit, verdict)| row(&format!("{call}: {title}"), call, small(), edit, verdict))
    .into()
}

fn of_states() -> Vec<Row> {
    const FORGOTTEN: By = By::Neither("the resource is forgotten, and nobody is told");
    let nothing = |call: &'static str, verdict| {
        row(&format!("{call}: nothing"), call, small(), json!({"call": call, "nothing": true}), verdict)
    };
    vec![
        nothing("import", says("the provider imported nothing", "import")),
        row(
            "import: null",
            "import",
            small(),
            json!({"call": "import", "set": ["", null]}),
            says("the provider imported null", "import"),
        ),
        row(
            "import: a write-only value",
            "import",
            small(),
            json!({"call": "import", "set": ["token", "told"]}),
            refused(By::Terraform, "token:", ".token"),
        ),
        nothing("upgrade", refused(FORGOTTEN, "the provider made nothing of the state", "")),
        nothing("move", refused(FORGOTTEN, "the provider made nothing of the state", "")),
    ]
}

fn of_the_rest() -> Vec<Row> {
    let edit =
        |rule, call: &'static str, edit: Value, verdict: Verdict| row(rule, call, small(), edit, verdict);
    vec![
        edit(
            "data: null",
            "data",
            json!({"call": "data", "nothing": true}),
            says("a data source that was read", "null"),
        ),
        edit(
            "open: null",
            "open",
            json!({"call": "open", "nothing": true}),
            says("an ephemeral resource that was opened", ""),
        ),
        edit(
            "data: another configured value",
            "data",
            json!({"call": "data", "set": ["name", "two"]}),
            Takes,
        ),
        edit(
            "open: another configured value",
            "open",
            json!({"call": "open", "set": ["name", "two"]}),
            refused(By::Terraform, "name:", ".name"),
        ),
    ]
}

fn of_functions() -> Vec<Row> {
    let echo =
        |rule, text: Value, edit: Value, verdict| row(rule, "function", json!({"text": text}), edit, verdict);
    let argument = "Invalid value for \"text\" parameter";
    vec![
        echo("function: nothing amiss", json!("yes"), json!([]), Takes),
        echo(
            "function: an error of an argument",
            json!("no"),
            json!([]),
            says("argument 1 \"text\": cannot be echoed", &format!("{argument}: cannot be echoed")),
        ),
        echo(
            "function: an argument that is null",
            Value::Null,
            json!([]),
            says("argument 1 \"text\": must not be null", &format!("{argument}: argument must not be null")),
        ),
        echo(
            "function: an argument of another type",
            json!({"a": 1}),
            json!([]),
            says("argument 1 \"text\": ", argument),
        ),
        echo(
            "function: a number for a string",
            json!("yes"),
            json!({"call": "function", "set": ["", 5]}),
            says("the answer", "string"),
        ),
        echo(
            "function: an unknown result",
            json!("yes"),
            json!({"call": "function", "set": ["", {"unknown": true}]}),
            Takes,
        ),
        echo("function: no result", json!("yes"), json!({"call": "function", "nothing": true}), Takes),
    ]
}
