//! Operations: what takes time on a cluster, one at a time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tonic::Code;

use super::names::{ClusterName, Place};
use super::{Api, Asked};
use crate::gcp::ids;
use crate::gcp::status::Status;
use crate::gcp::time::Time;
use crate::outcomes::Outcome;

/// Something that takes time.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Operation {
    pub(super) name: String,
    /// `Operation.Type`, such as `CREATE_NODE_POOL`.
    kind: String,
    pub(super) pool: String,
    started: Time,
    due: Time,
    pub(super) stage: Stage,
    pub(super) effect: Effect,
    /// The end that a test wants of it, where it wants one.
    pub(super) wanted: Option<Outcome>,
    /// Why it failed.
    failed: Option<Failure>,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(super) enum Stage {
    /// On its way since it started: `PENDING` for the first tenth of its time, then `RUNNING`.
    Going,
    /// Cancelled, and on its way back.
    Aborting,
    Done,
}

/// What becomes of the pool once it is done.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) enum Effect {
    Create,
    /// The pool looks so.
    Update(Value),
    Delete,
}

/// Why it failed: what `google.rpc.Status` holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Failure {
    code: i64,
    message: String,
    /// The message `StatusCondition`, which says the reason in one word.
    condition: Option<Value>,
}

/// What begins.
pub(super) struct Beginning {
    pub(super) kind: &'static str,
    pub(super) pool: String,
    pub(super) effect: Effect,
    pub(super) wanted: Option<Outcome>,
    pub(super) started: DateTime<Utc>,
    /// When it is over.
    pub(super) due: DateTime<Utc>,
    /// A number that no other operation has.
    pub(super) number: i64,
}

impl Api {
    pub(super) fn list_operations(&self, asked: &Asked) -> Result<Value, Status> {
        let place = asked.place()?;
        let shown = self.state.read(|state| {
            let all = state.operations(&place);
            all.map(|(cluster, operation)| operation.render(cluster, asked.now)).collect::<Vec<_>>()
        });
        Ok(if shown.is_empty() { json!({}) } else { json!({ "operations": shown }) })
    }

    pub(super) fn get_operation(&self, asked: &Asked) -> Result<Value, Status> {
        let (place, name) = (asked.place()?, asked.name_in("operations"));
        self.state.read(|state| {
            let found = state.operation(name).filter(|(cluster, _)| place.holds(&cluster.place));
            let (cluster, operation) = found.ok_or_else(|| no_operation(&place, name))?;
            Ok(operation.render(cluster, asked.now))
        })
    }

    pub(super) fn cancel_operation(&self, asked: &Asked) -> Result<Value, Status> {
        let (place, name) = (asked.place()?, asked.name_in("operations"));
        asked.read("CancelOperationRequest")?;
        let due = self.core.clock.due();
        self.state.write(|state| {
            state.settle(self.core.clock.now());
            let found = state.operation_mut(name).filter(|(cluster, _)| place.holds(&cluster.place));
            let (_, operation) = found.ok_or_else(|| no_operation(&place, name))?;
            operation.cancel(due)
        })?;
        Ok(json!({}))
    }
}

impl Operation {
    pub(super) fn begin(beginning: Beginning) -> Self {
        let Beginning { kind, pool, effect, wanted, started, due, number } = beginning;
        Self {
            name: format!("operation-{}-{}", started.timestamp_millis(), ids::uuid(&number.to_string())),
            kind: kind.to_owned(),
            pool,
            started: Time(started),
            due: Time(due),
            stage: Stage::Going,
            effect,
            wanted,
            failed: None,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Whether its time has come and it has not ended yet.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        !self.is_done() && self.due.0 <= now
    }

    /// Begins to take it back, which is over when `due` has come.
    pub(super) fn cancel(&mut self, due: DateTime<Utc>) -> Result<(), Status> {
        if self.is_done() {
            let message = format!("Operation {} is done and cannot be cancelled.", self.name);
            return Err(Status::new(Code::FailedPrecondition, message));
        }
        self.stage = Stage::Aborting;
        self.due = Time(due);
        Ok(())
    }

    /// Ends it with an error.
    pub(super) fn fail(&mut self, code: i64, message: &str, condition: Option<Value>) {
        self.failed = Some(Failure { code, message: message.to_owned(), condition });
    }

    /// The message `Operation`, as it stands now.
    pub(super) fn render(&self, cluster: &ClusterName, now: DateTime<Utc>) -> Value {
        let place = &cluster.place;
        let root = format!("https://container.googleapis.com/v1/{}", place.path_by_number());
        let mut shown = json!({
            "name": self.name,
            "operationType": self.kind,
            "selfLink": format!("{root}/operations/{}", self.name),
            "startTime": micros(self.started),
            "status": self.status(now),
            "targetLink": format!("{root}/clusters/{}/nodePools/{}", cluster.cluster, self.pool),
            "zone": place.location,
            "location": place.location,
        });
        if self.is_done() {
            shown["endTime"] = micros(self.due).into();
        }
        if let Some(Failure { code, message, condition }) = &self.failed {
            if let Some(condition) = condition {
                shown["nodepoolConditions"] = json!([condition]);
            }
            shown["error"] = json!({ "code": code, "message": message });
            shown["statusMessage"] = message.as_str().into();
        }
        shown
    }

    fn status(&self, now: DateTime<Utc>) -> &'static str {
        let (past, whole) = (now - self.started.0, self.due.0 - self.started.0);
        match self.stage {
            Stage::Done => "DONE",
            Stage::Aborting => "ABORTING",
            Stage::Going if past * 10 < whole => "PENDING",
            Stage::Going => "RUNNING",
        }
    }
}

fn no_operation(place: &Place, name: &str) -> Status {
    Status::new(Code::NotFound, format!("Not found: {}/operations/{name}.", place.path()))
}

/// GKE tells times of operations to the nanosecond; the sandbox knows them to the microsecond.
fn micros(time: Time) -> String {
    time.0.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}
