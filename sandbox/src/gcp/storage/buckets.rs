//! The calls on buckets.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use prost::Message;
use serde_json::Value;

use super::facets::access::no_lists;
use super::facets::{self, Change};
use super::iam::Policy;
use super::model::{AccessControl, Bucket, ObjectRetention};
use super::{Held, Preconditions, Storage, names, next_generation};
use crate::gcp::document;
use crate::gcp::int64::Int64;
use crate::gcp::listing::Page;
use crate::gcp::project;
use crate::gcp::refusal::{Kind, Refusal};
use crate::gcp::time::Time;

/// What a creating or changing call says besides the bucket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extras {
    pub(crate) predefined_acl: String,
    pub(crate) predefined_default_object_acl: String,
    pub(crate) enable_object_retention: bool,
}

impl Storage {
    pub(crate) fn create_bucket(
        &mut self,
        project: &str,
        mut bucket: Bucket,
        extras: &Extras,
    ) -> Result<Bucket, Refusal> {
        if !project::is_project(project) {
            return Err(Refusal::invalid(format!("Invalid project: '{project}'")));
        }
        names::check_new(&bucket.name)?;
        if let Some(held) = self.buckets.get(&bucket.name) {
            let own = project::number(&held.project) == project::number(project);
            return Err(if own { names::taken_by_caller() } else { names::taken_by_another() });
        }
        let now = Time::now();
        bucket.project_number = project::number(project).to_string();
        bucket.object_retention =
            extras.enable_object_retention.then(|| ObjectRetention { mode: "Enabled".into() });
        predefine(&mut bucket, extras)?;
        let exists = |name: &str| self.buckets.contains_key(name);
        facets::settle(&mut bucket, &Change { prior: None, now, exists: &exists })?;
        bucket.generation = Int64(next_generation(&mut self.last_generation, now));
        bucket.metageneration = Int64(1);
        bucket.etag = etag(1);
        bucket.time_created = Some(now);
        bucket.updated = Some(now);
        let held = Held {
            iam: Policy::of_new(project, bucket.uniform_access()),
            bucket: bucket.clone(),
            project: project.into(),
            objects: BTreeMap::new(),
        };
        self.buckets.insert(bucket.name.clone(), held);
        Ok(bucket)
    }

    pub(crate) fn bucket(&self, name: &str, preconditions: Preconditions) -> Result<&Bucket, Refusal> {
        let bucket = &self.held(name)?.bucket;
        preconditions.check(bucket.metageneration.0)?;
        Ok(bucket)
    }

    /// The project's buckets by name.
    pub(crate) fn list_buckets(
        &self,
        project: &str,
        prefix: &str,
        page: &Page,
    ) -> Result<(Vec<&Bucket>, String), Refusal> {
        if !project::is_project(project) {
            return Err(Refusal::invalid(format!("Invalid project: '{project}'")));
        }
        let number = project::number(project);
        let of_project = self.buckets.values().filter(|held| project::number(&held.project) == number);
        let all = of_project.map(|held| &held.bucket).filter(|bucket| bucket.name.starts_with(prefix));
        page.cut(all, |bucket| bucket.name.clone())
    }

    /// Changes a bucket's document and holds the outcome to the rules.
    pub(crate) fn update_bucket(
        &mut self,
        name: &str,
        preconditions: Preconditions,
        extras: &Extras,
        change: impl FnOnce(&mut Value) -> Result<(), Refusal>,
    ) -> Result<Bucket, Refusal> {
        let prior = self.held(name)?.bucket.clone();
        preconditions.check_change(prior.metageneration.0)?;
        let now = Time::now();
        let mut bucket = changed(&prior, change)?;
        predefine(&mut bucket, extras)?;
        let exists = |name: &str| self.buckets.contains_key(name);
        facets::settle(&mut bucket, &Change { prior: Some(&prior), now, exists: &exists })?;
        Ok(self.held_mut(name)?.store(bucket, now))
    }

    pub(crate) fn delete_bucket(&mut self, name: &str, preconditions: Preconditions) -> Result<(), Refusal> {
        let held = self.held(name)?;
        preconditions.check_change(held.bucket.metageneration.0)?;
        // What is deleted softly does not hold the bucket.
        if held.objects.values().flatten().any(|version| version.object.soft_delete_time.is_none()) {
            return Err(Refusal::new(
                Kind::Conflict,
                "conflict",
                "The bucket you tried to delete is not empty.",
            ));
        }
        self.buckets.remove(name);
        Ok(())
    }

    /// Locks the retention policy for good. The metageneration is not optional: who locks must know what.
    pub(crate) fn lock_retention(&mut self, name: &str, metageneration: i64) -> Result<Bucket, Refusal> {
        let held = self.held_mut(name)?;
        let mut bucket = held.bucket.clone();
        match &mut bucket.retention_policy {
            Some(policy) if !policy.is_locked => policy.is_locked = true,
            _ => {
                return Err(Refusal::invalid(format!(
                    "Bucket '{name}' does not have an unlocked retention policy."
                )));
            }
        }
        Preconditions::new(Some(metageneration), None).check_change(held.bucket.metageneration.0)?;
        Ok(held.store(bucket, Time::now()))
    }
}

impl Held {
    /// Takes a changed bucket in, as its next metageneration.
    pub(super) fn store(&mut self, mut bucket: Bucket, now: Time) -> Bucket {
        let metageneration = self.bucket.metageneration.0 + 1;
        bucket.metageneration = Int64(metageneration);
        bucket.etag = etag(metageneration);
        bucket.updated = Some(now);
        self.bucket = bucket.clone();
        bucket
    }
}

/// The bucket that a change of its document asks for, with what only the service may say as it was.
fn changed(
    prior: &Bucket,
    change: impl FnOnce(&mut Value) -> Result<(), Refusal>,
) -> Result<Bucket, Refusal> {
    let mut wanted = document::of(prior)?;
    change(&mut wanted)?;
    let wanted: Bucket = document::parse(wanted)?;
    Ok(Bucket {
        name: prior.name.clone(),
        project_number: prior.project_number.clone(),
        generation: prior.generation,
        metageneration: prior.metageneration,
        etag: prior.etag.clone(),
        time_created: prior.time_created,
        updated: prior.updated,
        ..wanted
    })
}

/// Sets the access control lists that a predefined name stands for,
/// <https://cloud.google.com/storage/docs/access-control/lists#predefined-acl>.
fn predefine(bucket: &mut Bucket, extras: &Extras) -> Result<(), Refusal> {
    let number = bucket.project_number.clone();
    for (name, list) in [
        (extras.predefined_acl.as_str(), &mut bucket.acl),
        (extras.predefined_default_object_acl.as_str(), &mut bucket.default_object_acl),
    ] {
        if name.is_empty() {
            continue;
        }
        let entry = |entity: String, role: &str| AccessControl { entity, role: role.into() };
        let team = |team: &str, role: &str| entry(format!("project-{team}-{number}"), role);
        let owners = team("owners", "OWNER");
        *list = match name {
            "private" | "bucketOwnerFullControl" | "bucketOwnerRead" => vec![owners],
            "projectPrivate" => vec![owners, team("editors", "OWNER"), team("viewers", "READER")],
            "authenticatedRead" => vec![owners, entry("allAuthenticatedUsers".into(), "READER")],
            "publicRead" => vec![owners, entry("allUsers".into(), "READER")],
            "publicReadWrite" => vec![owners, entry("allUsers".into(), "WRITER")],
            other => return Err(Refusal::invalid(format!("Invalid predefined ACL: '{other}'"))),
        };
    }
    if bucket.uniform_access()
        && !(extras.predefined_acl.is_empty() && extras.predefined_default_object_acl.is_empty())
    {
        return Err(no_lists());
    }
    Ok(())
}

/// An etag as the service makes it: a protobuf message whose first field is the metageneration, in base64; `CAE=` for 1.
pub(super) fn etag(metageneration: i64) -> String {
    STANDARD.encode(metageneration_message(metageneration))
}

fn metageneration_message(metageneration: i64) -> Vec<u8> {
    #[derive(prost::Message)]
    struct Etag {
        #[prost(int64, tag = "1")]
        metageneration: i64,
    }
    Etag { metageneration }.encode_to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with_bucket(wanted: Value) -> Storage {
        let mut storage = Storage::default();
        let bucket = serde_json::from_value(wanted).unwrap();
        storage.create_bucket("my-project", bucket, &Extras::default()).unwrap();
        storage
    }

    fn patch(storage: &mut Storage, preconditions: Preconditions, patch: Value) -> Result<Bucket, Kind> {
        storage
            .update_bucket("a-bucket", preconditions, &Extras::default(), |document| {
                document::merge(document, patch);
                Ok(())
            })
            .map_err(|refusal| refusal.kind)
    }

    #[test]
    fn a_life() {
        let mut storage = with_bucket(json!({ "name": "a-bucket" }));
        let bucket = storage.bucket("a-bucket", Preconditions::default()).unwrap();
        assert_eq!(
            (bucket.metageneration.0, bucket.etag.as_str(), bucket.location.as_str()),
            (1, "CAE=", "US")
        );
        let changed =
            patch(&mut storage, Preconditions::default(), json!({ "labels": { "a": "b" } })).unwrap();
        assert_eq!((changed.metageneration.0, changed.etag.as_str()), (2, "CAI="));
        let equal = |equal| Preconditions::new(Some(equal), None);
        assert_eq!(patch(&mut storage, equal(1), json!({})).unwrap_err(), Kind::Precondition);
        assert_eq!(storage.delete_bucket("a-bucket", equal(1)).unwrap_err().kind, Kind::Precondition);
        storage.delete_bucket("a-bucket", equal(2)).unwrap();
        assert_eq!(
            storage.bucket("a-bucket", Preconditions::default()).unwrap_err().message,
            "The specified bucket does not exist."
        );
    }

    #[test]
    fn reading_with_preconditions() {
        let storage = with_bucket(json!({ "name": "a-bucket" }));
        let kind = |equal, differ| {
            storage.bucket("a-bucket", Preconditions::new(equal, differ)).err().map(|refusal| refusal.kind)
        };
        assert_eq!(kind(Some(1), None), None);
        assert_eq!(kind(Some(2), None), Some(Kind::Precondition));
        assert_eq!(kind(None, Some(1)), Some(Kind::NotModified));
        assert_eq!(kind(None, Some(2)), None);
    }

    #[test]
    fn names_are_of_all() {
        let mut storage = with_bucket(json!({ "name": "a-bucket" }));
        let mut again = |project: &str| {
            let bucket = Bucket { name: "a-bucket".into(), ..Bucket::default() };
            storage.create_bucket(project, bucket, &Extras::default()).unwrap_err().message
        };
        assert!(again("my-project").contains("you already own it"));
        assert!(again("other-project").contains("is not available"));
    }

    #[test]
    fn locking() {
        let mut storage =
            with_bucket(json!({ "name": "a-bucket", "retentionPolicy": { "retentionPeriod": 60 } }));
        assert_eq!(storage.lock_retention("a-bucket", 7).unwrap_err().kind, Kind::Precondition);
        assert!(storage.lock_retention("a-bucket", 1).unwrap().retention_policy.unwrap().is_locked);
        assert!(storage.lock_retention("a-bucket", 2).unwrap_err().message.contains("unlocked"));
    }

    #[test]
    fn what_the_service_says_stays() {
        let mut storage = with_bucket(json!({ "name": "a-bucket" }));
        let theirs =
            json!({ "name": "b", "metageneration": 9, "etag": "x", "timeCreated": "2020-01-01T00:00:00Z" });
        let bucket = patch(&mut storage, Preconditions::default(), theirs).unwrap();
        assert_eq!((bucket.name.as_str(), bucket.metageneration.0), ("a-bucket", 2));
        assert!(bucket.time_created > Some(Time::now().plus_seconds(-60)));
    }
}
