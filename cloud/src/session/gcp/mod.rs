//! Google Cloud: credentials and clients, looked up once.

mod credentials;
mod file;
mod http;
mod identity;
mod impersonation;
mod metadata;
mod token;

use std::sync::Arc;

use google_cloud_gax::retry_policy::NeverRetry;
use google_cloud_storage::client::StorageControl;
use tokio::sync::OnceCell;

use self::credentials::Found;
use crate::bucket::Buckets;
use crate::bucket::gcp::{GcpBuckets, root_cause};
use crate::budget::Budget;
use crate::budget::gcp::GcpBudgets;
use crate::gpu_pool::GpuPool;
use crate::gpu_pool::gcp::GcpPools;
use crate::{Cloud, Error, GcpSettings, Identity, Service};

/// The scopes of the tokens asked for: everything that IAM allows, and to know whose token it is.
const SCOPES: [&str; 2] =
    ["https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/userinfo.email"];

pub(super) struct Gcp {
    settings: GcpSettings,
    found: OnceCell<Found>,
    buckets: OnceCell<Arc<GcpBuckets>>,
}

impl Gcp {
    pub(super) fn new(settings: GcpSettings) -> Self {
        Gcp { settings, found: OnceCell::new(), buckets: OnceCell::new() }
    }

    pub(super) async fn buckets(&self) -> Result<Arc<dyn Buckets>, Error> {
        let buckets = self.buckets.get_or_try_init(|| self.connect()).await?;
        Ok(Arc::clone(buckets) as Arc<dyn Buckets>)
    }

    pub(super) async fn gpu_pools(&self) -> Result<Arc<dyn Service<GpuPool>>, Error> {
        Ok(Arc::new(GcpPools))
    }

    pub(super) async fn budgets(&self) -> Result<Arc<dyn Service<Budget>>, Error> {
        Ok(Arc::new(GcpBudgets))
    }

    pub(super) async fn identity(&self) -> Result<Identity, Error> {
        identity::identity(&self.settings, self.found().await?).await
    }

    async fn found(&self) -> Result<&Found, Error> {
        self.found.get_or_try_init(|| credentials::find(&self.settings)).await
    }

    async fn connect(&self) -> Result<Arc<GcpBuckets>, Error> {
        let found = self.found().await?;
        // Calls are repeated by us alone, within the time of an operation.
        let mut builder = StorageControl::builder()
            .with_credentials(found.credentials.clone())
            .with_retry_policy(NeverRetry);
        if let Some(endpoint) = &self.settings.endpoints.storage {
            builder = builder.with_endpoint(endpoint);
        }
        let client = builder.build().await.map_err(|error| Error::Invalid {
            attribute: "gcp.endpoints.storage".into(),
            message: format!("no client can be made: {}", root_cause(&error)),
        })?;
        Ok(Arc::new(GcpBuckets::new(client, self.settings.project.clone())))
    }
}

fn unusable(message: impl Into<String>) -> Error {
    Error::Credentials { cloud: Cloud::Gcp, message: message.into() }
}
