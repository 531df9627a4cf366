//! Creating a bucket: a call that carries everything, one that locks its retention, and one that takes the mark away
//! that it is unfinished.

use std::time::Duration;

use google_cloud_storage::model as wire;
use google_cloud_wkt::FieldMask;

use super::calls::Calls;
use super::check::names::LABELS;
use super::observed::observed;
use super::to_wire::{Described, Difference, created, locks, patch, resource_name};
use super::{GcpBuckets, error};
use crate::bucket::{Bucket, unfinished};
use crate::gcp::Failure;
use crate::{Cloud, Error, Incomplete, Observed, Operation, Scope};

/// A creation that was cut off half-way shows within so many looks, or it does not happen any more.
const LOOKS: u32 = 3;
const BETWEEN_LOOKS: Duration = if cfg!(test) { Duration::from_millis(1) } else { Duration::from_secs(1) };

impl GcpBuckets {
    pub(super) async fn created(
        &self,
        wanted: Described<'_>,
        operation: &Operation,
    ) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
        let calls = self.calls(operation, &wanted.bucket.name);
        let project = self.project(wanted)?;
        let attempt = Attempt { wanted, project };
        let answer = calls.run("CreateBucket", || {
            self.client
                .create_bucket()
                .set_parent("projects/_")
                .set_bucket_id(&wanted.bucket.name)
                .set_bucket(attempt.message())
                .send()
        });
        let made = match answer.await {
            Ok(made) => made,
            Err(failure) => self.after_failure(&attempt, failure, &calls).await?,
        };
        let made = self.locked(wanted.bucket, made, &calls).await?;
        let made = self.finished(wanted.bucket, made, &calls).await?;
        Ok(observed(&made, Scope::Managed(wanted.bucket)))
    }

    /// The project that a new bucket belongs to.
    fn project<'a>(&'a self, wanted: Described<'a>) -> Result<&'a str, Error> {
        wanted.extras.project.as_deref().or(self.project.as_deref()).ok_or_else(|| Error::Invalid {
            attribute: "gcp.project".into(),
            message:
                "no project is set for the new bucket; set it here, in the provider's `gcp` settings, or in \
                      GOOGLE_CLOUD_PROJECT"
                    .into(),
        })
    }

    /// A creation failed. The bucket may be there nevertheless: since an attempt's answer was lost, or since an earlier
    /// operation that wanted the same was killed. Its mark tells. A bucket without one is never taken over.
    async fn after_failure(
        &self,
        attempt: &Attempt<'_>,
        failure: Failure,
        calls: &Calls<'_>,
    ) -> Result<wire::Bucket, Incomplete<Bucket>> {
        let Failure { error, doubtful } = failure;
        if matches!(error, Error::AlreadyExists { .. }) {
            return self.left(attempt, calls).await;
        }
        let found = if doubtful { self.appearing(attempt, calls).await } else { None };
        let wanted = Scope::Managed(attempt.wanted.bucket);
        let kept = found.filter(|found| attempt.marked(found)).map(|made| Box::new(observed(&made, wanted)));
        Err(Incomplete { kept, error })
    }

    /// A bucket of this name is there: it is gone on with if it is an unfinished one of the same description.
    async fn left(
        &self,
        attempt: &Attempt<'_>,
        calls: &Calls<'_>,
    ) -> Result<wire::Bucket, Incomplete<Bucket>> {
        let wanted = attempt.wanted;
        let mut found = self.in_project(attempt, calls).await;
        if found.as_ref().is_some_and(|found| attempt.marked(found)) {
            tokio::time::sleep(unfinished::LEFT_ALONE).await;
            found = self.in_project(attempt, calls).await;
        }
        let ours = found.is_some();
        let Some(found) = found.filter(|found| attempt.marked(found)) else {
            let what = format!("bucket {:?}", wanted.bucket.name);
            return Err(Error::AlreadyExists { cloud: Cloud::Gcp, what, ours }.into());
        };
        tracing::info!(bucket = wanted.bucket.name, "going on with a creation that was cut off");
        let there = observed(&found, Scope::Managed(wanted.bucket)).is;
        let Some(prior) = Described::of(&there) else { return Ok(found) };
        let difference = Difference { prior, wanted };
        let patch = patch(difference);
        if patch.paths.is_empty() {
            return Ok(found);
        }
        self.patched(difference, patch, Some(found.metageneration), calls).await
    }

    /// The bucket of this name, if the project holds it. A list of the project tells that; the bucket itself tells
    /// only the project's number, which an id cannot be compared with.
    async fn in_project(&self, attempt: &Attempt<'_>, calls: &Calls<'_>) -> Option<wire::Bucket> {
        let name = &attempt.wanted.bucket.name;
        // Names come in order, so the name itself is first of those that begin with it.
        let page = calls.run("ListBuckets", || {
            self.client
                .list_buckets()
                .set_parent(format!("projects/{}", attempt.project))
                .set_prefix(name)
                .set_page_size(1)
                .send()
        });
        let page = page.await.ok()?;
        page.buckets.into_iter().find(|found| found.name.rsplit('/').next() == Some(name))
    }

    /// Looks for a bucket whose creation may still be going on.
    async fn appearing(&self, attempt: &Attempt<'_>, calls: &Calls<'_>) -> Option<wire::Bucket> {
        let calls = calls.last_look();
        for _ in 1..LOOKS {
            let found = self.in_project(attempt, &calls).await;
            if found.is_some() {
                return found;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        self.in_project(attempt, &calls).await
    }

    /// Locks the retention where that is wanted and not done yet.
    pub(super) async fn locked(
        &self,
        wanted: &Bucket,
        made: wire::Bucket,
        calls: &Calls<'_>,
    ) -> Result<wire::Bucket, Incomplete<Bucket>> {
        if is_locked(&made) || !wanted.retention.as_ref().is_some_and(locks) {
            return Ok(made);
        }
        let answer = calls.run("LockBucketRetentionPolicy", || {
            self.client
                .lock_bucket_retention_policy()
                .set_bucket(resource_name(&wanted.name))
                .set_if_metageneration_match(made.metageneration)
                .send()
        });
        match answer.await {
            Ok(locked) => Ok(locked),
            Err(failure) => {
                // The answer to an earlier attempt may be what was lost, not the lock.
                let now = if failure.doubtful { self.get(&calls.last_look()).await.ok() } else { None };
                let now = now.unwrap_or(made);
                if is_locked(&now) { Ok(now) } else { Err(half_way(wanted, &now, failure.error)) }
            }
        }
    }

    /// Takes away the mark that the bucket is unfinished.
    async fn finished(
        &self,
        wanted: &Bucket,
        mut made: wire::Bucket,
        calls: &Calls<'_>,
    ) -> Result<wire::Bucket, Incomplete<Bucket>> {
        while made.labels.contains_key(unfinished::KEY) {
            let revision = made.metageneration;
            let answer = calls.run("UpdateBucket", || {
                self.client
                    .update_bucket()
                    .set_bucket(wire::Bucket::new().set_name(resource_name(&wanted.name)))
                    .set_update_mask(FieldMask::default().set_paths([format!("labels.{}", unfinished::KEY)]))
                    .set_if_metageneration_match(revision)
                    .send()
            });
            let Err(failure) = answer.await.map(|done| made = done) else { continue };
            made = self.get(&calls.last_look()).await.unwrap_or(made);
            // Somebody who labels new buckets may have come between, or an earlier attempt of ours was carried out.
            let moved = error::is_precondition(&failure.error) && made.metageneration != revision;
            if !moved && made.labels.contains_key(unfinished::KEY) {
                return Err(half_way(wanted, &made, failure.error));
            }
        }
        Ok(made)
    }
}

fn is_locked(bucket: &wire::Bucket) -> bool {
    bucket.retention_policy.as_ref().is_some_and(|policy| policy.is_locked)
}

/// One attempt to create a bucket.
struct Attempt<'a> {
    wanted: Described<'a>,
    project: &'a str,
}

impl Attempt<'_> {
    /// The new bucket with its mark, unless its labels leave no room for one.
    fn message(&self) -> wire::Bucket {
        let mut message = created(self.wanted, self.project);
        if message.labels.len() < LABELS {
            message.labels.insert(unfinished::KEY.to_owned(), unfinished::value(self.wanted.bucket));
        }
        message
    }

    /// Whether a bucket has the mark of what is wanted.
    fn marked(&self, found: &wire::Bucket) -> bool {
        unfinished::is_of(self.wanted.bucket, found.labels.get(unfinished::KEY))
    }
}

/// A failure after the bucket was created.
fn half_way(wanted: &Bucket, now: &wire::Bucket, error: Error) -> Incomplete<Bucket> {
    Incomplete { error, kept: Some(Box::new(observed(now, Scope::Managed(wanted)))) }
}
