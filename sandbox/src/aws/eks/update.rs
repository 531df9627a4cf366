//! Updates: what each was asked to change, and how it went.

use serde_json::{Value, json};

use super::describe::page;
use super::state::{Change, Described, Description, Nodegroup, Parameter, Status, Update, seconds};
use super::{Ask, cluster};
use crate::aws::json::Error;
use crate::aws::sign::uuid;
use crate::outcomes::Outcome;

/// What an update comes to.
pub(super) struct Planned {
    /// `ConfigUpdate` or `VersionUpdate`.
    pub(super) kind: &'static str,
    pub(super) parameters: Vec<Parameter>,
    /// The node group when it is done.
    pub(super) then: Description,
}

/// Begins an update, unless this very call has begun it before.
pub(super) fn begin(
    ask: &Ask<'_>,
    plan: impl FnOnce(&Nodegroup) -> Result<Planned, Error>,
) -> Result<Value, Error> {
    ask.state(|state| {
        let nodegroup = ask.find(state)?;
        let same =
            |update: &&Update| update.request == ask.input && ask.input.contains_key("clientRequestToken");
        if let Some(update) = nodegroup.updates.iter().find(same) {
            return Ok(json!({ "update": update.description }));
        }
        let name = nodegroup.description.nodegroup_name.clone();
        if !matches!(nodegroup.description.status, Status::Active | Status::Degraded) {
            let message = "Nodegroup cannot be updated as it is currently not in Active State";
            return Err(ask.subject(&name).in_use(message));
        }
        let Planned { kind, parameters, then } = plan(nodegroup)?;
        let fails =
            |outcome: &Outcome| outcome.status == "Failed" || Status::of(outcome) == Some(Status::Degraded);
        let outcome = ask.service.core.outcomes.take(ask.beginning(&name), fails);
        nodegroup.description.status = Status::Updating;
        let due = ask.service.core.clock.due();
        nodegroup.change = Some(Change { due, outcome, then: Some(Box::new(then)) });
        let description = Described {
            id: uuid(),
            status: "InProgress".to_owned(),
            kind: kind.to_owned(),
            params: parameters,
            created_at: seconds(ask.now),
            errors: Vec::new(),
        };
        let answer = json!({ "update": description });
        nodegroup.updates.push(Update { request: ask.input.clone(), description });
        Ok(answer)
    })
}

pub(super) fn describe(ask: &Ask<'_>) -> Result<Value, Error> {
    cluster::version(ask)?;
    let wanted = ask.route.update();
    let gone = || ask.subject(ask.route.nodegroup()).not_found(format!("No update found for ID: {wanted}"));
    if ask.route.nodegroup().is_empty() {
        return Err(gone());
    }
    ask.state(|state| {
        let nodegroup = ask.find(state)?;
        let update = nodegroup.updates.iter().find(|update| update.description.id == wanted);
        update.map(|update| json!({ "update": update.description })).ok_or_else(gone)
    })
}

pub(super) fn list(ask: &Ask<'_>) -> Result<Value, Error> {
    cluster::version(ask)?;
    let ids = match ask.route.nodegroup() {
        // Clusters are not updated here.
        "" => Vec::new(),
        _ => ask.state(|state| {
            let updates = ask.find(state)?.updates.iter();
            Ok::<_, Error>(updates.map(|update| update.description.id.clone()).collect())
        })?,
    };
    let (ids, next) = page(ask, ids)?;
    Ok(json!({ "updateIds": ids, "nextToken": next }))
}
