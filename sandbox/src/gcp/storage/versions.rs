//! The versions of a bucket's objects: which one is meant, and what keeps it from going.

use super::Held;
use super::object::{Object, Version};
use super::objects::Target;
use crate::gcp::refusal::{Kind, Refusal};
use crate::gcp::time::Time;

impl Held {
    pub(super) fn live(&self, name: &str) -> Option<&Version> {
        self.objects.get(name).and_then(|versions| versions.iter().rfind(|version| version.live()))
    }

    pub(super) fn find(&self, target: &Target) -> Result<&Version, Refusal> {
        let versions = self.objects.get(&target.name).map(Vec::as_slice).unwrap_or_default();
        versions.iter().rfind(|version| target.means(version)).ok_or_else(|| target.missing())
    }

    pub(super) fn find_mut(&mut self, target: &Target) -> Result<&mut Version, Refusal> {
        let versions = self.objects.get_mut(&target.name).map(Vec::as_mut_slice).unwrap_or_default();
        versions.iter_mut().rfind(|version| target.means(version)).ok_or_else(|| target.missing())
    }

    /// Takes the live version, if there is one, out of readers' sight.
    pub(super) fn retire_live(&mut self, name: &str, now: Time) -> Result<(), Refusal> {
        let Some(generation) = self.live(name).map(|version| version.object.generation.0) else {
            return Ok(());
        };
        if !self.bucket.versioned() {
            return self.remove(name, generation, now);
        }
        let versions = self.objects.get_mut(name).map(Vec::as_mut_slice).unwrap_or_default();
        if let Some(version) = versions.iter_mut().find(|version| version.object.generation.0 == generation) {
            version.object.time_deleted = Some(now);
        }
        Ok(())
    }

    /// Removes a version: softly, where the bucket's policy says so.
    pub(super) fn remove(&mut self, name: &str, generation: i64, now: Time) -> Result<(), Refusal> {
        let Some(versions) = self.objects.get_mut(name) else { return Ok(()) };
        let Some(at) = versions.iter().position(|version| version.object.generation.0 == generation) else {
            return Ok(());
        };
        let version = &mut versions[at];
        check_kept(&version.object, now)?;
        let seconds =
            self.bucket.soft_delete_policy.as_ref().map_or(0, |policy| policy.retention_duration_seconds.0);
        if seconds > 0 {
            version.object.soft_delete_time = Some(now);
            version.object.hard_delete_time = Some(now.plus_seconds(seconds));
        } else {
            versions.remove(at);
        }
        if versions.is_empty() {
            self.objects.remove(name);
        }
        Ok(())
    }
}

impl Target {
    fn means(&self, version: &Version) -> bool {
        let object = &version.object;
        match self.generation {
            Some(generation) => {
                object.generation.0 == generation && object.soft_delete_time.is_some() == self.soft_deleted
            }
            None => version.live(),
        }
    }

    fn missing(&self) -> Refusal {
        Refusal::new(Kind::NotFound, "notFound", format!("No such object: {}/{}", self.bucket, self.name))
    }
}

/// Refuses to remove what a hold or the retention policy keeps.
fn check_kept(object: &Object, now: Time) -> Result<(), Refusal> {
    let path = format!("{}/{}", object.bucket, object.name);
    for (hold, name) in [(object.event_based_hold, "Event-Based"), (object.temporary_hold, "Temporary")] {
        if hold == Some(true) {
            return Err(Refusal::new(
                Kind::Denied,
                "objectUnderActiveHold",
                format!(
                    "Object '{path}' is under active {name} hold and cannot be deleted, overwritten or archived \
                     until hold is removed."
                ),
            ));
        }
    }
    match object.retention_expiration_time {
        Some(end) if end > now => Err(Refusal::new(
            Kind::Denied,
            "retentionPolicyNotMet",
            format!(
                "Object '{path}' is subject to bucket's retention policy and cannot be deleted or overwritten until \
                 {}",
                end.text()
            ),
        )),
        _ => Ok(()),
    }
}
