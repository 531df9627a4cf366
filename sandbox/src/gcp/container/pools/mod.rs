//! Node pools: `projects.locations.clusters.nodePools`.

mod accelerators;
mod change;
mod check;
mod defaults;

use serde_json::{Value, json};
use tonic::Code;

use super::names::{self, ClusterName};
use super::operation::{Beginning, Effect, Operation};
use super::state::{Container, Held};
use super::{Api, Asked, MESSAGES};
use crate::gcp::status::Status;
use crate::outcomes;

/// A change of a cluster's pool, checked and not yet begun.
struct Wanted {
    kind: &'static str,
    pool: String,
    effect: Effect,
    /// The pool from now on, until the operation is done.
    meanwhile: Value,
}

impl Api {
    pub(super) fn list_pools(&self, asked: &Asked) -> Result<Value, Status> {
        let cluster = self.cluster(asked.place()?, asked.name_in("clusters"))?;
        let pools = self.state.read(|state| state.pools(&cluster));
        Ok(if pools.is_empty() { json!({}) } else { json!({ "nodePools": pools }) })
    }

    pub(super) fn get_pool(&self, asked: &Asked) -> Result<Value, Status> {
        let cluster = self.cluster(asked.place()?, asked.name_in("clusters"))?;
        let name = asked.name_in("nodePools");
        let there = |state: &Container| state.held(&cluster)?.pools.get(name).cloned();
        self.state.read(there).ok_or_else(|| no_pool(&cluster, name))
    }

    pub(super) fn create_pool(&self, asked: &Asked) -> Result<Value, Status> {
        let cluster = self.cluster(asked.place()?, asked.name_in("clusters"))?;
        let request = asked.read("CreateNodePoolRequest")?;
        let mut pool = request.get("nodePool").cloned().unwrap_or_else(|| json!({}));
        let name = text(&pool, "/name").to_owned();
        names::check_pool(&name)?;
        check::pool(&pool, &cluster)?;
        defaults::fill(&mut pool, &cluster);
        self.begin(asked, &cluster, |held| {
            if held.is_some_and(|held| held.pools.contains_key(&name)) {
                let message = format!("Already exists: {}.", cluster.pool_path(&name));
                return Err(Status::new(Code::AlreadyExists, message));
            }
            pool["status"] = "PROVISIONING".into();
            Ok(Wanted { kind: "CREATE_NODE_POOL", pool: name, effect: Effect::Create, meanwhile: pool })
        })
    }

    pub(super) fn delete_pool(&self, asked: &Asked) -> Result<Value, Status> {
        self.change(asked, "DELETE_NODE_POOL", |_| Ok(None))
    }

    pub(super) fn update_pool(&self, asked: &Asked) -> Result<Value, Status> {
        let request = asked.read("UpdateNodePoolRequest")?;
        let cluster = self.cluster(asked.place()?, asked.name_in("clusters"))?;
        self.change(asked, change::kind(&request), |pool| change::apply(pool, &request, &cluster).map(Some))
    }

    pub(super) fn set_size(&self, asked: &Asked) -> Result<Value, Status> {
        let request = asked.read("SetNodePoolSizeRequest")?;
        self.change(asked, "SET_NODE_POOL_SIZE", |pool| {
            let mut pool = pool.clone();
            change::put(
                &mut pool,
                "/initialNodeCount",
                request.get("nodeCount").cloned().unwrap_or_default(),
            );
            Ok(Some(pool))
        })
    }

    pub(super) fn set_autoscaling(&self, asked: &Asked) -> Result<Value, Status> {
        let request = asked.read("SetNodePoolAutoscalingRequest")?;
        let autoscaling = given(&request, "autoscaling")?;
        self.change(asked, "UPDATE_CLUSTER", |pool| {
            let mut pool = pool.clone();
            pool["autoscaling"] = autoscaling.clone();
            Ok(Some(pool))
        })
    }

    pub(super) fn set_management(&self, asked: &Asked) -> Result<Value, Status> {
        let request = asked.read("SetNodePoolManagementRequest")?;
        let management = given(&request, "management")?;
        self.change(asked, "SET_NODE_POOL_MANAGEMENT", |pool| {
            let mut pool = pool.clone();
            pool["management"] = management.clone();
            Ok(Some(pool))
        })
    }

    /// Begins to change a pool that is there into what `wanted` makes of it, or to delete it.
    fn change(
        &self,
        asked: &Asked,
        kind: &'static str,
        wanted: impl FnOnce(&Value) -> Result<Option<Value>, Status>,
    ) -> Result<Value, Status> {
        let cluster = self.cluster(asked.place()?, asked.name_in("clusters"))?;
        let name = asked.name_in("nodePools");
        self.begin(asked, &cluster, |held| {
            let there = held.and_then(|held| held.pools.get(name));
            let mut meanwhile = there.cloned().ok_or_else(|| no_pool(&cluster, name))?;
            // What an operation before said of the pool is over with it.
            for told in ["conditions", "statusMessage"] {
                meanwhile.as_object_mut().and_then(|fields| fields.remove(told));
            }
            let (status, effect) = match wanted(&meanwhile)? {
                None => ("STOPPING", Effect::Delete),
                Some(mut pool) => {
                    check::pool(&pool, &cluster)?;
                    defaults::fill(&mut pool, &cluster);
                    ("RECONCILING", Effect::Update(pool))
                }
            };
            meanwhile["status"] = status.into();
            Ok(Wanted { kind, pool: name.to_owned(), effect, meanwhile })
        })
    }

    /// Begins an operation on a cluster that has none under way.
    fn begin(
        &self,
        asked: &Asked,
        cluster: &ClusterName,
        wanted: impl FnOnce(Option<&Held>) -> Result<Wanted, Status>,
    ) -> Result<Value, Status> {
        self.state.write(|state| {
            // Once more, now that nobody else changes the state: another call's operation may have come and gone.
            state.settle(self.core.clock.now());
            let Wanted { kind, pool, effect, meanwhile } = wanted(state.held(cluster))?;
            state.held(cluster).map_or(Ok(()), Held::check_idle)?;
            let beginning = outcomes::Beginning {
                cloud: "gcp",
                service: "container",
                operation: asked.operation,
                resource: &pool,
            };
            let wanted = self
                .core
                .outcomes
                .take(beginning, |outcome| MESSAGES.is_value("NodePool.Status", &outcome.status));
            // The end first: where nothing takes time it is no later than the beginning.
            let due = self.core.clock.due();
            let started = self.core.clock.now();
            let number = state.next_number(started);
            let beginning = Beginning { kind, pool: pool.clone(), effect, wanted, started, due, number };
            let operation = Operation::begin(beginning);
            let shown = operation.render(cluster, started);
            let held = state.held_mut(cluster);
            held.pools.insert(pool, meanwhile);
            held.operations.push(operation);
            Ok(shown)
        })
    }
}

fn no_pool(cluster: &ClusterName, name: &str) -> Status {
    Status::new(Code::NotFound, format!("Not found: {}.", cluster.pool_path(name)))
}

/// A field that a request cannot do without.
fn given(request: &Value, field: &str) -> Result<Value, Status> {
    let missing = || Status::invalid(format!("Must specify a field \"{field}\"."));
    request.get(field).cloned().ok_or_else(missing)
}

/// The text at a path of a message, empty where there is none.
fn text<'a>(message: &'a Value, path: &str) -> &'a str {
    message.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn flag(message: &Value, path: &str) -> bool {
    message.pointer(path).and_then(Value::as_bool).unwrap_or_default()
}

/// The number at a path of a message, whether it has 32 bits or 64; 0 where there is none.
fn number(message: &Value, path: &str) -> i64 {
    let value = message.pointer(path);
    value.and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok())).unwrap_or_default()
}

fn list<'a>(message: &'a Value, path: &str) -> &'a [Value] {
    message.pointer(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The texts of a list.
fn texts<'a>(message: &'a Value, path: &str) -> Vec<&'a str> {
    list(message, path).iter().filter_map(Value::as_str).collect()
}
