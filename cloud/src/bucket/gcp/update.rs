//! Updating a bucket: one message with a mask of what changed.

use google_cloud_storage::model as wire;
use google_cloud_wkt::FieldMask;

use super::calls::Calls;
use super::from_wire::name;
use super::observed::observed;
use super::to_wire::{Difference, Patch, patch, resource_name};
use super::{GcpBuckets, error};
use crate::bucket::Bucket;
use crate::gcp::Failure;
use crate::{Cloud, Error, Incomplete, Observed, Operation, Scope};

impl GcpBuckets {
    pub(super) async fn updated(
        &self,
        difference: Difference<'_>,
        revision: Option<i64>,
        operation: &Operation,
    ) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
        let calls = self.calls(operation, &difference.wanted.bucket.name);
        let patch = patch(difference);
        let now = if patch.paths.is_empty() {
            self.unchanged(revision, &calls).await?
        } else {
            self.patched(difference, patch, revision, &calls).await?
        };
        let now = self.locked(difference.wanted.bucket, now, &calls).await?;
        Ok(observed(&now, Scope::Managed(difference.wanted.bucket)))
    }

    /// Nothing is to be written: the bucket as it is, if it is still the one that was planned for.
    async fn unchanged(&self, revision: Option<i64>, calls: &Calls<'_>) -> Result<wire::Bucket, Error> {
        let now = self.get(calls).await.map_err(|failure| failure.error)?;
        if revision.is_some_and(|revision| revision != now.metageneration) {
            return Err(changed(&name(&now)));
        }
        Ok(now)
    }

    pub(super) async fn patched(
        &self,
        difference: Difference<'_>,
        patch: Patch,
        revision: Option<i64>,
        calls: &Calls<'_>,
    ) -> Result<wire::Bucket, Incomplete<Bucket>> {
        let wanted = difference.wanted.bucket;
        let message = patch.message.set_name(resource_name(&wanted.name));
        let mask = FieldMask::default().set_paths(patch.paths);
        let answer = calls.run("UpdateBucket", || {
            self.client
                .update_bucket()
                .set_bucket(message.clone())
                .set_update_mask(mask.clone())
                .set_or_clear_if_metageneration_match(revision)
                .send()
        });
        match answer.await {
            Ok(now) => Ok(now),
            Err(failure) => self.after_failed_update(difference, revision, failure, calls).await,
        }
    }

    /// An update failed. The bucket tells whether somebody else changed it, or an earlier attempt of ours whose
    /// answer was lost.
    async fn after_failed_update(
        &self,
        difference: Difference<'_>,
        revision: Option<i64>,
        failure: Failure,
        calls: &Calls<'_>,
    ) -> Result<wire::Bucket, Incomplete<Bucket>> {
        let wanted = difference.wanted.bucket;
        let Failure { error, doubtful } = failure;
        let refused = error::is_precondition(&error);
        if !doubtful && !refused {
            return Err(error.into());
        }
        let now = if refused { self.get(calls).await } else { self.get(&calls.last_look()).await };
        let Ok(now) = now else { return Err(error.into()) };
        let shown = observed(&now, Scope::Managed(wanted));
        // What is locked comes later.
        let unlocked = Bucket { retention: shown.is.retention, ..wanted.clone() };
        let ours = doubtful
            && shown.is == unlocked
            && revision.is_none_or(|revision| revision + 1 == now.metageneration);
        let moved = revision.is_some_and(|revision| revision != now.metageneration);
        match (ours, refused) {
            (true, true) => Ok(now),
            (true, false) => Err(Incomplete { kept: Some(Box::new(shown)), error }),
            (false, true) if moved => Err(changed(&wanted.name).into()),
            (false, _) => Err(error.into()),
        }
    }
}

fn changed(name: &str) -> Error {
    Error::Changed { cloud: Cloud::Gcp, what: format!("bucket {name:?}") }
}
