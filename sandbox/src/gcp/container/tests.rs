//! The calls, as a client makes them.

use serde_json::json;

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
    let gone = json!("Not found: projects/my-project/locations/us-central1/clusters/research/nodePools/gpu.");
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

#[test]
fn what_went_wrong_is_over_with_the_next_change() {
    let mut played = Played::new();
    let wanted = json!({
        "cloud": "gcp", "service": "container", "resource": "gpu",
        "outcome": { "status": "ERROR", "code": "GCE_STOCKOUT", "message": "no machines" },
    });
    played.api.core.outcomes.add(serde_json::from_value(wanted).unwrap());
    let pool = json!({ "nodePool": { "name": "gpu", "initialNodeCount": 1 } });
    played.check(("POST", POOLS), &pool, (200, "/status", json!("RUNNING")));
    played.check(("GET", "operations/{operation}"), &json!({}), (200, "/error/code", json!(8)));
    played.check(("GET", POOL), &json!({}), (200, "/conditions/0/code", json!("GCE_STOCKOUT")));
    let none = json!({ "nodeCount": 0 });
    played.check(("POST", &format!("{POOL}:setSize")), &none, (200, "/status", json!("RUNNING")));
    let (_, now) = played.call("GET", POOL, &json!({}));
    let seen = ["status", "conditions", "statusMessage", "initialNodeCount"].map(|field| now[field].clone());
    assert_eq!(seen, [json!("RUNNING"), Value::Null, Value::Null, Value::Null], "what is 0 is not told");
}
