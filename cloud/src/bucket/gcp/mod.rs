//! Buckets of Google Cloud Storage, over gRPC (`google.storage.v2`).

mod check;
mod error;

use async_trait::async_trait;
use google_cloud_storage::client::StorageControl;

pub(super) use check::check;

use super::{Bucket, Buckets, Change, Extras, GcpExtras, Incomplete, Observed, Scope};
use crate::{Error, Operation};

/// The buckets of Google Cloud.
pub(crate) struct GcpBuckets {
    client: StorageControl,
    project: Option<String>,
}

impl GcpBuckets {
    pub(crate) fn new(client: StorageControl, project: Option<String>) -> Self {
        GcpBuckets { client, project }
    }
}

#[async_trait]
impl Buckets for GcpBuckets {
    async fn create(&self, wanted: &Bucket, operation: &Operation) -> Result<Observed, Incomplete> {
        let _ = operation;
        let project = self.project.as_deref().unwrap_or_default();
        let message = google_cloud_storage::model::Bucket::new()
            .set_project(format!("projects/{project}"))
            .set_location(&wanted.location)
            .set_labels(&wanted.labels);
        let made = self
            .client
            .create_bucket()
            .set_parent("projects/_")
            .set_bucket_id(&wanted.name)
            .set_bucket(message)
            .send()
            .await;
        match made {
            Ok(made) => Ok(observed(made)),
            Err(answer) => {
                Err(Incomplete { error: error::of("CreateBucket", &wanted.name, &answer), kept: None })
            }
        }
    }

    async fn read(
        &self,
        name: &str,
        location: Option<&str>,
        scope: Scope<'_>,
        operation: &Operation,
    ) -> Result<Option<Observed>, Error> {
        let _ = (location, scope, operation);
        match self.client.get_bucket().set_name(format!("projects/_/buckets/{name}")).send().await {
            Ok(found) => Ok(Some(observed(found))),
            Err(answer) => match error::of("GetBucket", name, &answer) {
                Error::NotFound { .. } => Ok(None),
                other => Err(other),
            },
        }
    }

    async fn update(
        &self,
        change: Change<'_>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed, Incomplete> {
        let revision = revision.and_then(|text| text.parse::<i64>().ok());
        let name = format!("projects/_/buckets/{}", change.wanted.name);
        let _ = operation;
        self.client
            .update_bucket()
            .set_bucket(
                google_cloud_storage::model::Bucket::new().set_name(name).set_labels(&change.wanted.labels),
            )
            .set_update_mask(google_cloud_wkt::FieldMask::default().set_paths(["labels"]))
            .set_or_clear_if_metageneration_match(revision)
            .send()
            .await
            .map(observed)
            .map_err(|answer| Incomplete {
                error: error::of("UpdateBucket", &change.wanted.name, &answer),
                kept: None,
            })
    }

    async fn delete(&self, bucket: &Bucket, force_destroy: bool, operation: &Operation) -> Result<(), Error> {
        let _ = (force_destroy, operation);
        match self.client.delete_bucket().set_name(format!("projects/_/buckets/{}", bucket.name)).send().await
        {
            Ok(()) => Ok(()),
            Err(answer) => match error::of("DeleteBucket", &bucket.name, &answer) {
                Error::NotFound { .. } => Ok(()),
                other => Err(other),
            },
        }
    }
}

fn observed(message: google_cloud_storage::model::Bucket) -> Observed {
    Observed {
        native_id: message.name,
        account: message.project.trim_start_matches("projects/").to_owned(),
        revision: Some(message.metageneration.to_string()),
        bucket: Bucket {
            name: message.bucket_id,
            location: message.location.to_lowercase(),
            labels: message.labels.into_iter().collect(),
            default_storage_class: None,
            versioning: None,
            encryption: None,
            public_access: None,
            uniform_access: None,
            require_tls: None,
            lifecycle_rules: None,
            retention: None,
            soft_delete_days: None,
            access_log: None,
            cors: None,
            requester_pays: None,
            extras: Extras::Gcp(GcpExtras::default()),
        },
    }
}
