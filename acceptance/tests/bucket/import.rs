//! Buckets that Terraform forgets and imports again.

use std::collections::BTreeMap;

use acceptance::Terraform;
use serde_json::Value;

/// Takes all buckets out of the state and gives the blocks that import them.
pub(crate) fn forget_all(terraform: &Terraform) -> String {
    let buckets = terraform.buckets();
    let addresses = buckets.iter().map(|(address, _)| address.as_str());
    let _ = terraform.run(&["state", "rm"].into_iter().chain(addresses).collect::<Vec<_>>()).succeeded();
    let block =
        |(address, id): &(String, String)| format!("import {{\n  to = {address}\n  id = \"{id}\"\n}}\n");
    buckets.iter().map(block).collect()
}

/// What the last plan changes, by address.
pub(crate) fn changes(terraform: &Terraform) -> BTreeMap<String, Value> {
    let mut plan = terraform.planned();
    let changes = plan["resource_changes"].as_array_mut().map(std::mem::take).unwrap_or_default();
    let address = |change: &Value| change["address"].as_str().unwrap_or_default().to_owned();
    changes.into_iter().map(|mut change| (address(&change), change["change"].take())).collect()
}
