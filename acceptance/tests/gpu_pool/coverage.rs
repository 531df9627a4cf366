//! Which attribute of a pool is tested on which cloud.

use std::collections::BTreeSet;

use acceptance::coverage;
use acceptance::difference::within;
use acceptance::refused::Refused;
use serde_json::{Value, json};

use super::refused::REFUSED;
use super::row::Row;
use super::{aws, defaults, gcp};

/// What the provider computes: every pool of the stories is looked at for these.
const COMPUTED: [&str; 6] = ["id", "native_id", "status", "node_groups", "labels_all", "estimated_cost"];

/// Panics when an attribute is not tested, when a row names none, or when the table is stale.
pub(crate) fn check() {
    let (aws, gcp) = (aws::rows(), gcp::rows());
    for (cloud, rows) in [("aws", &aws), ("gcp", &gcp)] {
        let labels: BTreeSet<String> = rows.iter().map(Row::label).collect();
        assert_eq!(labels.len(), rows.len(), "two rows on {cloud} have one name");
    }
    let rows = |cloud: &str| if cloud == "aws" { &aws } else { &gcp };
    let named = |cloud: &str| {
        let refused = REFUSED.iter().filter(|refused| refused.cloud == cloud).map(Refused::attribute);
        rows(cloud)
            .iter()
            .map(|row| row.attribute.to_owned())
            .chain(refused)
            .chain(defaults::said(cloud).map(str::to_owned))
            .collect()
    };
    coverage::check("gpu_pool", named, |cloud, attribute| {
        let mut cell = cell(cloud, rows(cloud), attribute);
        if cell.is_object() && defaults::said(cloud).any(|said| said == attribute) {
            cell["default"] = json!("same");
        }
        cell
    });
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
    match (row, refused.find(|refused| within(attribute, &refused.attribute()))) {
        (Some(row), _) => row.cell(),
        (None, Some(refused)) => refused.cell(),
        (None, None) => Value::Null,
    }
}
