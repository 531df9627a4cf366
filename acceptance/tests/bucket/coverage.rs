//! Which attribute is tested on which cloud: the list of attributes is the schema's, so that none is forgotten, and
//! the table is kept in `acceptance/coverage/bucket.json`, from which the docs are written.

use std::collections::BTreeSet;
use std::{env, fs};

use acceptance::{Terraform, binaries};
use serde_json::{Value, json};

use super::case::Case;
use super::errors::REFUSED;
use super::{aws, gcp};

/// What the provider computes: every bucket of the stories is looked at for these.
const COMPUTED: [&str; 5] = ["id", "native_id", "url", "account", "labels_all"];

/// Where the table is kept.
const FILE: &str = "acceptance/coverage/bucket.json";

/// Panics when an attribute is not tested, when a case names none, or when the file is not as the tests are;
/// `UPDATE_COVERAGE=1` writes it.
pub(crate) fn check() {
    let attributes = attributes();
    let clouds = [("aws", aws::cases(), aws::defaults().cases), ("gcp", gcp::cases(), gcp::defaults().cases)];
    let mut wrong = Vec::new();
    for (cloud, cases, defaults) in &clouds {
        let named = cases.iter().chain(defaults).map(|case| case.attribute.as_str());
        let refused =
            REFUSED.iter().filter(|refused| refused.cloud == *cloud).map(|refused| refused.attribute);
        let unknown = named.chain(refused).filter(|attribute| !attributes.contains(*attribute));
        wrong.extend(unknown.map(|attribute| format!("{attribute} ({cloud}) is no attribute")));
        let labels: BTreeSet<String> = cases.iter().map(Case::label).collect();
        if labels.len() != cases.len() {
            wrong.push(format!("two cases on {cloud} have one name"));
        }
    }
    let rows: Vec<Value> = attributes
        .iter()
        .map(|attribute| {
            let mut row = json!({"attribute": attribute});
            for (cloud, cases, defaults) in &clouds {
                row[*cloud] = cell(cloud, cases, attribute);
                if row[*cloud].is_null() {
                    wrong.push(format!("{attribute} is not tested on {cloud}"));
                } else if defaults.iter().any(|case| case.attribute == *attribute) {
                    row[*cloud]["default"] = json!("same");
                }
            }
            row
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    keep(&rows);
}

/// How an attribute is tested on a cloud; null when it is not.
fn cell(cloud: &str, cases: &[Case], attribute: &str) -> Value {
    if COMPUTED.contains(&attribute) {
        return json!({"computed": true});
    }
    let case = cases.iter().find(|case| case.attribute == attribute);
    // What a cloud does not have, it has no part of.
    let within = |refused: &str| attribute.strip_prefix(refused).is_some_and(|rest| rest.starts_with('.'));
    let refused = REFUSED.iter().filter(|refused| refused.cloud == cloud && refused.all);
    let refused =
        refused.into_iter().find(|refused| refused.attribute == attribute || within(refused.attribute));
    match (case, refused) {
        (Some(case), _) => case.row(),
        (None, Some(refused)) => refused.row(),
        (None, None) => Value::Null,
    }
}

/// The paths of all attributes, nested ones included, as Terraform tells the schema.
fn attributes() -> BTreeSet<String> {
    let terraform = Terraform::new();
    terraform.main("");
    let schemas = terraform.schemas();
    let block = &schemas["resource_schemas"]["palisade_bucket"]["block"];
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
