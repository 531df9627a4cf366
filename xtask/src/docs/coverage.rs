//! The page that tells how each attribute of a bucket is tested, from the table that the acceptance tests keep.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Pages;

/// The table, which `acceptance/tests/bucket_attributes.rs` holds to the schema and to its own cases.
const TABLE: &str = "acceptance/coverage/bucket.json";

const INTRODUCTION: &str = "# How each attribute of `palisade_bucket` is tested

Written from the table that `acceptance/tests/bucket_attributes.rs` keeps. With the real Terraform, each attribute is
set, looked up with the cloud's own client (boto3, Google's client of the JSON API: the call is named), changed,
changed behind Terraform's back and mended, imported, and destroyed.

- *in place*, *replace*: what a change of the attribute does.
- *drift*: somebody else changes it (*changed*), makes the bucket anew without it (*made anew*) or deletes the bucket
  (*gone*), and the next plan shows it.
- *import*: the value is found with no difference, or the cloud does not tell it (*not told*), and the next apply
  enters it into the state. *default too*: where the value is the cloud's own default, neither a configuration that
  says it nor one that leaves it out has a difference.
- *error*: the cloud does not have it, which a plan says in these words at the attribute.

| attribute | AWS | Google Cloud |
|---|---|---|
";

/// The page of the bucket.
pub(super) fn pages(root: &Path) -> Result<Pages, String> {
    let text = fs::read_to_string(root.join(TABLE)).map_err(|e| format!("{TABLE}: {e}"))?;
    let rows: Vec<Value> = serde_json::from_str(&text).map_err(|e| format!("{TABLE}: {e}"))?;
    let mut page = INTRODUCTION.to_owned();
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
    Ok(Pages::from([("resources/bucket-coverage.md".to_owned(), page)]))
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
    if text("drift") != "none" {
        parts.push(format!("drift {}", text("drift")));
    }
    let default = if text("default") == "same" { ", default too" } else { "" };
    parts.push(format!("import {}{default}", text("import")));
    if !text("note").is_empty() {
        parts.push(text("note").to_owned());
    }
    parts.join("; ")
}
