//! Google Cloud: credentials and clients, looked up once.

use std::sync::Arc;

use google_cloud_storage::client::StorageControl;
use tokio::sync::OnceCell;

use crate::bucket::Buckets;
use crate::bucket::gcp::GcpBuckets;
use crate::{Cloud, Error, GcpSettings, Identity};

pub(super) struct Gcp {
    settings: GcpSettings,
    buckets: OnceCell<Arc<dyn Buckets>>,
}

impl Gcp {
    pub(super) fn new(settings: GcpSettings) -> Self {
        Gcp { settings, buckets: OnceCell::new() }
    }

    pub(super) async fn buckets(&self) -> Result<Arc<dyn Buckets>, Error> {
        self.buckets
            .get_or_try_init(|| async {
                let client = StorageControl::builder()
                    .build()
                    .await
                    .map_err(|error| Error::Credentials { cloud: Cloud::Gcp, message: error.to_string() })?;
                Ok(Arc::new(GcpBuckets::new(client, self.settings.project.clone())) as Arc<dyn Buckets>)
            })
            .await
            .cloned()
    }

    pub(super) async fn identity(&self) -> Result<Identity, Error> {
        Err(Error::Credentials { cloud: Cloud::Gcp, message: "none were found".into() })
    }
}
