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
        for operation in operations.iter_mut().filter(|one| !one.is_done() && one.due.0 <= now) {
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
        operation.fail(1, "Operation was aborted.");
        // What was being made is there and is not whole; what was being changed is as it was.
        pool["status"] = if matches!(operation.effect, Effect::Create) { "ERROR" } else { "RUNNING" }.into();
        return;
    }
    if let Some(outcome) = &operation.wanted {
        let (code, condition) = condition(outcome);
        pool["status"] = outcome.status.as_str().into();
        pool["statusMessage"] = outcome.message.as_str().into();
        pool["conditions"] = json!([condition]);
        let message = outcome.message.clone();
        operation.fail(code, &message);
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
