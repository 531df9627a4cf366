//! Which attribute is tested on which cloud: the list of attributes is the schema's, so that none is forgotten, and
//! the table is kept in `acceptance/coverage/budget.json`.

use std::collections::BTreeSet;
use std::{env, fs};

use acceptance::difference::within;
use acceptance::{Terraform, binaries};
use serde_json::{Value, json};

use super::case::{Arrives, Case, Change, Drift};
use super::errors::REFUSED;
use super::stages::COMPUTED;
use super::{aws, defaults, gcp};

/// Where the table is kept.
const FILE: &str = "acceptance/coverage/budget.json";

/// Panics when an attribute is not tested, when a case names none, or when the file is not as the tests are;
/// `UPDATE_COVERAGE=1` writes it.
pub(crate) fn check() {
    let attributes = attributes();
    let clouds = [("aws", aws::cases()), ("gcp", gcp::cases())];
    let mut wrong = Vec::new();
    for (cloud, cases) in &clouds {
        let defaults = defaults::said(cloud).map(str::to_owned);
        let named =
            cases.iter().flat_map(|case| &case.rows).map(|row| row.attribute.to_owned()).chain(defaults);
        let refused = REFUSED.iter().filter(|refused| refused.cloud == *cloud).map(|one| one.attribute());
        let unknown = named.chain(refused).filter(|attribute| !attributes.contains(attribute));
        wrong.extend(unknown.map(|attribute| format!("{attribute} ({cloud}) is no attribute")));
    }
    let mut rows = Vec::new();
    for attribute in &attributes {
        let cells = clouds.each_ref().map(|(cloud, cases)| (*cloud, cell(cloud, cases, attribute)));
        let missing = cells.iter().filter(|(_, cell)| cell.is_null());
        wrong.extend(missing.map(|(cloud, _)| format!("{attribute} is not tested on {cloud}")));
        let [aws, gcp] = cells.map(|(cloud, mut cell)| {
            if cell.is_object() && defaults::said(cloud).any(|said| said == attribute) {
                cell["default"] = json!("same");
            }
            cell
        });
        rows.push(json!({"attribute": attribute, "aws": aws, "gcp": gcp}));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    keep(&rows);
}

/// How an attribute is tested on a cloud; null when it is not. One that holds others is tested with them.
fn cell(cloud: &str, cases: &[Case], attribute: &str) -> Value {
    if COMPUTED.contains(&attribute) {
        return json!({"computed": true});
    }
    let rows = || cases.iter().flat_map(|case| case.rows.iter().map(move |row| (case, row)));
    let own = rows().find(|(_, row)| row.attribute == attribute);
    let inner = rows().find(|(_, row)| within(row.attribute, attribute));
    let refused = REFUSED.iter().filter(|refused| refused.cloud == cloud && refused.all);
    let refused = refused.into_iter().find(|refused| within(attribute, &refused.attribute()));
    let value_refused = REFUSED.iter().filter(|refused| refused.cloud == cloud && !refused.all);
    let value_refused = value_refused.into_iter().find(|refused| refused.attribute() == attribute);
    match (own.or(inner), refused) {
        (Some((case, row)), _) => {
            let (api, note) = match &row.arrives {
                Arrives::At { .. } if cloud == "aws" => (aws_call(case, row.attribute), row.fixed),
                Arrives::At { .. } => (json!("budgets.list"), row.fixed),
                Arrives::Nowhere(tested) => (Value::Null, *tested),
            };
            let change = match case.change {
                _ if !row.fixed.is_empty() => "none",
                Change::Replace => "replace",
                Change::InPlace => "in place",
            };
            let drift = match case.drift() {
                Drift::Gone => "gone",
                Drift::Back if row.fixed.is_empty() => "changed",
                Drift::Back | Drift::Never => "none",
            };
            let untold = case.untold.iter().any(|untold| within(attribute, untold));
            let import = if untold { "not told" } else { "same" };
            json!({"api": api, "change": change, "drift": drift, "import": import, "note": note})
        }
        (None, Some(refused)) => refused.row(),
        (None, None) => value_refused.map_or(Value::Null, super::errors::Refused::row),
    }
}

/// The call of AWS's client that tells it.
fn aws_call(case: &Case, attribute: &str) -> Value {
    let pointer =
        case.rows.iter().filter(|row| row.attribute == attribute).find_map(|row| match &row.arrives {
            Arrives::At { pointer, .. } => Some(*pointer),
            Arrives::Nowhere(_) => None,
        });
    let pointer = pointer.unwrap_or_default();
    let calls = [
        ("/Notifications/0/Subscribers", "describe_subscribers_for_notification"),
        ("/Notifications", "describe_notifications_for_budget"),
        ("/Actions", "describe_budget_actions_for_budget"),
        ("/Tags", "list_tags_for_resource"),
    ];
    let call = calls.iter().find(|(prefix, _)| pointer.starts_with(prefix));
    json!(call.map_or("describe_budget", |(_, call)| call))
}

/// The paths of all attributes, nested ones included, as Terraform tells the schema.
fn attributes() -> BTreeSet<String> {
    let terraform = Terraform::new();
    terraform.main("");
    let schemas = terraform.schemas();
    let block = &schemas["resource_schemas"]["palisade_budget"]["block"];
    assert!(block["block_types"].is_null(), "blocks have attributes too: {}", block["block_types"]);
    let mut paths = BTreeSet::new();
    walk("", &block["attributes"], &mut paths);
    assert!(paths.len() > 50, "the schema has hardly any attributes: {paths:?}");
    paths
}

fn walk(prefix: &str, attributes: &Value, paths: &mut BTreeSet<String>) {
    for (name, attribute) in attributes.as_object().into_iter().flatten() {
        let path = format!("{prefix}{name}");
        walk(&format!("{path}."), &attribute["nested_type"]["attributes"], paths);
        paths.insert(path);
    }
}

/// Holds the file to the rows, or writes it: one row a line, so that a change of the tests reads well.
fn keep(rows: &[Value]) {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = binaries::root().join(FILE);
    if env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&path, &text).unwrap_or_else(|e| panic!("{FILE}: {e}"));
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{FILE} is stale: run this test with UPDATE_COVERAGE=1, then `cargo xtask docs`");
}
