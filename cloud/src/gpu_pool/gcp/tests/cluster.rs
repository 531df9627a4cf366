//! A cluster that follows a script.

use std::collections::VecDeque;
use std::sync::Mutex;

use google_cloud_container_v1::model::{self as wire, node_pool};
use google_cloud_container_v1::stub;
use google_cloud_gax::Result as Answered;
use google_cloud_gax::error::Error as Answer;
use google_cloud_gax::error::rpc::{Code, Status};
use google_cloud_gax::options::RequestOptions;
use google_cloud_gax::response::Response;
use serde_json::json;

/// What the service does with a call that changes something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// It carries it out, in an operation that ends well.
    Done,
    /// It carries it out, and the answer is lost.
    Lost,
    /// It refuses.
    Refused(Code),
    /// Its operation ends with an error; what it was to make is there, and broken.
    Broken,
    /// Its operation does not end.
    Endless,
}

/// A cluster that holds one pool at most.
#[derive(Debug, Default)]
pub(super) struct Cluster {
    pub(super) held: Mutex<Option<wire::NodePool>>,
    pub(super) script: Mutex<VecDeque<Step>>,
    pub(super) calls: Mutex<Vec<String>>,
    /// What the pool has come to when it is looked at for the second time: something is at work on it.
    pub(super) becomes: Mutex<Option<wire::NodePool>>,
}

/// Operations, as the service tells them.
fn operation(json: serde_json::Value) -> wire::Operation {
    serde_json::from_value(json).expect("an operation")
}

impl Cluster {
    fn change(
        &self,
        call: &str,
        act: impl FnOnce(&mut Option<wire::NodePool>) -> Result<(), Code>,
    ) -> Answered<Response<wire::Operation>> {
        self.told(call);
        let step = self.script.lock().unwrap().pop_front().unwrap_or(Step::Done);
        let held = &mut *self.held.lock().unwrap();
        let done = if let Step::Refused(code) = step { Err(code) } else { act(held) };
        if let Err(code) = done {
            return Err(Answer::service(Status::default().set_code(code).set_message("no")));
        }
        Ok(Response::from(match step {
            Step::Lost => return Err(Answer::io("connection reset")),
            Step::Endless => operation(json!({ "name": "endless", "status": "RUNNING" })),
            Step::Broken => {
                *held = held.take().map(|pool| pool.set_status(node_pool::Status::Error));
                operation(json!({ "name": "broken", "status": "RUNNING" }))
            }
            Step::Done | Step::Refused(_) => operation(json!({ "name": "done", "status": "PENDING" })),
        }))
    }

    fn told(&self, call: &str) {
        self.calls.lock().unwrap().push(call.into());
    }
}

impl stub::ClusterManager for Cluster {
    async fn create_node_pool(
        &self,
        request: wire::CreateNodePoolRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Operation>> {
        self.change("create", |held| {
            if held.is_some() {
                return Err(Code::AlreadyExists);
            }
            let made = request.node_pool.unwrap().set_status(node_pool::Status::Running);
            *held = Some(made.set_etag("1").set_locations(["europe-west4-a", "europe-west4-b"]));
            Ok(())
        })
    }

    async fn update_node_pool(
        &self,
        request: wire::UpdateNodePoolRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Operation>> {
        self.change("update", |held| {
            let held = held.as_mut().ok_or(Code::NotFound)?;
            if !request.etag.is_empty() && request.etag != held.etag {
                return Err(Code::Aborted);
            }
            held.etag += "1";
            let config = held.config.as_mut().unwrap();
            if let Some(labels) = request.resource_labels {
                config.resource_labels = labels.labels;
            }
            config.workload_metadata_config =
                request.workload_metadata_config.or(config.workload_metadata_config.take());
            Ok(())
        })
    }

    async fn set_node_pool_size(
        &self,
        request: wire::SetNodePoolSizeRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Operation>> {
        self.change(&format!("size {}", request.node_count), |held| {
            held.as_mut().ok_or(Code::NotFound)?.initial_node_count = request.node_count;
            Ok(())
        })
    }

    async fn delete_node_pool(
        &self,
        _: wire::DeleteNodePoolRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Operation>> {
        self.change("delete", |held| held.take().map(|_| ()).ok_or(Code::NotFound))
    }

    async fn get_node_pool(
        &self,
        request: wire::GetNodePoolRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::NodePool>> {
        self.told("get");
        assert_eq!(request.name, "projects/p/locations/europe-west4/clusters/research/nodePools/h100");
        let mut now = self.held.lock().unwrap();
        let held = now.clone();
        *now = self.becomes.lock().unwrap().take().or(now.take());
        held.map(Response::from).ok_or_else(|| Answer::service(Status::default().set_code(Code::NotFound)))
    }

    async fn get_cluster(
        &self,
        _: wire::GetClusterRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Cluster>> {
        self.told("cluster");
        Ok(Response::from(wire::Cluster::new().set_locations(["europe-west4-a", "europe-west4-b"])))
    }

    async fn get_operation(
        &self,
        request: wire::GetOperationRequest,
        _: RequestOptions,
    ) -> Answered<Response<wire::Operation>> {
        let name = request.name.rsplit('/').next().unwrap_or_default();
        Ok(Response::from(match name {
            "done" => operation(json!({ "name": name, "status": "DONE" })),
            "broken" => operation(json!({
                "name": name, "status": "DONE", "error": { "code": 8, "message": "no machines" },
                "nodepoolConditions": [{ "code": "GCE_STOCKOUT", "message": "none in europe-west4-b" }],
            })),
            _ => operation(json!({ "name": name, "status": "RUNNING" })),
        }))
    }

    async fn cancel_operation(
        &self,
        _: wire::CancelOperationRequest,
        _: RequestOptions,
    ) -> Answered<Response<()>> {
        self.told("cancel");
        Ok(Response::from(()))
    }
}
