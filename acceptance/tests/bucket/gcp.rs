//! The attributes of a bucket on Google Cloud. Cloud Storage answers through Google's client of the JSON API, which is
//! another one than the provider's gRPC.

mod defaults;
mod extras;
mod lifecycle;
mod neutral;

use serde_json::{Value, json};

use super::case::{Case, Expected};
use super::stages::Table;

/// Keys of Cloud KMS that the cases name.
const KEYS: [&str; 3] = [
    "projects/palisade-sandbox/locations/us/keyRings/ring/cryptoKeys/one",
    "projects/palisade-sandbox/locations/us/keyRings/ring/cryptoKeys/two",
    "projects/palisade-sandbox/locations/us/keyRings/ring/cryptoKeys/three",
];

/// Two buckets that cases write logs to.
const TARGETS: [&str; 2] = ["palisade-target-one", "palisade-target-two"];

/// The caller's project and another: their ids, and the numbers that the sandbox makes of them.
const PROJECTS: [&[&str]; 2] = [&["palisade-sandbox", "640973434860"], &["palisade-other", "820919450029"]];

/// The table of Google Cloud.
pub(crate) fn table() -> Table {
    Table {
        cloud: "gcp",
        location: "US",
        accounts: &PROJECTS,
        native: "projects/_/buckets/",
        url: "gs://",
        helpers,
        cases: cases(),
    }
}

/// The table of what is so unless it is set otherwise.
pub(crate) fn defaults() -> Table {
    Table { cases: defaults::cases(), ..table() }
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    [neutral::cases(), lifecycle::cases(), extras::cases()].concat()
}

fn helpers() -> Vec<(&'static str, Value)> {
    let make = |name| {
        ("buckets.insert", json!({"project": "palisade-sandbox", "body": {"name": name, "location": "US"}}))
    };
    TARGETS.map(make).to_vec()
}

impl Case {
    /// The value stands at this pointer in the bucket's document.
    fn shows(
        self,
        pointer: impl Into<String>,
        before: impl Into<Expected>,
        after: impl Into<Expected>,
    ) -> Self {
        self.arrives("buckets.get", pointer, before, after)
    }

    /// Somebody patches the bucket's document.
    fn patched(self, body: Value) -> Self {
        self.drifts("buckets.patch", json!({"body": body}))
    }

    /// Somebody makes the bucket anew, like this.
    fn made_anew(self, project: &str, mut body: Value) -> Self {
        body["name"] = json!("$NAME");
        let args = json!({"project": project, "body": body});
        self.drift(super::case::Drift::Recreated("buckets.insert", args))
    }
}
