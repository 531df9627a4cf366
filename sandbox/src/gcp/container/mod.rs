//! Google Kubernetes Engine, <https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1>: the calls on node
//! pools and their operations. Clusters are read and not made.

mod cluster;
mod names;
mod operation;
mod pools;
mod state;

use std::sync::LazyLock;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{Method, Request};
use serde_json::{Value, json};
use tonic::Code;

use self::names::Place;
use self::state::Container;
use super::caller::Caller;
use super::proto::{self, Schema};
use super::rest::{Query, Service, Work};
use super::status::Status;
use crate::Error;
use crate::core::Core;
use crate::store::Section;
use crate::web::Reply;

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

    fn list_clusters(&self, asked: &Asked) -> Result<Value, Status> {
        let clusters = self.clusters(&asked.place()?);
        let shown = self.state.read(|state| {
            clusters.iter().map(|name| cluster::render(name, state.pools(name))).collect::<Vec<_>>()
        });
        Ok(json!({ "clusters": shown }))
    }

    fn get_cluster(&self, asked: &Asked) -> Result<Value, Status> {
        let name = self.cluster(asked.place()?, asked.name_in("clusters"))?;
        Ok(self.state.read(|state| cluster::render(&name, state.pools(&name))))
    }
}

impl Api {
    fn list_operations(&self, asked: &Asked) -> Result<Value, Status> {
        let place = asked.place()?;
        let shown = self.state.read(|state| {
            let all = state.operations(&place);
            all.map(|(cluster, operation)| operation.render(cluster, asked.now)).collect::<Vec<_>>()
        });
        Ok(if shown.is_empty() { json!({}) } else { json!({ "operations": shown }) })
    }

    fn get_operation(&self, asked: &Asked) -> Result<Value, Status> {
        let (place, name) = (asked.place()?, asked.name_in("operations"));
        self.state.read(|state| {
            let found = state.operation(name).filter(|(cluster, _)| place.holds(&cluster.place));
            let (cluster, operation) = found.ok_or_else(|| no_operation(&place, name))?;
            Ok(operation.render(cluster, asked.now))
        })
    }

    fn cancel_operation(&self, asked: &Asked) -> Result<Value, Status> {
        let (place, name) = (asked.place()?, asked.name_in("operations"));
        asked.read("CancelOperationRequest")?;
        let due = self.core.clock.due();
        self.state.write(|state| {
            let found = state.operation_mut(name).filter(|(cluster, _)| place.holds(&cluster.place));
            let (_, operation) = found.ok_or_else(|| no_operation(&place, name))?;
            operation.cancel(due)
        })?;
        Ok(json!({}))
    }
}

fn no_operation(place: &Place, name: &str) -> Status {
    Status::new(Code::NotFound, format!("Not found: {}/operations/{name}.", place.path()))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// An API, and the latest operation's name for `{operation}` in paths.
    struct Played {
        api: Api,
        operation: String,
    }

    impl Played {
        fn new() -> Self {
            Self { api: Api::open(&Core::open(None).unwrap()).unwrap(), operation: String::new() }
        }

        fn call(&mut self, method: &str, path: &str, body: &Value) -> (u16, Value) {
            let path = path.replace("{operation}", &self.operation);
            let request = Request::builder()
                .method(method)
                .uri(format!("/v1/projects/my-project/locations/us-central1/{path}"))
                .header("authorization", "Bearer abc")
                .body(Bytes::from(body.to_string()))
                .unwrap();
            let reply = (self.api.prepare(&request).unwrap().run)();
            let answer: Value = serde_json::from_slice(reply.body()).unwrap();
            if let Some(name) = answer["name"].as_str().filter(|name| name.starts_with("operation-")) {
                name.clone_into(&mut self.operation);
            }
            (reply.status().as_u16(), answer)
        }

        /// The status, and the value at a path of the answer.
        fn check(&mut self, call: (&str, &str), body: &Value, expected: (u16, &str, Value)) {
            let (status, answer) = self.call(call.0, call.1, body);
            let seen = answer.pointer(expected.1).cloned().unwrap_or_default();
            assert_eq!((status, seen), (expected.0, expected.2), "{call:?} {answer}");
        }
    }

    const POOLS: &str = "clusters/research/nodePools";
    const POOL: &str = "clusters/research/nodePools/gpu";

    #[test]
    fn a_pool_lives() {
        let mut played = Played::new();
        let none = json!({});
        let gpu = json!({ "acceleratorType": "nvidia-l4", "acceleratorCount": 1 });
        let config = json!({ "machineType": "g2-standard-4", "accelerators": [gpu] });
        let pool = json!({ "nodePool": { "name": "gpu", "config": config } });
        played.check(("POST", POOLS), &pool, (200, "/status", json!("RUNNING")));
        played.check(("GET", "operations/{operation}"), &none, (200, "/status", json!("DONE")));
        played.check(("GET", POOL), &none, (200, "/status", json!("RUNNING")));
        let numbers = format!("{POOL}?$alt=json;enum-encoding=int");
        played.check(("GET", &numbers), &none, (200, "/status", json!(2)));
        played.check(("POST", POOLS), &pool, (409, "/error/status", json!("ALREADY_EXISTS")));
        played.check(("GET", POOLS), &none, (200, "/nodePools/0/name", json!("gpu")));
        let labels = json!({ "labels": { "labels": { "a": "b" } } });
        played.check(("PUT", POOL), &labels, (200, "/operationType", json!("UPDATE_CLUSTER")));
        played.check(("GET", POOL), &none, (200, "/config/labels", json!({ "a": "b" })));
        let set_size = format!("{POOL}:setSize");
        let size = json!({ "nodeCount": 3 });
        played.check(("POST", &set_size), &size, (200, "/operationType", json!("SET_NODE_POOL_SIZE")));
        played.check(("GET", POOL), &none, (200, "/initialNodeCount", json!(3)));
        played.check(("POST", &format!("{POOL}:setManagement")), &none, (400, "/error/code", json!(400)));
        played.check(("DELETE", POOL), &none, (200, "/operationType", json!("DELETE_NODE_POOL")));
        played.check(("POST", "operations/{operation}:cancel"), &none, (400, "/error/code", json!(400)));
        let gone =
            json!("Not found: projects/my-project/locations/us-central1/clusters/research/nodePools/gpu.");
        played.check(("GET", POOL), &none, (404, "/error/message", gone));
        played.check(("GET", "clusters/else"), &none, (404, "/error/errors/0/reason", json!("notFound")));
        played.check(("GET", "operations/else"), &none, (404, "/error/status", json!("NOT_FOUND")));
        let four = json!(["CREATE_NODE_POOL", "UPDATE_CLUSTER", "SET_NODE_POOL_SIZE", "DELETE_NODE_POOL"]);
        let (_, listed) = played.call("GET", "operations", &none);
        let kinds = listed["operations"].as_array().unwrap().iter().map(|one| one["operationType"].clone());
        assert_eq!(kinds.collect::<Value>(), four);
    }

    #[test]
    fn a_cluster_has_one_operation_at_a_time() {
        let mut played = Played::new();
        played.api.core.clock.turn(serde_json::from_value(json!({ "transition_seconds": 60 })).unwrap());
        let pool = |name| json!({ "nodePool": { "name": name } });
        played.check(("POST", POOLS), &pool("gpu"), (200, "/status", json!("PENDING")));
        let busy = ("/error/details/0/reason", json!("CLUSTER_ALREADY_HAS_OPERATION"));
        played.check(("POST", POOLS), &pool("cpu"), (400, busy.0, busy.1));
        played.api.core.clock.turn(serde_json::from_value(json!({ "advance_seconds": 60 })).unwrap());
        played.check(("POST", POOLS), &pool("cpu"), (200, "/status", json!("PENDING")));
    }

    #[test]
    fn calls_are_known_by_their_pools() {
        let mut played = Played::new();
        played.call("POST", POOLS, &json!({ "nodePool": { "name": "gpu" } }));
        let operation = format!("operations/{}", played.operation);
        for (method, path, expected) in [
            ("POST", POOLS, "CreateNodePool new"),
            ("GET", POOLS, "ListNodePools research"),
            ("GET", POOL, "GetNodePool gpu"),
            ("GET", &operation, "GetOperation gpu"),
            ("GET", "clusters", "ListClusters "),
        ] {
            let request = Request::builder()
                .method(method)
                .uri(format!("/v1/projects/my-project/locations/us-central1/{path}"))
                .body(Bytes::from(r#"{"nodePool":{"name":"new"}}"#))
                .unwrap();
            let work = played.api.prepare(&request).unwrap();
            assert_eq!(format!("{} {}", work.operation, work.resource), expected);
            assert_eq!((work.run)().status().as_u16(), 401, "nobody calls");
        }
    }

    #[test]
    fn the_table_is_whole() {
        assert!(MESSAGES.missing().is_empty());
    }
}
