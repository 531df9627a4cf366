//! Buckets of Google Cloud Storage, over gRPC (`google.storage.v2`).
//!
//! A bucket is one message there: it is created by one call, read by one, and updated by one with a mask of what
//! changed and the metageneration that it was planned for.

mod calls;
mod check;
mod create;
mod delete;
mod error;
mod from_wire;
mod lifecycle;
mod observed;
#[cfg(test)]
pub(super) mod tests;
mod to_wire;
mod update;
mod words;

use std::sync::atomic::AtomicBool;

use async_trait::async_trait;
use google_cloud_storage::client::StorageControl;
use google_cloud_storage::model as wire;

pub(super) use check::{check, check_change};
pub(crate) use error::root_cause;

use self::calls::{Calls, Failure};
use self::create::untouched;
use self::observed::observed;
use self::to_wire::{Described, Difference, resource_name};
use super::{Bucket, Buckets, Change, Incomplete, Observed, Scope};
use crate::{Error, Operation};

/// The buckets of Google Cloud.
pub(crate) struct GcpBuckets {
    client: StorageControl,
    project: Option<String>,
    /// Whether the endpoint has answered in gRPC.
    answered: AtomicBool,
}

impl GcpBuckets {
    /// `client` repeats nothing of its own accord; `project` is that of buckets which name none.
    pub(crate) fn new(client: StorageControl, project: Option<String>) -> Self {
        GcpBuckets { client, project, answered: AtomicBool::new(false) }
    }

    fn calls<'a>(&'a self, operation: &Operation, bucket: &'a str) -> Calls<'a> {
        Calls::new(operation, bucket, &self.answered)
    }

    async fn get(&self, calls: &Calls<'_>) -> Result<wire::Bucket, Failure> {
        calls
            .run("GetBucket", || self.client.get_bucket().set_name(resource_name(calls.bucket())).send())
            .await
    }
}

#[async_trait]
impl Buckets for GcpBuckets {
    async fn create(&self, wanted: &Bucket, operation: &Operation) -> Result<Observed, Incomplete> {
        let described = accepted(wanted).map_err(untouched)?;
        self.created(described, operation).await
    }

    async fn read(
        &self,
        name: &str,
        _location: Option<&str>,
        scope: Scope<'_>,
        operation: &Operation,
    ) -> Result<Option<Observed>, Error> {
        match self.get(&self.calls(operation, name)).await {
            Ok(found) => Ok(Some(observed(&found, scope))),
            Err(Failure { error: Error::NotFound { .. }, .. }) => Ok(None),
            Err(failure) => Err(failure.error),
        }
    }

    async fn update(
        &self,
        change: Change<'_>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed, Incomplete> {
        let wanted = accepted(change.wanted).map_err(untouched)?;
        let prior = Described::of(change.prior).ok_or_else(|| untouched(elsewhere()))?;
        let difference = Difference { prior, wanted };
        first(check::change(difference)).map_err(untouched)?;
        let revision = revision.map(|text| text.parse::<i64>()).transpose().map_err(|_| {
            untouched(Error::Changed {
                cloud: crate::Cloud::Gcp,
                what: format!("bucket {:?}", change.wanted.name),
            })
        })?;
        self.updated(difference, revision, operation).await
    }

    async fn delete(&self, bucket: &Bucket, force_destroy: bool, operation: &Operation) -> Result<(), Error> {
        self.deleted(bucket, force_destroy, operation).await
    }
}

/// The bucket, if Google Cloud can do all that it asks for. What could not be checked while planning, because it
/// was not known, is caught here.
fn accepted(bucket: &Bucket) -> Result<Described<'_>, Error> {
    let described = Described::of(bucket).ok_or_else(elsewhere)?;
    first(check(bucket, described.extras, &|_| false))?;
    Ok(described)
}

fn first(problems: Vec<crate::Problem>) -> Result<(), Error> {
    problems.into_iter().next().map_or(Ok(()), |problem| {
        Err(Error::Invalid {
            attribute: problem.attribute,
            message: format!("{}: {}", problem.summary, problem.detail),
        })
    })
}

fn elsewhere() -> Error {
    Error::Invalid { attribute: "cloud".into(), message: "the bucket is not on Google Cloud".into() }
}
