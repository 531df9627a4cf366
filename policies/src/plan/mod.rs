//! `terraform show -json PLAN` to planned resources.
//!
//! The format: <https://developer.hashicorp.com/terraform/internals/json-format#plan-representation>. OpenTofu writes
//! the same.

mod merge;
mod secrets;

pub use secrets::Secrets;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::{Action, PlannedResource, Tree};

/// Why a plan cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// It is no plan.
    #[error("not the JSON of a plan ({0}): write it with `terraform show -json PLANFILE`")]
    NotAPlan(String),
    /// It is a plan in a format of another major version.
    #[error("the plan's format is {0}, and only format 1 is known")]
    Format(String),
    /// Terraform stopped while it planned, so what it left is not what would be applied.
    #[error("the plan ended in an error, so there is nothing to apply or to judge")]
    Errored,
    /// A change says something that is not known.
    #[error("{address}: the plan's actions {actions:?} are not known")]
    Actions {
        /// The resource.
        address: String,
        /// What the plan has.
        actions: Vec<String>,
    },
}

#[derive(Deserialize)]
struct Plan {
    format_version: String,
    #[serde(default)]
    errored: bool,
    // Only a plan has planned values; a state has values.
    #[serde(rename = "planned_values")]
    _planned_values: serde::de::IgnoredAny,
    #[serde(default)]
    resource_changes: Vec<ResourceChange>,
    #[serde(default)]
    deferred_changes: Vec<Deferred>,
}

#[derive(Deserialize)]
struct Deferred {
    resource_change: ResourceChange,
}

#[derive(Deserialize)]
struct ResourceChange {
    address: String,
    mode: String,
    #[serde(rename = "type")]
    resource_type: String,
    change: Change,
}

#[derive(Deserialize)]
struct Change {
    actions: Vec<String>,
    #[serde(default)]
    before: Json,
    #[serde(default)]
    after: Json,
    #[serde(default)]
    after_unknown: Json,
    #[serde(default)]
    after_sensitive: Json,
}

/// Reads the managed resources of a plan, at any depth of modules, in the plan's order. A change that Terraform puts
/// off to a later plan is read as far as it is known.
///
/// # Errors
/// What is given is no plan that can be judged.
pub fn read(json: &str) -> Result<Vec<PlannedResource>, PlanError> {
    let plan: Plan = serde_json::from_str(json).map_err(|error| PlanError::NotAPlan(error.to_string()))?;
    if plan.format_version.split('.').next() != Some("1") {
        return Err(PlanError::Format(plan.format_version));
    }
    if plan.errored {
        return Err(PlanError::Errored);
    }
    let deferred = plan.deferred_changes.into_iter().map(|deferred| deferred.resource_change);
    let changes = plan.resource_changes.into_iter().chain(deferred);
    changes.filter(|change| change.mode == "managed").map(resource).collect()
}

fn resource(change: ResourceChange) -> Result<PlannedResource, PlanError> {
    let ResourceChange { address, resource_type, change, .. } = change;
    let actions: Vec<&str> = change.actions.iter().map(String::as_str).collect();
    let action = match *actions.as_slice() {
        ["create"] | ["create", "forget"] | ["forget", "create"] => Action::Create,
        ["update"] => Action::Update,
        ["delete", "create"] | ["create", "delete"] => Action::Replace,
        ["delete"] | ["forget"] => Action::Delete,
        ["read"] => Action::Read,
        ["no-op"] => Action::NoOp,
        _ => return Err(PlanError::Actions { address, actions: change.actions }),
    };
    Ok(PlannedResource {
        address: Some(address),
        resource_type,
        action,
        secrets: Secrets::of(&change.after, &change.after_sensitive),
        prior: (!change.before.is_null()).then(|| Tree::from(change.before)),
        planned: merge::unknowns(change.after, &change.after_unknown),
    })
}

#[cfg(test)]
mod tests;
