//! What EKS keeps: node groups, what is happening to them, and what has happened.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::scaling::Scaling;
use crate::aws::json::Object;
use crate::outcomes::Outcome;

/// The node groups of all accounts by [`Place::key`].
#[derive(Default, Deserialize, Serialize)]
pub(super) struct State {
    pub(super) nodegroups: BTreeMap<String, Nodegroup>,
}

/// Where a node group is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) account: &'a str,
    pub(super) region: &'a str,
    pub(super) cluster: &'a str,
    pub(super) name: &'a str,
}

/// A node group and its history.
#[derive(Deserialize, Serialize)]
pub(super) struct Nodegroup {
    pub(super) description: Description,
    /// The call that made it, so that the same call is told from another one for the same name.
    pub(super) request: Object,
    /// What is happening to it.
    pub(super) change: Option<Change>,
    /// The updates so far, oldest first.
    pub(super) updates: Vec<Update>,
}

/// What is happening to a node group.
#[derive(Deserialize, Serialize)]
pub(super) struct Change {
    /// When it is over.
    pub(super) due: DateTime<Utc>,
    /// How it ends, where that is not well.
    pub(super) outcome: Option<Outcome>,
    /// The node group as it is once the change ends well; `None` when it is gone then.
    pub(super) then: Option<Box<Description>>,
}

/// A node group as it is described.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Description {
    pub(super) nodegroup_name: String,
    pub(super) nodegroup_arn: String,
    pub(super) cluster_name: String,
    pub(super) version: String,
    pub(super) release_version: String,
    /// Seconds since 1970.
    pub(super) created_at: f64,
    pub(super) modified_at: f64,
    pub(super) status: Status,
    pub(super) capacity_type: String,
    pub(super) scaling_config: Scaling,
    /// `null` when the launch template says the type.
    pub(super) instance_types: Option<Vec<String>>,
    pub(super) subnets: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remote_access: Option<Value>,
    pub(super) ami_type: String,
    pub(super) node_role: String,
    pub(super) labels: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) taints: Vec<Taint>,
    pub(super) resources: Value,
    /// `null` when the launch template says it.
    pub(super) disk_size: Option<i64>,
    pub(super) health: Health,
    pub(super) update_config: Object,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) node_repair_config: Option<Object>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) launch_template: Option<Specification>,
    pub(super) tags: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) warm_pool_config: Option<Object>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Status {
    Creating,
    Active,
    Updating,
    Deleting,
    CreateFailed,
    DeleteFailed,
    Degraded,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Taint {
    pub(super) key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    pub(super) effect: String,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Health {
    pub(super) issues: Vec<Issue>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Issue {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) resource_ids: Vec<String>,
}

/// Which launch template.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Specification {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<String>,
}

/// An update and the call that asked for it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Update {
    pub(super) request: Object,
    pub(super) description: Described,
}

/// An update as it is described.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Described {
    pub(super) id: String,
    pub(super) status: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) params: Vec<Parameter>,
    pub(super) created_at: f64,
    pub(super) errors: Vec<Value>,
}

/// Something that an update changes, in the model's word for it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Parameter {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) value: String,
}

impl Place<'_> {
    pub(super) fn key(self) -> String {
        let Self { account, region, cluster, name } = self;
        format!("{account}/{region}/{cluster}/{name}")
    }

    pub(super) fn arn(self, id: &str) -> String {
        let Self { account, region, cluster, name } = self;
        format!("arn:aws:eks:{region}:{account}:nodegroup/{cluster}/{name}/{id}")
    }
}

impl State {
    /// Does everything whose time has come.
    pub(super) fn settle(&mut self, now: DateTime<Utc>) {
        self.nodegroups.retain(|_, nodegroup| nodegroup.settle(now));
    }
}

impl Nodegroup {
    /// Ends the change whose time has come. `false` when the node group is gone by that.
    pub(super) fn settle(&mut self, now: DateTime<Utc>) -> bool {
        let Some(Change { outcome, then, .. }) = self.change.take_if(|change| change.due <= now) else {
            return true;
        };
        if let Some(update) = self.updates.last_mut() {
            update.end(outcome.as_ref());
        }
        match (outcome, then) {
            (Some(outcome), _) => self.description.end_badly(&outcome),
            (None, Some(then)) => self.description = *then,
            (None, None) => return false,
        }
        self.description.modified_at = seconds(now);
        true
    }
}

impl Description {
    /// An issue about the node group, as an outcome words it.
    pub(super) fn issue(&self, outcome: &Outcome) -> Issue {
        let group = self.resources["autoScalingGroups"][0]["name"].as_str().unwrap_or_default();
        Issue {
            code: outcome.code.clone(),
            message: outcome.message.clone(),
            resource_ids: vec![group.to_owned()],
        }
    }

    fn end_badly(&mut self, outcome: &Outcome) {
        // An update that fails leaves the node group as it was.
        self.status = Status::of(outcome).unwrap_or(Status::Active);
        self.health.issues = match self.status {
            Status::Active => Vec::new(),
            _ => vec![self.issue(outcome)],
        };
    }
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

impl Status {
    /// The state that an outcome leaves a node group in, where it names one that is an end.
    pub(super) fn of(outcome: &Outcome) -> Option<Self> {
        match outcome.status.as_str() {
            "CREATE_FAILED" => Some(Self::CreateFailed),
            "DELETE_FAILED" => Some(Self::DeleteFailed),
            "DEGRADED" => Some(Self::Degraded),
            _ => None,
        }
    }
}

/// A point in time as the service writes it.
pub(super) fn seconds(time: DateTime<Utc>) -> f64 {
    // Milliseconds since 1970 are far below what a double holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let milliseconds = time.timestamp_millis() as f64;
    milliseconds / 1000.0
}
