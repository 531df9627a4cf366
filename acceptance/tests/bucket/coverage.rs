//! Which attribute of a bucket is tested on which cloud.

use std::collections::BTreeSet;

use acceptance::coverage;
use acceptance::difference::within;
use acceptance::refused::Refused;
use serde_json::{Value, json};

use super::case::Case;
use super::errors::REFUSED;
use super::{aws, gcp};

/// What the provider computes: every bucket of the stories is looked at for these.
const COMPUTED: [&str; 5] = ["id", "native_id", "url", "account", "labels_all"];

/// Panics when an attribute is not tested, when a case names none, or when the table is stale.
pub(crate) fn check() {
    let aws = (aws::cases(), aws::defaults().cases);
    let gcp = (gcp::cases(), gcp::defaults().cases);
    for (cloud, (cases, _)) in [("aws", &aws), ("gcp", &gcp)] {
        let labels: BTreeSet<String> = cases.iter().map(Case::label).collect();
        assert_eq!(labels.len(), cases.len(), "two cases on {cloud} have one name");
    }
    let of = |cloud: &str| if cloud == "aws" { &aws } else { &gcp };
    let named = |cloud: &str| {
        let (cases, defaults) = of(cloud);
        let refused = REFUSED.iter().filter(|refused| refused.cloud == cloud).map(Refused::attribute);
        cases.iter().chain(defaults).map(|case| case.attribute.clone()).chain(refused).collect()
    };
    coverage::check("bucket", named, |cloud, attribute| {
        let (cases, defaults) = of(cloud);
        let mut cell = cell(cloud, cases, attribute);
        if !cell.is_null() && defaults.iter().any(|case| case.attribute == attribute) {
            cell["default"] = json!("same");
        }
        cell
    });
}

/// How an attribute is tested on a cloud; null when it is not.
fn cell(cloud: &str, cases: &[Case], attribute: &str) -> Value {
    if COMPUTED.contains(&attribute) {
        return json!({"computed": true});
    }
    let case = cases.iter().find(|case| case.attribute == attribute);
    // What a cloud does not have, it has no part of.
    let mut refused = REFUSED.iter().filter(|refused| refused.cloud == cloud && refused.all);
    match (case, refused.find(|refused| within(attribute, &refused.attribute()))) {
        (Some(case), _) => case.row(),
        (None, Some(refused)) => refused.cell(),
        (None, None) => Value::Null,
    }
}
