//! Google Cloud Storage: one model of buckets and objects behind the JSON API and gRPC.

mod buckets;
mod checksums;
mod facets;
pub(crate) mod grpc;
mod iam;
mod locations;
mod mask;
mod model;
mod names;
mod object;
mod objects;
pub(crate) mod rest;
mod versions;
mod wire;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::iam::Policy;
use self::model::Bucket;
use self::object::Version;
use super::refusal::Refusal;

/// Where the state is kept.
const SECTION: &str = "gcp.storage";

/// The service's state.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Storage {
    buckets: BTreeMap<String, Held>,
    /// The last generation given to a bucket or an object: they grow, whatever the clock does.
    last_generation: i64,
}

/// A bucket with what belongs to it.
#[derive(Deserialize, Serialize)]
struct Held {
    bucket: Bucket,
    /// As the creating caller told it: an ID or a number.
    project: String,
    iam: Policy,
    /// The versions of each name, oldest first.
    objects: BTreeMap<String, Vec<Version>>,
}

/// What a call wants a metageneration to be.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Preconditions {
    pub(crate) equal: Option<i64>,
    pub(crate) differ: Option<i64>,
}

impl Preconditions {
    pub(crate) fn new(equal: Option<i64>, differ: Option<i64>) -> Self {
        Self { equal, differ }
    }

    fn check(self, seen: i64) -> Result<(), Refusal> {
        if self.equal.is_some_and(|wanted| wanted != seen) {
            return Err(Refusal::precondition());
        }
        if self.differ == Some(seen) {
            return Err(Refusal::not_modified());
        }
        Ok(())
    }

    /// For calls that change something, where "not modified" is no answer.
    fn check_change(self, seen: i64) -> Result<(), Refusal> {
        self.check(seen).map_err(|_| Refusal::precondition())
    }
}

impl Storage {
    fn held(&self, name: &str) -> Result<&Held, Refusal> {
        names::check(name)?;
        self.buckets.get(name).ok_or_else(Refusal::no_bucket)
    }

    fn held_mut(&mut self, name: &str) -> Result<&mut Held, Refusal> {
        names::check(name)?;
        self.buckets.get_mut(name).ok_or_else(Refusal::no_bucket)
    }
}

/// The next generation: the time in microseconds, and more where two fall together.
fn next_generation(last: &mut i64, now: super::time::Time) -> i64 {
    *last = now.micros().max(*last + 1);
    *last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gcp::storage::object::Object;
    use crate::gcp::storage::objects::Target;

    /// What a state file keeps is what was there.
    #[test]
    fn state_survives_a_file() {
        let mut storage = Storage::default();
        let wanted = serde_json::json!({
            "name": "a-bucket", "labels": { "a": "b" }, "versioning": { "enabled": true },
            "lifecycle": { "rule": [{ "action": { "type": "Delete" }, "condition": { "createdBefore": "2026-01-31" } }] },
        });
        let bucket = serde_json::from_value(wanted).unwrap();
        storage.create_bucket("my-project", bucket, &buckets::Extras::default()).unwrap();
        let target = Target { bucket: "a-bucket".into(), name: "a".into(), ..Target::default() };
        let object =
            storage.insert_object(&target, Object::default(), bytes::Bytes::from_static(&[0, 255])).unwrap();

        let file = serde_json::to_string(&storage).unwrap();
        let read: Storage = serde_json::from_str(&file).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), file);
        assert_eq!(read.object(&target).unwrap().content.as_ref(), [0, 255]);
        assert_eq!(read.object(&target).unwrap().object.generation, object.generation);
        assert_eq!(read.last_generation, storage.last_generation);
    }
}
