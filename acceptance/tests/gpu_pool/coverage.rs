//! Which attribute is tested on which cloud: the list of attributes is the schema's, so that none is forgotten, and the
//! table is kept in `acceptance/coverage/gpu_pool.json`, from which the docs are written.

use std::collections::BTreeSet;
use std::{env, fs};

use acceptance::difference::within;
use acceptance::{Terraform, binaries};
use serde_json::{Value, json};

use super::refused::REFUSED;
use super::row::Row;
use super::{aws, defaults, gcp};

/// What the provider computes: every pool of the stories is looked at for these.
const COMPUTED: [&str; 6] = ["id", "native_id", "status", "node_groups", "labels_all", "estimated_cost"];

/// Where the table is kept.
const FILE: &str = "acceptance/coverage/gpu_pool.json";

/// Panics when an attribute is not tested, when a row names none, or when the file is not as the tests are;
/// `UPDATE_COVERAGE=1` writes it.
pub(crate) fn check() {
    let attributes = attributes();
    let clouds = [("aws", aws::rows()), ("gcp", gcp::rows())];
    let mut wrong = Vec::new();
    for (cloud, rows) in &clouds {
        let refused = REFUSED.iter().filter(|refused| refused.cloud == *cloud).map(|refused| refused.path());
        let defaults = defaults::said(cloud).map(str::to_owned);
        let named = rows.iter().map(|row| row.attribute.to_owned()).chain(refused).chain(defaults);
        let unknown = named.filter(|attribute| !attributes.contains(attribute));
        wrong.extend(unknown.map(|attribute| format!("{attribute} ({cloud}) is no attribute")));
        let labels: BTreeSet<String> = rows.iter().map(Row::label).collect();
        if labels.len() != rows.len() {
            wrong.push(format!("two rows on {cloud} have one name"));
        }
    }
    let mut table = Vec::new();
    for attribute in &attributes {
        let mut line = json!({"attribute": attribute});
        for (cloud, rows) in &clouds {
            line[*cloud] = cell(cloud, rows, attribute);
            if line[*cloud].is_null() {
                wrong.push(format!("{attribute} is not tested on {cloud}"));
            } else if defaults::said(cloud).any(|said| said == attribute) {
                line[*cloud]["default"] = json!("same");
            }
        }
        table.push(line);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    keep(&table);
}

/// How an attribute is tested on a cloud, by itself or by a part of it; null when it is not.
fn cell(cloud: &str, rows: &[Row], attribute: &str) -> Value {
    if COMPUTED.iter().any(|computed| within(attribute, computed)) {
        return json!({"computed": true});
    }
    let row = rows
        .iter()
        .find(|row| row.attribute == attribute)
        .or_else(|| rows.iter().find(|row| within(row.attribute, attribute)));
    let mut refused = REFUSED.iter().filter(|refused| refused.cloud == cloud && refused.all);
    match (row, refused.find(|refused| within(attribute, refused.attribute))) {
        (Some(row), _) => row.cell(),
        (None, Some(refused)) => refused.cell(),
        (None, None) => Value::Null,
    }
}

/// The paths of all attributes, nested ones included, as Terraform tells the schema.
fn attributes() -> BTreeSet<String> {
    let terraform = Terraform::new();
    terraform.main("");
    let schemas = terraform.schemas();
    let block = &schemas["resource_schemas"]["palisade_gpu_pool"]["block"];
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

/// Holds the file to the table, or writes it: one attribute a line, so that a change of the tests reads well.
fn keep(table: &[Value]) {
    let lines: Vec<String> = table.iter().map(Value::to_string).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = binaries::root().join(FILE);
    if env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&path, &text).unwrap_or_else(|e| panic!("{FILE}: {e}"));
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{FILE} is stale: run this test with UPDATE_COVERAGE=1, then `cargo xtask docs`");
}
