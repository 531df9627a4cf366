//! Updates: what each was asked to change, and how it went.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::describe::page;
use super::state::{Change, Description, Nodegroup, Status, seconds};
use super::{Ask, cluster};
use crate::aws::json::{Error, Object};
use crate::aws::sign::uuid;
use crate::outcomes::Outcome;

/// An update and the call that asked for it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Update {
    request: Object,
    description: Described,
}

/// An update as it is described.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    id: String,
    status: String,
    #[serde(rename = "type")]
    kind: String,
    params: Vec<Parameter>,
    created_at: f64,
    errors: Vec<Value>,
}

/// Something that an update changes, in the model's word for it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Parameter {
    #[serde(rename = "type")]
    kind: String,
    value: String,
}

/// What an update comes to.
pub(super) struct Planned {
    /// `ConfigUpdate` or `VersionUpdate`.
    pub(super) kind: &'static str,
    pub(super) parameters: Vec<Parameter>,
    /// The node group when it is done.
    pub(super) then: Description,
}

impl Parameter {
    pub(super) fn new(kind: &str, value: impl ToString) -> Self {
        Self { kind: kind.to_owned(), value: value.to_string() }
    }
}

impl Update {
    /// Ends it, where it has not ended.
    pub(super) fn end(&mut self, outcome: Option<&Outcome>) {
        if self.description.status != "InProgress" {
            return;
        }
        match outcome {
            None => "Successful".clone_into(&mut self.description.status),
            Some(outcome) => {
                "Failed".clone_into(&mut self.description.status);
                let error =
                    json!({ "errorCode": outcome.code, "errorMessage": outcome.message, "resourceIds": [] });
                self.description.errors = vec![error];
            }
        }
    }
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
