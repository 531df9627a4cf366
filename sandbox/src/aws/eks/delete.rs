//! `DeleteNodegroup`.

use serde_json::{Value, json};

use super::state::{Change, Status};
use super::{Ask, cluster};
use crate::aws::json::Error;
use crate::outcomes::Outcome;

pub(super) fn delete(ask: &Ask<'_>) -> Result<Value, Error> {
    cluster::version(ask)?;
    ask.state(|state| {
        let nodegroup = ask.find(state)?;
        let name = &nodegroup.description.nodegroup_name;
        match nodegroup.description.status {
            Status::Deleting => return Ok(json!({ "nodegroup": nodegroup.description })),
            Status::Updating => {
                let message = "Nodegroup cannot be deleted as it is currently not in Active State";
                return Err(ask.subject(name).in_use(message));
            }
            _ => {}
        }
        let failed = |outcome: &Outcome| Status::of(outcome) == Some(Status::DeleteFailed);
        let outcome = ask.service.core.outcomes.take(ask.beginning(name), failed);
        nodegroup.description.status = Status::Deleting;
        nodegroup.change = Some(Change { due: ask.service.core.clock.due(), outcome, then: None });
        Ok(json!({ "nodegroup": nodegroup.description }))
    })
}
