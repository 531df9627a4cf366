//! Creating a bucket: one call, a second one to lock its retention.

use std::time::{Duration, SystemTime};

use google_cloud_storage::model as wire;
use google_cloud_wkt::Timestamp;

use super::GcpBuckets;
use super::calls::{Calls, Failure};
use super::observed::observed;
use super::to_wire::{Described, created, locks, resource_name};
use crate::bucket::{Bucket, Incomplete, Observed, Scope};
use crate::{Cloud, Error, Operation};

/// A creation that was cut off half-way shows within so many looks, or it does not happen any more.
const LOOKS: u32 = 3;
const BETWEEN_LOOKS: Duration = if cfg!(test) { Duration::from_millis(1) } else { Duration::from_secs(1) };

impl GcpBuckets {
    pub(super) async fn created(
        &self,
        wanted: Described<'_>,
        operation: &Operation,
    ) -> Result<Observed, Incomplete> {
        let calls = self.calls(operation, &wanted.bucket.name);
        let project = self.project(wanted).map_err(untouched)?;
        let attempt = Attempt { wanted, project, since: SystemTime::now() };
        let answer = calls.run("CreateBucket", || {
            self.client
                .create_bucket()
                .set_parent("projects/_")
                .set_bucket_id(&wanted.bucket.name)
                .set_bucket(created(wanted, project))
                .send()
        });
        let made = match answer.await {
            Ok(made) => made,
            Err(failure) => self.after_failure(&attempt, failure, &calls).await?,
        };
        self.locked(wanted.bucket, made, &calls).await
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

    /// A creation failed. When an attempt's answer was lost, the bucket may be there nevertheless: then it is ours
    /// if it looks exactly as we asked for it and is as young as this operation. A bucket that was there before is
    /// never taken over.
    async fn after_failure(
        &self,
        attempt: &Attempt<'_>,
        failure: Failure,
        calls: &Calls<'_>,
    ) -> Result<wire::Bucket, Incomplete> {
        let name = &attempt.wanted.bucket.name;
        let Failure { error, doubtful } = failure;
        let exists = matches!(error, Error::AlreadyExists { .. });
        if !exists && !doubtful {
            return Err(untouched(error));
        }
        let found =
            if exists { self.in_project(attempt, calls).await } else { self.appearing(attempt, calls).await };
        let ours = found.is_some();
        match found.filter(|found| doubtful && attempt.made(found)) {
            Some(made) if exists => Ok(made),
            Some(made) => Err(Incomplete {
                kept: Some(Box::new(observed(&made, Scope::Managed(attempt.wanted.bucket)))),
                error,
            }),
            None if exists => Err(untouched(Error::AlreadyExists {
                cloud: Cloud::Gcp,
                what: format!("bucket {name:?}"),
                ours,
            })),
            None => Err(untouched(error)),
        }
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
    ) -> Result<Observed, Incomplete> {
        let is_locked = made.retention_policy.as_ref().is_some_and(|policy| policy.is_locked);
        if is_locked || !wanted.retention.as_ref().is_some_and(locks) {
            return Ok(observed(&made, Scope::Managed(wanted)));
        }
        let answer = calls.run("LockBucketRetentionPolicy", || {
            self.client
                .lock_bucket_retention_policy()
                .set_bucket(resource_name(&wanted.name))
                .set_if_metageneration_match(made.metageneration)
                .send()
        });
        match answer.await {
            Ok(locked) => Ok(observed(&locked, Scope::Managed(wanted))),
            Err(failure) => {
                // The answer to an earlier attempt may be what was lost, not the lock.
                let now = if failure.doubtful { self.get(&calls.last_look()).await.ok() } else { None };
                let now = now.unwrap_or(made);
                if now.retention_policy.as_ref().is_some_and(|policy| policy.is_locked) {
                    return Ok(observed(&now, Scope::Managed(wanted)));
                }
                Err(Incomplete {
                    kept: Some(Box::new(observed(&now, Scope::Managed(wanted)))),
                    error: failure.error,
                })
            }
        }
    }
}

/// One attempt to create a bucket.
struct Attempt<'a> {
    wanted: Described<'a>,
    project: &'a str,
    since: SystemTime,
}

impl Attempt<'_> {
    /// Whether this attempt made the bucket that was found.
    ///
    /// No difference of clocks is allowed for: where ours is ahead, the bucket is not taken for ours and the user
    /// is told to import it, which is the safe way to be wrong.
    fn made(&self, found: &wire::Bucket) -> bool {
        // The service tells milliseconds.
        let millis = |time: Timestamp| (time.seconds(), time.nanos() / 1_000_000);
        let since = Timestamp::try_from(self.since).map(millis);
        let young = since.is_ok_and(|since| found.create_time.is_some_and(|time| millis(time) >= since));
        let mut wanted = self.wanted.bucket.clone();
        // What is locked comes later.
        if let Some(retention) = &mut wanted.retention {
            retention.mode = crate::bucket::RetentionMode::Governance;
            retention.locked = false;
        }
        young && found.metageneration == 1 && observed(found, Scope::Managed(&wanted)).bucket == wanted
    }
}

/// A failure before anything was created.
pub(super) fn untouched(error: Error) -> Incomplete {
    Incomplete { error, kept: None }
}
