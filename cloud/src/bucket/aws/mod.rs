//! Buckets of Amazon S3: one bucket, many calls. What can be configured is cut into facets ([`facets::FACETS`]),
//! one file each.
//!
//! Configuration is written one call after the other, since S3 answers concurrent writes to one bucket with
//! `OperationAborted`; it is read in parallel.

mod abac;
mod acceleration;
mod check;
mod control;
mod cors;
mod create;
mod delete;
mod directory;
mod encryption;
pub(crate) mod error;
mod facet;
mod facets;
mod intelligent_tiering;
mod lifecycle;
mod logging;
mod object_lock;
mod ownership;
mod policy;
mod public_access;
mod read;
mod replaced;
mod replication;
mod request_payment;
mod resume;
mod tagging;
mod target;
mod update;
mod versioning;

use std::sync::Arc;

use async_trait::async_trait;

pub(super) use check::check;
pub(super) use replaced::replaced;

use super::{AwsExtras, Bucket, BucketKey, Extras, StorageClass};
use crate::aws::AwsClients;
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Removal, Scope, Service};

/// The buckets of AWS.
pub(super) struct AwsBuckets {
    clients: Arc<AwsClients>,
}

impl AwsBuckets {
    pub(super) fn new(clients: Arc<AwsClients>) -> Self {
        AwsBuckets { clients }
    }
}

#[async_trait]
impl Service<Bucket> for AwsBuckets {
    async fn create(
        &self,
        wanted: &Bucket,
        operation: &Operation,
    ) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
        create::create(&self.clients, wanted, &operation.start(Cloud::Aws)).await
    }

    async fn read(
        &self,
        key: &BucketKey,
        scope: Scope<'_, Bucket>,
        operation: &Operation,
    ) -> Result<Option<Observed<Bucket>>, Error> {
        read::read(&self.clients, &key.name, scope, &operation.start(Cloud::Aws)).await
    }

    async fn update(
        &self,
        _key: &BucketKey,
        change: Change<'_, Bucket>,
        _revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
        update::update(&self.clients, change, &operation.start(Cloud::Aws)).await
    }

    async fn delete(
        &self,
        _key: &BucketKey,
        removal: Removal<'_, Bucket>,
        operation: &Operation,
    ) -> Result<(), Error> {
        delete::delete(&self.clients, removal, &operation.start(Cloud::Aws)).await
    }
}

/// What only S3 has, of a bucket that is on S3.
fn extras(bucket: &Bucket) -> &AwsExtras {
    static NONE: AwsExtras = AwsExtras {
        object_lock: None,
        directory_bucket: None,
        namespace: None,
        intelligent_tiering: None,
        acceleration: None,
        replication: None,
        policy_json: None,
        abac: None,
        sse_dsse: None,
        blocked_sse_c: None,
    };
    match &bucket.extras {
        Extras::Aws(extras) => extras,
        Extras::Gcp(_) => &NONE,
    }
}

fn extras_mut(bucket: &mut Bucket) -> &mut AwsExtras {
    if let Extras::Gcp(_) = bucket.extras {
        bucket.extras = Extras::Aws(AwsExtras::default());
    }
    match &mut bucket.extras {
        Extras::Aws(extras) => extras,
        Extras::Gcp(_) => unreachable!("replaced above"),
    }
}

/// S3's name of a neutral class.
fn class_name(class: StorageClass) -> &'static str {
    match class {
        StorageClass::Standard => "STANDARD",
        StorageClass::Infrequent => "STANDARD_IA",
        StorageClass::Cold => "GLACIER_IR",
        StorageClass::Archive => "DEEP_ARCHIVE",
    }
}

/// The neutral class of S3's name; `None` for the classes that no neutral one stands for.
fn class_of(name: &str) -> Option<StorageClass> {
    [StorageClass::Standard, StorageClass::Infrequent, StorageClass::Cold, StorageClass::Archive]
        .into_iter()
        .find(|class| class_name(*class) == name)
}
