//! Google Cloud: credentials and clients, looked up once.

pub(crate) mod answer;
mod calls;
mod credentials;
mod file;
mod found;
mod http;
mod identity;
mod impersonation;
mod metadata;
mod rest;
mod token;

use std::sync::Arc;

use google_cloud_container_v1::client::ClusterManager;
use google_cloud_gax::client_builder;
use google_cloud_gax::retry_policy::NeverRetry;
use google_cloud_storage::client::StorageControl;
use tokio::sync::OnceCell;

pub(crate) use calls::{Calls, Failure, Judged, judge};
pub(crate) use rest::{Request, Rest};

use self::answer::root_cause;
use self::found::Found;
use crate::bucket::Bucket;
use crate::bucket::gcp::GcpBuckets;
use crate::budget::Budget;
use crate::budget::gcp::GcpBudgets;
use crate::gpu_pool::GpuPool;
use crate::gpu_pool::gcp::GcpPools;
use crate::{Cloud, Error, GcpSettings, Identity, Service};

/// Google's own endpoint of the Cloud Billing Budgets API.
const BILLING_BUDGETS: &str = "https://billingbudgets.googleapis.com";

/// The scopes of the tokens asked for: everything that IAM allows, and to know whose token it is.
const SCOPES: [&str; 2] =
    ["https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/userinfo.email"];

pub(super) struct Gcp {
    settings: GcpSettings,
    found: OnceCell<Found>,
    buckets: OnceCell<Arc<GcpBuckets>>,
    gpu_pools: OnceCell<Arc<GcpPools>>,
    budgets: OnceCell<Arc<GcpBudgets>>,
}

impl Gcp {
    pub(super) fn new(settings: GcpSettings) -> Self {
        Gcp {
            settings,
            found: OnceCell::new(),
            buckets: OnceCell::new(),
            gpu_pools: OnceCell::new(),
            budgets: OnceCell::new(),
        }
    }

    pub(super) async fn buckets(&self) -> Result<Arc<dyn Service<Bucket>>, Error> {
        let buckets = self.buckets.get_or_try_init(|| self.storage()).await?;
        Ok(Arc::clone(buckets) as Arc<dyn Service<Bucket>>)
    }

    pub(super) async fn gpu_pools(&self) -> Result<Arc<dyn Service<GpuPool>>, Error> {
        let pools = self.gpu_pools.get_or_try_init(|| self.container()).await?;
        Ok(Arc::clone(pools) as Arc<dyn Service<GpuPool>>)
    }

    pub(super) async fn budgets(&self) -> Result<Arc<dyn Service<Budget>>, Error> {
        let budgets = self.budgets.get_or_try_init(|| self.billing_budgets()).await?;
        Ok(Arc::clone(budgets) as Arc<dyn Service<Budget>>)
    }

    pub(super) async fn identity(&self) -> Result<Identity, Error> {
        identity::identity(&self.settings, self.found().await?).await
    }

    async fn found(&self) -> Result<&Found, Error> {
        self.found.get_or_try_init(|| credentials::find(&self.settings)).await
    }

    // Calls are repeated by us alone, within the time of an operation: the clients repeat nothing.

    async fn storage(&self) -> Result<Arc<GcpBuckets>, Error> {
        let mut builder = StorageControl::builder()
            .with_credentials(self.found().await?.credentials.clone())
            .with_retry_policy(NeverRetry);
        if let Some(endpoint) = &self.settings.endpoints.storage {
            builder = builder.with_endpoint(endpoint);
        }
        let client = builder.build().await.map_err(|error| no_client("storage", &error))?;
        Ok(Arc::new(GcpBuckets::new(client, self.settings.project.clone())))
    }

    async fn container(&self) -> Result<Arc<GcpPools>, Error> {
        let mut builder = ClusterManager::builder()
            .with_credentials(self.found().await?.credentials.clone())
            .with_retry_policy(NeverRetry);
        if let Some(endpoint) = &self.settings.endpoints.container {
            builder = builder.with_endpoint(endpoint);
        }
        let client = builder.build().await.map_err(|error| no_client("container", &error))?;
        Ok(Arc::new(GcpPools::new(client, self.settings.project.clone())))
    }

    async fn billing_budgets(&self) -> Result<Arc<GcpBudgets>, Error> {
        let endpoint = self.settings.endpoints.billing_budgets.as_deref();
        let credentials = self.found().await?.credentials.clone();
        Ok(Arc::new(GcpBudgets::new(Rest::new(credentials, endpoint.unwrap_or(BILLING_BUDGETS))?)))
    }
}

fn no_client(service: &str, error: &client_builder::Error) -> Error {
    Error::Invalid {
        attribute: format!("gcp.endpoints.{service}"),
        message: format!("no client can be made: {}", root_cause(error)),
    }
}

fn unusable(message: impl Into<String>) -> Error {
    Error::Credentials { cloud: Cloud::Gcp, message: message.into() }
}
