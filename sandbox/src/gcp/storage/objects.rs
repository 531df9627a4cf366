//! The calls on objects: enough to fill a bucket, look at all versions, and empty it again.

use bytes::Bytes;
use serde_json::Value;

use super::model::Bucket;
use super::object::{Object, Version};
use super::{Preconditions, Storage, buckets, checksums, next_generation};
use crate::gcp::document;
use crate::gcp::int64::Int64;
use crate::gcp::listing::Page;
use crate::gcp::refusal::{Kind, Refusal};
use crate::gcp::time::Time;

/// Which version of an object, and what the caller wants it to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) bucket: String,
    pub(crate) name: String,
    /// `None` is the live one.
    pub(crate) generation: Option<i64>,
    pub(crate) soft_deleted: bool,
    /// On the live version's generation; 0 is "there is none".
    pub(crate) generations: Preconditions,
    pub(crate) metagenerations: Preconditions,
}

/// Which objects to list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    pub(crate) prefix: String,
    pub(crate) delimiter: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) versions: bool,
    pub(crate) soft_deleted: bool,
    pub(crate) page: Page,
}

/// A page of objects, the common prefixes in it, and the next page's token.
pub(crate) type Objects = (Vec<Object>, Vec<String>, String);

impl Storage {
    /// Puts a new version of an object.
    pub(crate) fn insert_object(
        &mut self,
        target: &Target,
        metadata: Object,
        content: Bytes,
    ) -> Result<Object, Refusal> {
        let name = target.name.as_str();
        if name.is_empty() || name.len() > 1024 || name == "." || name == ".." || name.contains(['\r', '\n'])
        {
            return Err(Refusal::invalid(format!("Invalid object name: '{name}'")));
        }
        let now = Time::now();
        let mut last = self.last_generation;
        let held = self.held_mut(&target.bucket)?;
        let live = held.live(name).map_or(0, |version| version.object.generation.0);
        target.generations.check_change(live)?;
        check_encryption(&held.bucket)?;
        held.retire_live(name, now)?;
        let object = new_object(&held.bucket, name, metadata, &content, next_generation(&mut last, now), now);
        let versions = held.objects.entry(name.into()).or_default();
        versions.push(Version { object: object.clone(), content });
        self.last_generation = last;
        Ok(object)
    }

    pub(crate) fn object(&self, target: &Target) -> Result<&Version, Refusal> {
        let held = self.held(&target.bucket)?;
        let version = held.find(target)?;
        target.generations.check(version.object.generation.0)?;
        target.metagenerations.check(version.object.metageneration.0)?;
        Ok(version)
    }

    pub(crate) fn list_objects(&self, bucket: &str, listing: &Listing) -> Result<Objects, Refusal> {
        let held = self.held(bucket)?;
        if listing.versions && listing.soft_deleted {
            return Err(Refusal::invalid("Versions and soft deleted objects cannot be listed together."));
        }
        let wanted = held.objects.values().flatten().map(|version| &version.object).filter(|object| {
            object.name.starts_with(&listing.prefix)
                && object.name >= listing.start
                && (listing.end.is_empty() || object.name < listing.end)
                && object.soft_delete_time.is_some() == listing.soft_deleted
                && (listing.versions || listing.soft_deleted || object.time_deleted.is_none())
        });
        let mut prefixes: Vec<String> = Vec::new();
        let items = wanted.filter_map(|object| match listing.common_prefix(&object.name) {
            Some(prefix) if prefixes.contains(&prefix) => None,
            Some(prefix) => {
                prefixes.push(prefix.clone());
                Some(Item::Prefix(prefix))
            }
            None => Some(Item::Object(object)),
        });
        let (page, token) = listing.page.cut(items, Item::key)?;
        let (mut objects, mut prefixes) = (Vec::new(), Vec::new());
        for item in page {
            match item {
                Item::Object(object) => objects.push(object.clone()),
                Item::Prefix(prefix) => prefixes.push(prefix),
            }
        }
        Ok((objects, prefixes, token))
    }

    /// Without a generation the live version becomes noncurrent, where the bucket is versioned, and else goes; with
    /// one, that version goes. What goes can be had back while the soft delete policy says so.
    pub(crate) fn delete_object(&mut self, target: &Target) -> Result<(), Refusal> {
        let now = Time::now();
        let held = self.held_mut(&target.bucket)?;
        let object = &held.find(target)?.object;
        let generation = object.generation.0;
        target.generations.check_change(generation)?;
        target.metagenerations.check_change(object.metageneration.0)?;
        if target.generation.is_none() {
            return held.retire_live(&target.name, now);
        }
        held.remove(&target.name, generation, now)
    }

    /// Changes an object's document: its metadata and its holds.
    pub(crate) fn update_object(
        &mut self,
        target: &Target,
        change: impl FnOnce(&mut Value) -> Result<(), Refusal>,
    ) -> Result<Object, Refusal> {
        let now = Time::now();
        let held = self.held_mut(&target.bucket)?;
        let period = held.bucket.retention_policy.as_ref().and_then(|policy| policy.retention_period);
        let prior = held.find(target)?.object.clone();
        target.generations.check_change(prior.generation.0)?;
        target.metagenerations.check_change(prior.metageneration.0)?;
        let mut wanted = document::of(&prior)?;
        change(&mut wanted)?;
        let wanted: Object = document::parse(wanted)?;
        let metageneration = prior.metageneration.0 + 1;
        let mut object = Object {
            metageneration: Int64(metageneration),
            etag: object_etag(prior.generation.0, metageneration),
            content_type: wanted.content_type,
            metadata: wanted.metadata,
            temporary_hold: wanted.temporary_hold,
            event_based_hold: wanted.event_based_hold,
            updated: Some(now),
            ..prior
        };
        // The retention period starts anew when an event-based hold is released.
        if prior.event_based_hold == Some(true) && object.event_based_hold != Some(true) {
            object.retention_expiration_time = period.map(|period| now.plus_seconds(period.0));
        }
        let version = held.find_mut(target)?;
        version.object = object.clone();
        Ok(object)
    }
}

/// An entry of a listing.
enum Item<'a> {
    Object(&'a Object),
    Prefix(String),
}

impl Item<'_> {
    /// Sorts versions of one name by generation.
    fn key(&self) -> String {
        match self {
            Item::Object(object) => format!("{}\0{:020}", object.name, object.generation.0),
            Item::Prefix(prefix) => prefix.clone(),
        }
    }
}

impl Listing {
    /// What of a name the caller does not want to see through.
    fn common_prefix(&self, name: &str) -> Option<String> {
        let rest = name.get(self.prefix.len()..)?;
        let at = rest.find(self.delimiter.as_str()).filter(|_| !self.delimiter.is_empty())?;
        Some(name.get(..self.prefix.len() + at + self.delimiter.len())?.to_owned())
    }
}

/// The sandbox puts objects with the bucket's key or with the service's own.
fn check_encryption(bucket: &Bucket) -> Result<(), Refusal> {
    let Some(encryption) = &bucket.encryption else { return Ok(()) };
    let (kind, config) = match encryption.default_kms_key_name {
        Some(_) => ("customer-managed", &encryption.customer_managed_encryption_enforcement_config),
        None => ("Google-managed", &encryption.google_managed_encryption_enforcement_config),
    };
    if config.as_ref().is_some_and(|config| config.restricted()) {
        return Err(Refusal::new(
            Kind::Precondition,
            "conditionNotMet",
            format!("The bucket's encryption enforcement configuration restricts {kind} encryption."),
        ));
    }
    Ok(())
}

fn new_object(
    bucket: &Bucket,
    name: &str,
    metadata: Object,
    content: &Bytes,
    generation: i64,
    now: Time,
) -> Object {
    let hold = metadata.event_based_hold.or(bucket.default_event_based_hold).filter(|hold| *hold);
    let period = bucket.retention_policy.as_ref().and_then(|policy| policy.retention_period);
    let key = bucket.encryption.as_ref().and_then(|encryption| encryption.default_kms_key_name.clone());
    let class =
        if metadata.storage_class.is_empty() { &bucket.storage_class } else { &metadata.storage_class };
    Object {
        name: name.into(),
        bucket: bucket.name.clone(),
        generation: Int64(generation),
        metageneration: Int64(1),
        etag: object_etag(generation, 1),
        size: Int64(i64::try_from(content.len()).unwrap_or(i64::MAX)),
        md5_hash: checksums::md5(content),
        crc32c: checksums::crc32c(content),
        storage_class: class.clone(),
        content_type: metadata.content_type,
        kms_key_name: key.map(|key| format!("{key}/cryptoKeyVersions/1")).unwrap_or_default(),
        metadata: metadata.metadata,
        temporary_hold: metadata.temporary_hold,
        event_based_hold: hold,
        // An event-based hold has no end to count from.
        retention_expiration_time: period.filter(|_| hold.is_none()).map(|period| now.plus_seconds(period.0)),
        time_created: Some(now),
        updated: Some(now),
        ..Object::default()
    }
}

fn object_etag(generation: i64, metageneration: i64) -> String {
    buckets::etag(generation.wrapping_mul(1000).wrapping_add(metageneration))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with_bucket(mut wanted: Value) -> Storage {
        let mut storage = Storage::default();
        wanted["name"] = "a-bucket".into();
        let bucket = serde_json::from_value(wanted).unwrap();
        storage.create_bucket("my-project", bucket, &buckets::Extras::default()).unwrap();
        storage
    }

    fn target(name: &str) -> Target {
        Target { bucket: "a-bucket".into(), name: name.into(), ..Target::default() }
    }

    fn put(storage: &mut Storage, name: &str) -> Result<Object, Refusal> {
        storage.insert_object(&target(name), Object::default(), Bytes::from_static(b"content"))
    }

    fn list(storage: &Storage, listing: Listing) -> Vec<String> {
        let page = Page::new(0, "").unwrap();
        let (objects, prefixes, _) = storage.list_objects("a-bucket", &Listing { page, ..listing }).unwrap();
        objects.into_iter().map(|object| object.name).chain(prefixes).collect()
    }

    #[test]
    fn listings() {
        let mut storage = with_bucket(json!({}));
        for name in ["a", "b/c", "b/d", "e"] {
            put(&mut storage, name).unwrap();
        }
        assert_eq!(list(&storage, Listing::default()), ["a", "b/c", "b/d", "e"]);
        assert_eq!(list(&storage, Listing { delimiter: "/".into(), ..Listing::default() }), ["a", "e", "b/"]);
        assert_eq!(list(&storage, Listing { prefix: "b/".into(), ..Listing::default() }), ["b/c", "b/d"]);
        let part = Listing { start: "b".into(), end: "e".into(), ..Listing::default() };
        assert_eq!(list(&storage, part), ["b/c", "b/d"]);
    }

    #[test]
    fn versions_stay_until_they_are_deleted() {
        let mut storage = with_bucket(json!({ "versioning": { "enabled": true } }));
        let first = put(&mut storage, "a").unwrap();
        put(&mut storage, "a").unwrap();
        storage.delete_object(&target("a")).unwrap();
        let all = || Listing { versions: true, ..Listing::default() };
        assert_eq!(list(&storage, Listing::default()), Vec::<String>::new());
        assert_eq!(list(&storage, all()), ["a", "a"]);
        assert!(storage.delete_bucket("a-bucket", Preconditions::default()).is_err());
        storage.delete_object(&Target { generation: Some(first.generation.0), ..target("a") }).unwrap();
        assert_eq!(list(&storage, all()), ["a"]);
        assert_eq!(list(&storage, Listing { soft_deleted: true, ..Listing::default() }), ["a"]);
    }

    #[test]
    fn soft_deletion_does_not_hold_the_bucket() {
        let mut storage = with_bucket(json!({}));
        put(&mut storage, "a").unwrap();
        assert_eq!(
            storage.delete_bucket("a-bucket", Preconditions::default()).unwrap_err().message,
            "The bucket you tried to delete is not empty."
        );
        storage.delete_object(&target("a")).unwrap();
        assert_eq!(storage.delete_object(&target("a")).unwrap_err().message, "No such object: a-bucket/a");
        storage.delete_bucket("a-bucket", Preconditions::default()).unwrap();
    }

    #[test]
    fn what_is_kept() {
        let mut storage = with_bucket(json!({ "retentionPolicy": { "retentionPeriod": 60 } }));
        put(&mut storage, "a").unwrap();
        assert_eq!(put(&mut storage, "a").unwrap_err().reason, "retentionPolicyNotMet");
        assert_eq!(storage.delete_object(&target("a")).unwrap_err().reason, "retentionPolicyNotMet");

        let mut storage = with_bucket(json!({ "defaultEventBasedHold": true }));
        put(&mut storage, "a").unwrap();
        assert_eq!(storage.delete_object(&target("a")).unwrap_err().reason, "objectUnderActiveHold");
        let release = json!({ "eventBasedHold": false });
        let released = storage.update_object(&target("a"), |object| {
            document::merge(object, release);
            Ok(())
        });
        assert_eq!(released.unwrap().metageneration.0, 2);
        storage.delete_object(&target("a")).unwrap();
    }

    #[test]
    fn generations() {
        let mut storage = with_bucket(json!({}));
        let only_new = Preconditions::new(Some(0), None);
        let new = Target { generations: only_new, ..target("a") };
        storage.insert_object(&new, Object::default(), Bytes::new()).unwrap();
        let again = storage.insert_object(&new, Object::default(), Bytes::new());
        assert_eq!(again.unwrap_err().kind, Kind::Precondition);
    }

    #[test]
    fn restricted_encryption() {
        let config =
            json!({ "googleManagedEncryptionEnforcementConfig": { "restrictionMode": "FullyRestricted" } });
        let mut storage = with_bucket(json!({ "encryption": config }));
        assert_eq!(put(&mut storage, "a").unwrap_err().kind, Kind::Precondition);
    }
}
