//! Deleting a bucket, and all that is in it where that is asked for.
//!
//! The gRPC API deletes objects one by one, so many are deleted at a time. Objects that soft delete keeps do not
//! stand in a bucket's way ("Soft delete", Cloud Storage docs).

use futures::{StreamExt, TryStreamExt};
use google_cloud_storage::model::Object;
use google_cloud_wkt::FieldMask;

use super::calls::Calls;
use super::to_wire::{Described, resource_name};
use super::{GcpBuckets, error};
use crate::bucket::Bucket;
use crate::gcp::Failure;
use crate::{Cloud, Error, Operation, Removal};

/// Objects deleted at one time.
const AT_ONCE: usize = 32;

/// Objects listed by one call; the API gives no more ("ListObjectsRequest", field `page_size`).
const PAGE: i32 = 1000;

impl GcpBuckets {
    pub(super) async fn deleted(
        &self,
        removal: Removal<'_, Bucket>,
        operation: &Operation,
    ) -> Result<(), Error> {
        let bucket = removal.prior;
        let name = &bucket.name;
        let calls = self.calls(operation, name);
        let mut emptied = Emptied::default();
        loop {
            let Err(failure) = self.delete_bucket(name, &calls).await else { return Ok(()) };
            if !error::is_precondition(&failure) {
                return Err(failure);
            }
            if !removal.with_contents {
                return Err(self.refusal(name, failure, &calls).await);
            }
            // Something may be written while we delete; but where nothing is left, the reason is another.
            let before = emptied.objects;
            self.empty(name, &mut emptied, &calls).await?;
            if emptied.objects == before {
                if emptied.folders || !has_folders(bucket) {
                    return Err(failure);
                }
                self.delete_folders(name, &calls).await?;
                emptied.folders = true;
            }
        }
    }

    /// Deletes the bucket itself; one that is gone already is as good.
    async fn delete_bucket(&self, name: &str, calls: &Calls<'_>) -> Result<(), Error> {
        let answer = calls
            .run("DeleteBucket", || self.client.delete_bucket().set_name(resource_name(name)).send())
            .await;
        gone(answer)
    }

    /// Why a bucket is not deleted: what it holds, if it holds anything.
    async fn refusal(&self, name: &str, refused: Error, calls: &Calls<'_>) -> Error {
        match self.list(name, "", 1, calls).await {
            Ok((objects, _)) if !objects.is_empty() => {
                Error::NotEmpty { cloud: Cloud::Gcp, name: name.to_owned() }
            }
            _ => refused,
        }
    }

    /// Deletes every version of every object.
    async fn empty(&self, name: &str, emptied: &mut Emptied, calls: &Calls<'_>) -> Result<(), Error> {
        let mut token = String::new();
        loop {
            let (objects, next) = self.list(name, &token, PAGE, calls).await?;
            let count = objects.len();
            let deletions = objects.into_iter().map(|object| self.delete_object(name, object, calls));
            futures::stream::iter(deletions).buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
            emptied.objects += count;
            if count > 0 {
                tracing::info!(
                    bucket = name,
                    deleted = emptied.objects,
                    "deleting the objects of the bucket"
                );
            }
            if next.is_empty() {
                return Ok(());
            }
            token = next;
        }
    }

    async fn list(
        &self,
        name: &str,
        token: &str,
        size: i32,
        calls: &Calls<'_>,
    ) -> Result<(Vec<Object>, String), Error> {
        let fields = ["name", "generation", "temporary_hold", "event_based_hold", "retention_expire_time"];
        let page = calls.run("ListObjects", || {
            self.client
                .list_objects()
                .set_parent(resource_name(name))
                .set_versions(true)
                .set_page_size(size)
                .set_page_token(token)
                .set_read_mask(FieldMask::default().set_paths(fields))
                .send()
        });
        let page = page.await.map_err(|failure| failure.error)?;
        Ok((page.objects, page.next_page_token))
    }

    async fn delete_object(&self, name: &str, object: Object, calls: &Calls<'_>) -> Result<(), Error> {
        let answer = calls.run("DeleteObject", || {
            self.client
                .delete_object()
                .set_bucket(resource_name(name))
                .set_object(&object.name)
                .set_generation(object.generation)
                .send()
        });
        gone(answer.await).map_err(|error| kept(&object, error))
    }

    /// Folders of a bucket that has real ones; those within others first.
    async fn delete_folders(&self, name: &str, calls: &Calls<'_>) -> Result<(), Error> {
        let mut folders = Vec::new();
        let mut token = String::new();
        loop {
            let page = calls.run("ListFolders", || {
                self.client.list_folders().set_parent(resource_name(name)).set_page_token(&token).send()
            });
            let page = page.await.map_err(|failure| failure.error)?;
            folders.extend(page.folders.into_iter().map(|folder| folder.name));
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        folders.sort_unstable_by(|a, b| b.cmp(a));
        for folder in &folders {
            gone(calls.run("DeleteFolder", || self.client.delete_folder().set_name(folder).send()).await)?;
        }
        Ok(())
    }
}

/// Something that is not there any more is as good as deleted.
fn gone(answer: Result<(), Failure>) -> Result<(), Error> {
    match answer {
        Ok(()) | Err(Failure { error: Error::NotFound { .. }, .. }) => Ok(()),
        Err(failure) => Err(failure.error),
    }
}

/// What has been deleted of a bucket's contents.
#[derive(Default)]
struct Emptied {
    objects: usize,
    folders: bool,
}

fn has_folders(bucket: &Bucket) -> bool {
    Described::of(bucket).is_some_and(|described| {
        described.extras.hierarchical_namespace == Some(true) || described.extras.rapid == Some(true)
    })
}

/// Says what keeps an object from being deleted, where the object itself tells.
fn kept(object: &Object, error: Error) -> Error {
    let reason = if object.temporary_hold {
        "it has a temporary hold; release that first".to_owned()
    } else if object.event_based_hold == Some(true) {
        "it has an event-based hold; release that first".to_owned()
    } else if let Some(until) = &object.retention_expire_time {
        format!("its retention lasts until {}", String::from(*until))
    } else {
        "the service refuses it".to_owned()
    };
    let about = |message: String| {
        format!(
            "object {:?} (generation {}) is not deleted, {reason}: {message}",
            object.name, object.generation
        )
    };
    match error {
        Error::Denied { cloud, operation, message } => {
            Error::Denied { cloud, operation, message: about(message) }
        }
        Error::Service { cloud, operation, code, message, request_id } => {
            Error::Service { cloud, operation, code, message: about(message), request_id }
        }
        other => other,
    }
}
