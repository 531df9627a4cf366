//! Which attribute of a resource is tested on which cloud: the list of attributes is the schema's, so that none is
//! forgotten, and the table is kept in `acceptance/coverage/`, from which the docs are written.

use std::collections::BTreeSet;
use std::{env, fs};

use serde_json::{Value, json};

use crate::{Terraform, binaries};

/// The clouds that a table has a column of.
const CLOUDS: [&str; 2] = ["aws", "gcp"];

/// Panics when an attribute of `palisade_RESOURCE` is not tested, when the tests name one that is none, or when the table
/// is not as the tests are; `UPDATE_COVERAGE=1` writes it. `named` are the attributes that the tests of a cloud name,
/// `cell` tells how one is tested on a cloud, and is null when it is not.
pub fn check(resource: &str, named: impl Fn(&str) -> Vec<String>, cell: impl Fn(&str, &str) -> Value) {
    let attributes = attributes(resource);
    let mut wrong = Vec::new();
    for cloud in CLOUDS {
        let unknown = named(cloud).into_iter().filter(|attribute| !attributes.contains(attribute));
        wrong.extend(unknown.map(|attribute| format!("{attribute} ({cloud}) is no attribute")));
    }
    let mut rows = Vec::new();
    for attribute in &attributes {
        let cells = CLOUDS.map(|cloud| cell(cloud, attribute));
        let missing = CLOUDS.iter().zip(&cells).filter(|(_, cell)| cell.is_null());
        wrong.extend(missing.map(|(cloud, _)| format!("{attribute} is not tested on {cloud}")));
        let [aws, gcp] = cells;
        rows.push(json!({"attribute": attribute, "aws": aws, "gcp": gcp}));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    keep(resource, &rows);
}

/// The paths of all attributes, nested ones included, as Terraform tells the schema.
fn attributes(resource: &str) -> BTreeSet<String> {
    let terraform = Terraform::new();
    terraform.main("");
    let schemas = terraform.schemas();
    let block = &schemas["resource_schemas"][format!("palisade_{resource}")]["block"];
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
fn keep(resource: &str, rows: &[Value]) {
    let file = format!("acceptance/coverage/{resource}.json");
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = binaries::root().join(&file);
    if env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&path, &text).unwrap_or_else(|e| panic!("{file}: {e}"));
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{file} is stale: run this test with UPDATE_COVERAGE=1, then `cargo xtask docs`");
}
