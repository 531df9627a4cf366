//! What GKE refuses in a pool. Where a refusal's words are known from a report of one, the report is named; the others
//! say the same in the same manner.

mod buying;
mod machine;
mod naming;
mod size;

use serde_json::Value;

use super::{flag, list, number, text, texts};
use crate::gcp::container::names::ClusterName;
use crate::gcp::status::Status;

type Check = Result<(), Status>;

/// Checks a pool, whether GKE's defaults are filled in or not.
pub(super) fn pool(pool: &Value, cluster: &ClusterName) -> Check {
    size::zones(pool, cluster)?;
    size::version(pool)?;
    size::nodes(pool)?;
    size::upgrade(pool)?;
    machine::parts(pool)?;
    machine::accelerators(pool)?;
    machine::disk(pool, cluster)?;
    buying::model(pool)?;
    naming::taints(pool)?;
    naming::labels(pool)?;
    naming::network(pool)
}

fn refuse(message: impl Into<String>) -> Check {
    Err(Status::invalid(message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::gcp::container::names::Place;

    /// Checks a pool of this configuration; `None` is a good one, else a part of what is told.
    pub(super) fn check(wanted: Value, expected: Option<&str>) {
        let cluster = ClusterName::new(Place::new("my-project", "us-central1").unwrap(), "research");
        match (pool(&wanted, &cluster), expected) {
            (Ok(()), None) => {}
            (Err(status), Some(part)) if status.message.contains(part) => {}
            (seen, expected) => {
                panic!("{wanted}: {:?} is not {expected:?}", seen.map_err(|status| status.message))
            }
        }
    }

    /// A pool of machines with accelerators.
    pub(super) fn gpu(machine: &str, kind: &str, count: u32, more: Value) -> Value {
        let mut gpu = json!({ "acceleratorType": kind, "acceleratorCount": count.to_string() });
        for (key, value) in more.as_object().unwrap() {
            gpu[key] = value.clone();
        }
        json!({ "config": { "machineType": machine, "accelerators": [gpu] } })
    }

    /// A pool with more fields, those of its `config` among its own.
    pub(super) fn merged(mut pool: Value, more: Value) -> Value {
        for (key, value) in more["config"].as_object().into_iter().flatten() {
            pool["config"][key] = value.clone();
        }
        for (key, value) in more.as_object().unwrap().iter().filter(|(key, _)| *key != "config") {
            pool[key] = value.clone();
        }
        pool
    }
}
