//! Google Kubernetes Engine, <https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1>: the calls on node
//! pools and their operations. Clusters are read and not made.

mod cluster;
mod names;
mod operation;
mod pools;
mod state;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Method, Request};
use serde_json::Value;
use tonic::Code;

use self::names::Place;
use self::state::Container;
use super::caller::Caller;
use super::proto::{self, Schema};
use super::rest::{Query, Service, Work};
use super::status::Status;
use crate::answer::Reply;
use crate::core::Core;
use crate::error::Error;
use crate::store::Section;

static MESSAGES: LazyLock<Schema> =
    LazyLock::new(|| Schema::new("google.container.v1", include_str!("messages.txt")));

/// Fields of requests that say again what the path says; some clients send them along.
const NAMING: [&str; 7] = ["clusterId", "name", "nodePoolId", "operationId", "parent", "projectId", "zone"];

/// The API over its state.
#[derive(Clone)]
pub(crate) struct Api {
    core: Core,
    state: Section<Container>,
}

impl Api {
    pub(crate) fn open(core: &Core) -> Result<Self, Error> {
        Ok(Self { core: core.clone(), state: core.store.section("gcp.container")? })
    }
}

/// A request, taken apart.
struct Asked {
    project: String,
    location: String,
    /// What follows the location, in pairs: a collection and a name in it.
    rest: Vec<String>,
    body: Bytes,
    operation: &'static str,
    now: DateTime<Utc>,
}

/// What carries out a call.
type Run = fn(&Api, &Asked) -> Result<Value, Status>;

/// A call: its name, the message that answers it, and what carries it out.
struct Route {
    operation: &'static str,
    answer: &'static str,
    run: Run,
}

impl Service for Api {
    fn prepare(&self, request: &Request<Bytes>) -> Option<Work> {
        let path = urlencoding::decode(request.uri().path()).ok()?.into_owned();
        let (path, verb) = match path.rsplit_once(':') {
            Some((path, verb)) if !verb.contains('/') => (path, verb),
            _ => (path.as_str(), ""),
        };
        let mut segments = path.strip_prefix("/v1/projects/")?.split('/').map(str::to_owned);
        let (project, collection, location) = (segments.next()?, segments.next()?, segments.next()?);
        let rest: Vec<String> = segments.collect();
        if collection != "locations" {
            return None;
        }
        let Route { operation, answer, run } = route(request.method(), &rest, verb)?;
        let (api, body, now) = (self.clone(), request.body().clone(), self.core.clock.now());
        let asked = Asked { project, location, rest, body, operation, now };
        let resource = self.resource(&asked);
        let query = Query::of(request.uri());
        let caller = Caller::of(request.headers());
        let run = Box::new(move || {
            let value =
                proto::check_parameters(&query, &NAMING).and_then(|()| api.carry_out(run, &caller, &asked));
            let reply = value.and_then(|value| MESSAGES.reply(answer, &value, &query));
            reply.unwrap_or_else(|status| told(status).reply())
        });
        Some(Work { service: "container", operation, resource, refuse: wanted, run })
    }
}

fn route(method: &Method, rest: &[String], verb: &str) -> Option<Route> {
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let (operation, answer, run): (_, _, Run) = match (method.as_str(), &rest[..], verb) {
        ("GET", ["clusters"], "") => ("ListClusters", "ListClustersResponse", Api::list_clusters),
        ("GET", ["clusters", _], "") => ("GetCluster", "Cluster", Api::get_cluster),
        ("GET", ["clusters", _, "nodePools"], "") => {
            ("ListNodePools", "ListNodePoolsResponse", Api::list_pools)
        }
        ("POST", ["clusters", _, "nodePools"], "") => ("CreateNodePool", "Operation", Api::create_pool),
        ("GET", ["clusters", _, "nodePools", _], "") => ("GetNodePool", "NodePool", Api::get_pool),
        ("PUT", ["clusters", _, "nodePools", _], "") => ("UpdateNodePool", "Operation", Api::update_pool),
        ("DELETE", ["clusters", _, "nodePools", _], "") => ("DeleteNodePool", "Operation", Api::delete_pool),
        ("POST", ["clusters", _, "nodePools", _], "setSize") => {
            ("SetNodePoolSize", "Operation", Api::set_size)
        }
        ("POST", ["clusters", _, "nodePools", _], "setAutoscaling") => {
            ("SetNodePoolAutoscaling", "Operation", Api::set_autoscaling)
        }
        ("POST", ["clusters", _, "nodePools", _], "setManagement") => {
            ("SetNodePoolManagement", "Operation", Api::set_management)
        }
        ("GET", ["operations"], "") => ("ListOperations", "ListOperationsResponse", Api::list_operations),
        ("GET", ["operations", _], "") => ("GetOperation", "Operation", Api::get_operation),
        ("POST", ["operations", _], "cancel") => ("CancelOperation", "", Api::cancel_operation),
        _ => return None,
    };
    Some(Route { operation, answer, run })
}

impl Asked {
    fn place(&self) -> Result<Place, Status> {
        Place::new(&self.project, &self.location)
    }

    /// The name in a collection: in `clusters`, in `nodePools`, in `operations`.
    fn name_in(&self, collection: &str) -> &str {
        let mut pairs = self.rest.chunks_exact(2);
        pairs.find_map(|pair| (pair[0] == collection).then_some(pair[1].as_str())).unwrap_or_default()
    }

    fn read(&self, message: &'static str) -> Result<Value, Status> {
        MESSAGES.read(message, "", &self.body)
    }
}

impl Api {
    /// Carries out a call on the state as it is by now.
    fn carry_out(&self, run: Run, caller: &Caller, asked: &Asked) -> Result<Value, Status> {
        authenticate(caller, asked)?;
        if self.state.read(|state| state.is_due(asked.now)) {
            self.state.write(|state| state.settle(asked.now));
        }
        run(self, asked)
    }

    /// The pool that a call is about, or else the cluster: what the log of calls names.
    fn resource(&self, asked: &Asked) -> String {
        match asked.operation {
            "CreateNodePool" => {
                let body: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
                body.pointer("/nodePool/name").and_then(Value::as_str).unwrap_or_default().to_owned()
            }
            "GetOperation" | "CancelOperation" => {
                let name = asked.name_in("operations");
                self.state
                    .read(|state| state.operation(name).map(|(_, operation)| operation.pool.clone()))
                    .unwrap_or_default()
            }
            _ => {
                let pool = asked.name_in("nodePools");
                if pool.is_empty() { asked.name_in("clusters") } else { pool }.to_owned()
            }
        }
    }
}

fn authenticate(caller: &Caller, asked: &Asked) -> Result<(), Status> {
    match caller {
        Caller::Token(_) => Ok(()),
        Caller::Anonymous | Caller::Unreadable => {
            let method = format!("google.container.v1.ClusterManager.{}", asked.operation);
            Err(Status::unauthenticated("container.googleapis.com", &method))
        }
    }
}

/// What the API answers when a fault rule wants this HTTP status of it.
fn wanted(status: u16) -> Reply {
    told(Status::wanted(status)).reply_with(status)
}

/// GKE's API tells errors the new way and the old way at once.
fn told(mut status: Status) -> Status {
    status.reason = Some(match status.code {
        Code::NotFound => "notFound",
        Code::AlreadyExists => "alreadyExists",
        Code::FailedPrecondition => "failedPrecondition",
        Code::Aborted => "aborted",
        Code::Unauthenticated => "required",
        Code::PermissionDenied => "forbidden",
        Code::ResourceExhausted => "rateLimitExceeded",
        Code::InvalidArgument => "badRequest",
        _ => "backendError",
    });
    status
}
