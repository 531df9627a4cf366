//! The pages that tell how each attribute of a resource is tested, from the tables that the acceptance tests keep.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Pages;

const LEGEND: &str = "- *in place*, *replace*: what a change of the attribute does.
- *drift*: somebody else changes it (*changed*), makes the thing anew without it (*made anew*) or deletes it (*gone*), and
  the next plan shows it.
- *import*: the value is found with no difference, or the cloud does not tell it (*not told*), and the next apply
  enters it into the state. *default too*: where the value is the cloud's own default, neither a configuration that
  says it nor one that leaves it out has a difference.
- *error*: the cloud does not have it, which a plan says in these words at the attribute.

| attribute | AWS | Google Cloud |
|---|---|---|
";

/// Where the tables are kept, one a resource beside those of faults.
const TABLES: &str = "acceptance/coverage";

/// A page a resource.
pub(super) fn pages(root: &Path) -> Result<Pages, String> {
    let tables = fs::read_dir(root.join(TABLES)).map_err(|e| format!("{TABLES}: {e}"))?;
    let names = tables.flatten().map(|table| table.file_name().to_string_lossy().into_owned());
    let resources = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned));
    resources.filter(|name| !name.starts_with("faults")).map(|resource| page(root, &resource)).collect()
}

fn page(root: &Path, resource: &str) -> Result<(String, String), String> {
    let table = format!("{TABLES}/{resource}.json");
    let test = format!("acceptance/tests/{resource}_attributes.rs");
    let test = if root.join(&test).exists() { test } else { format!("acceptance/tests/{resource}.rs") };
    let text = fs::read_to_string(root.join(&table)).map_err(|e| format!("{table}: {e}"))?;
    let rows: Vec<Value> = serde_json::from_str(&text).map_err(|e| format!("{table}: {e}"))?;
    let mut page = format!(
        "# How each attribute of `palisade_{resource}` is tested

Written from the table that `{test}` keeps. With the real Terraform, each attribute is set, seen to
arrive at the cloud's API (the call is named), changed, brought out of step by somebody else, imported, and destroyed.

{LEGEND}"
    );
    for row in &rows {
        let attribute = row["attribute"].as_str().unwrap_or_default();
        // What stands in the other cloud's own part is refused with the part.
        let (aws, gcp) = match attribute.split_once('.') {
            Some(("aws", _)) => (cell(&row["aws"]), String::new()),
            Some(("gcp", _)) => (String::new(), cell(&row["gcp"])),
            _ => (cell(&row["aws"]), cell(&row["gcp"])),
        };
        page += &format!("| `{attribute}` | {aws} | {gcp} |\n");
    }
    Ok((format!("resources/{resource}-coverage.md"), page))
}

fn cell(tested: &Value) -> String {
    let text = |name: &str| tested[name].as_str().unwrap_or_default();
    if tested["computed"] == true {
        return "computed, in every story".to_owned();
    }
    if tested["error"].is_string() {
        return format!("error: {}", text("error"));
    }
    let mut parts = vec![text("change").to_owned()];
    if tested["api"].is_string() {
        parts.push(format!("`{}`", text("api")));
    }
    if !["", "none"].contains(&text("drift")) {
        parts.push(format!("drift {}", text("drift")));
    }
    let default = if text("default") == "same" { ", default too" } else { "" };
    parts.push(format!("import {}{default}", text("import")));
    if !text("note").is_empty() {
        parts.push(text("note").to_owned());
    }
    parts.join("; ")
}
