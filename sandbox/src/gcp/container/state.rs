//! The service's state: the pools and operations of each cluster, brought up to the time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tonic::Code;

use super::MESSAGES;
use super::names::{ClusterName, Place};
use super::operation::{Effect, Operation, Stage};
use crate::gcp::status::Status;
use crate::outcomes::Outcome;

/// What is kept.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Container {
    clusters: BTreeMap<String, Held>,
    /// The last number given to an operation: they grow, whatever the clock does.
    last_number: i64,
}

/// What belongs to a cluster.
#[derive(Deserialize, Serialize)]
pub(super) struct Held {
    /// As who made the first pool told it.
    pub(super) name: ClusterName,
    /// The message `NodePool` of each.
    pub(super) pools: BTreeMap<String, Value>,
    pub(super) operations: Vec<Operation>,
}

impl Container {
    /// Whether there are operations whose time has come.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.clusters.values().flat_map(|held| &held.operations).any(|operation| operation.is_due(now))
    }

    /// Ends the operations whose time has come.
    pub(super) fn settle(&mut self, now: DateTime<Utc>) {
        self.clusters.values_mut().for_each(|held| held.settle(now));
    }

    pub(super) fn held(&self, cluster: &ClusterName) -> Option<&Held> {
        self.clusters.get(&cluster.key())
    }

    pub(super) fn held_mut(&mut self, cluster: &ClusterName) -> &mut Held {
        let new = || Held { name: cluster.clone(), pools: BTreeMap::new(), operations: Vec::new() };
        self.clusters.entry(cluster.key()).or_insert_with(new)
    }

    pub(super) fn next_number(&mut self, now: DateTime<Utc>) -> i64 {
        self.last_number = now.timestamp_micros().max(self.last_number + 1);
        self.last_number
    }

    pub(super) fn pools(&self, cluster: &ClusterName) -> Vec<Value> {
        self.held(cluster).map(|held| held.pools.values().cloned().collect()).unwrap_or_default()
    }

    /// An operation, whose names are unique everywhere, and its cluster.
    pub(super) fn operation(&self, name: &str) -> Option<(&ClusterName, &Operation)> {
        self.clusters
            .values()
            .find_map(|held| Some((&held.name, held.operations.iter().find(|one| one.name == name)?)))
    }

    pub(super) fn operation_mut(&mut self, name: &str) -> Option<(&ClusterName, &mut Operation)> {
        let mut all = self.clusters.values_mut();
        all.find_map(|held| Some((&held.name, held.operations.iter_mut().find(|one| one.name == name)?)))
    }

    /// The operations at a place.
    pub(super) fn operations<'a>(
        &'a self,
        place: &'a Place,
    ) -> impl Iterator<Item = (&'a ClusterName, &'a Operation)> {
        let held = self.clusters.values().filter(|held| place.holds(&held.name.place));
        held.flat_map(|held| held.operations.iter().map(|operation| (&held.name, operation)))
    }
}

impl Held {
    /// A cluster has one operation at a time.
    pub(super) fn check_idle(&self) -> Result<(), Status> {
        match self.operations.iter().find(|operation| !operation.is_done()) {
            None => Ok(()),
            Some(operation) => {
                let message = format!("Cluster is running incompatible operation {}.", operation.name);
                let status = Status::new(Code::FailedPrecondition, message);
                Err(status.info("CLUSTER_ALREADY_HAS_OPERATION", "container.googleapis.com", json!({})))
            }
        }
    }

    fn settle(&mut self, now: DateTime<Utc>) {
        let Self { pools, operations, .. } = self;
        for operation in operations.iter_mut().filter(|operation| operation.is_due(now)) {
            end(pools, operation);
        }
    }
}

/// What an operation leaves behind.
fn end(pools: &mut BTreeMap<String, Value>, operation: &mut Operation) {
    let aborted = operation.stage == Stage::Aborting;
    operation.stage = Stage::Done;
    let Some(pool) = pools.get_mut(&operation.pool) else { return };
    if aborted {
        operation.fail(1, "Operation was aborted.", None);
        // What was being made is there and is not whole; what was being changed is as it was.
        pool["status"] = if matches!(operation.effect, Effect::Create) { "ERROR" } else { "RUNNING" }.into();
        return;
    }
    if let Some(outcome) = &operation.wanted {
        let (code, condition) = condition(outcome);
        pool["status"] = outcome.status.as_str().into();
        pool["statusMessage"] = outcome.message.as_str().into();
        pool["conditions"] = json!([&condition]);
        let message = outcome.message.clone();
        operation.fail(code, &message, Some(condition));
        return;
    }
    match &operation.effect {
        Effect::Create => pool["status"] = "RUNNING".into(),
        Effect::Update(wanted) => {
            *pool = wanted.clone();
            pool["status"] = "RUNNING".into();
        }
        Effect::Delete => drop(pools.remove(&operation.pool)),
    }
}

/// The code of `google.rpc.Status` and the `StatusCondition` for a bad end.
fn condition(outcome: &Outcome) -> (i64, Value) {
    let canonical = match outcome.code.as_str() {
        "GCE_STOCKOUT" | "GCE_QUOTA_EXCEEDED" | "RESOURCE_EXHAUSTED" => (8, "RESOURCE_EXHAUSTED"),
        "GKE_SERVICE_ACCOUNT_DELETED" | "CLOUD_KMS_KEY_ERROR" | "CLOUD_KMS_KEY_DESTROYED" => {
            (9, "FAILED_PRECONDITION")
        }
        "NODE_SERVICE_ACCOUNT_MISSING_PERMISSIONS" => (7, "PERMISSION_DENIED"),
        _ => (13, "INTERNAL"),
    };
    let mut condition = json!({ "message": outcome.message, "canonicalCode": canonical.1 });
    if MESSAGES.is_value("StatusCondition.Code", &outcome.code) {
        condition["code"] = outcome.code.as_str().into();
    }
    (canonical.0, condition)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gcp::container::operation::Beginning;

    /// A cluster's pool that is being made, as a state file has it.
    fn kept(wanted: Option<Outcome>) -> Container {
        let cluster = ClusterName::new(Place::new("my-project", "us-central1").unwrap(), "research");
        let mut state = Container::default();
        let held = state.held_mut(&cluster);
        held.pools.insert("gpu".into(), json!({ "name": "gpu", "status": "PROVISIONING" }));
        let (start, pool) = (DateTime::UNIX_EPOCH, "gpu".to_owned());
        held.operations.push(Operation::begin(Beginning {
            kind: "CREATE_NODE_POOL",
            pool,
            effect: Effect::Create,
            wanted,
            started: start,
            due: start + chrono::TimeDelta::seconds(60),
            number: 1,
        }));
        let file = serde_json::to_string(&state).unwrap();
        serde_json::from_str(&file).unwrap()
    }

    fn check(state: &mut Container, seconds: i64, expected: (&str, &str)) {
        let now = DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(seconds);
        state.settle(now);
        let (held, place) = (state.clusters.values().next().unwrap(), Place::new("my-project", "-").unwrap());
        let (cluster, operation) = state.operations(&place).next().unwrap();
        let shown = operation.render(cluster, now);
        let seen = (shown["status"].as_str().unwrap(), held.pools["gpu"]["status"].as_str().unwrap());
        assert_eq!(seen, expected, "after {seconds} s");
        assert_eq!(held.check_idle().is_ok(), expected.0 == "DONE");
        assert_eq!(shown.get("endTime").is_some(), expected.0 == "DONE");
    }

    #[test]
    fn time_moves_an_operation_on() {
        let mut state = kept(None);
        check(&mut state, 0, ("PENDING", "PROVISIONING"));
        check(&mut state, 6, ("RUNNING", "PROVISIONING"));
        check(&mut state, 59, ("RUNNING", "PROVISIONING"));
        check(&mut state, 60, ("DONE", "RUNNING"));
    }

    #[test]
    fn one_that_is_cancelled_leaves_what_was_made() {
        let mut state = kept(None);
        let name = state.clusters.values().next().unwrap().operations[0].name.clone();
        let cancel = |state: &mut Container| {
            let due = DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(30);
            state.operation_mut(&name).unwrap().1.cancel(due)
        };
        assert!(cancel(&mut state).is_ok());
        check(&mut state, 20, ("ABORTING", "PROVISIONING"));
        check(&mut state, 30, ("DONE", "ERROR"));
        assert!(cancel(&mut state).is_err(), "it is over");
    }

    #[test]
    fn an_end_is_as_wanted() {
        for (code, expected) in [
            ("GCE_STOCKOUT", json!([8, "GCE_STOCKOUT", "RESOURCE_EXHAUSTED"])),
            ("RESOURCE_EXHAUSTED", json!([8, null, "RESOURCE_EXHAUSTED"])),
            ("CLOUD_KMS_KEY_ERROR", json!([9, "CLOUD_KMS_KEY_ERROR", "FAILED_PRECONDITION"])),
            ("", json!([13, null, "INTERNAL"])),
        ] {
            let outcome = Outcome { status: "ERROR".into(), code: code.into(), message: "no".into() };
            let mut state = kept(Some(outcome));
            check(&mut state, 60, ("DONE", "ERROR"));
            let held = state.clusters.values().next().unwrap();
            let shown = held.operations[0].render(&held.name, DateTime::UNIX_EPOCH);
            let condition = &held.pools["gpu"]["conditions"][0];
            let seen = json!([shown["error"]["code"], condition["code"], condition["canonicalCode"]]);
            assert_eq!(&shown["nodepoolConditions"][0], condition);
            assert_eq!(seen, expected, "{code}");
        }
    }
}
