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

pub(super) use check::{check, check_change, replaced};

use self::calls::Calls;
use self::observed::observed;
use self::to_wire::{Described, Difference, resource_name};
use super::{Bucket, BucketKey};
use crate::check::refuse;
use crate::gcp::{Failure, GcpClients};
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Removal, Scope, Service};

/// The buckets of Google Cloud.
pub(super) struct GcpBuckets {
    client: StorageControl,
    project: Option<String>,
    /// Whether the endpoint has answered in gRPC.
    answered: AtomicBool,
}

impl GcpBuckets {
    /// Those that a session reaches.
    pub(super) async fn of(clients: &GcpClients) -> Result<Self, Error> {
        Ok(GcpBuckets::new(clients.storage().await?, clients.project()))
    }

    /// `client` repeats nothing of its own accord; `project` is that of buckets which name none.
    pub(super) fn new(client: StorageControl, project: Option<String>) -> Self {
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
impl Service<Bucket> for GcpBuckets {
    async fn create(
        &self,
        wanted: &Bucket,
        operation: &Operation,
    ) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
        self.created(accepted(wanted)?, operation).await
    }

    async fn read(
        &self,
        key: &BucketKey,
        scope: Scope<'_, Bucket>,
        operation: &Operation,
    ) -> Result<Option<Observed<Bucket>>, Error> {
        match self.get(&self.calls(operation, &key.name)).await {
            Ok(found) => Ok(Some(observed(&found, scope))),
            Err(Failure { error: Error::NotFound { .. }, .. }) => Ok(None),
            Err(failure) => Err(failure.error),
        }
    }

    async fn update(
        &self,
        _key: &BucketKey,
        change: Change<'_, Bucket>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
        let wanted = accepted(change.wanted)?;
        let prior = Described::of(change.prior).ok_or_else(elsewhere)?;
        let difference = Difference { prior, wanted };
        refuse(check::change(difference))?;
        let revision = revision.map(str::parse::<i64>).transpose().map_err(|_| Error::Changed {
            cloud: Cloud::Gcp,
            what: format!("bucket {:?}", change.wanted.name),
        })?;
        self.updated(difference, revision, operation).await
    }

    async fn delete(
        &self,
        _key: &BucketKey,
        removal: Removal<'_, Bucket>,
        operation: &Operation,
    ) -> Result<(), Error> {
        self.deleted(removal, operation).await
    }
}

/// The bucket, if Google Cloud can do all that it asks for. What could not be checked while planning, because it
/// was not known, is caught here.
fn accepted(bucket: &Bucket) -> Result<Described<'_>, Error> {
    let described = Described::of(bucket).ok_or_else(elsewhere)?;
    refuse(check(bucket, described.extras, &|_| false))?;
    Ok(described)
}

fn elsewhere() -> Error {
    Error::Invalid { attribute: "cloud".into(), message: "the bucket is not on Google Cloud".into() }
}
