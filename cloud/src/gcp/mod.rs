//! Google Cloud: credentials, looked up once, and the clients that are made with them.

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

use google_cloud_container_v1::client::ClusterManager;
use google_cloud_gax::client_builder;
use google_cloud_gax::retry_policy::NeverRetry;
use google_cloud_storage::client::StorageControl;
use tokio::sync::OnceCell;

pub(crate) use calls::{Calls, Failure, Judged, judge};
pub(crate) use rest::{Request, Rest};

use self::answer::root_cause;
use self::found::Found;
use crate::{Cloud, Error, GcpSettings, Identity};

/// Google's own endpoint of the Cloud Billing Budgets API.
const BILLING_BUDGETS: &str = "https://billingbudgets.googleapis.com";

/// The scopes of the tokens asked for: everything that IAM allows, and to know whose token it is.
const SCOPES: [&str; 2] =
    ["https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/userinfo.email"];

/// Credentials, looked up at their first use and once, and the clients made with them. Calls are repeated by us alone,
/// within the time of an operation: the clients repeat nothing.
pub(crate) struct GcpClients {
    settings: GcpSettings,
    found: OnceCell<Found>,
}

impl GcpClients {
    /// Takes the settings; looks nothing up.
    pub(crate) fn new(settings: GcpSettings) -> Self {
        GcpClients { settings, found: OnceCell::new() }
    }

    /// The project of what names none.
    pub(crate) fn project(&self) -> Option<String> {
        self.settings.project.clone()
    }

    /// A client of Cloud Storage.
    pub(crate) async fn storage(&self) -> Result<StorageControl, Error> {
        let mut builder = StorageControl::builder()
            .with_credentials(self.found().await?.credentials.clone())
            .with_retry_policy(NeverRetry);
        if let Some(endpoint) = &self.settings.endpoints.storage {
            builder = builder.with_endpoint(endpoint);
        }
        builder.build().await.map_err(|error| no_client("storage", &error))
    }

    /// A client of Kubernetes Engine.
    pub(crate) async fn container(&self) -> Result<ClusterManager, Error> {
        let mut builder = ClusterManager::builder()
            .with_credentials(self.found().await?.credentials.clone())
            .with_retry_policy(NeverRetry);
        if let Some(endpoint) = &self.settings.endpoints.container {
            builder = builder.with_endpoint(endpoint);
        }
        builder.build().await.map_err(|error| no_client("container", &error))
    }

    /// Cloud Billing Budgets.
    pub(crate) async fn billing_budgets(&self) -> Result<Rest, Error> {
        let endpoint = self.settings.endpoints.billing_budgets.as_deref();
        let credentials = self.found().await?.credentials.clone();
        Rest::new(credentials, endpoint.unwrap_or(BILLING_BUDGETS))
    }

    /// The caller, as `tokeninfo` tells.
    pub(crate) async fn identity(&self) -> Result<Identity, Error> {
        identity::identity(&self.settings, self.found().await?).await
    }

    async fn found(&self) -> Result<&Found, Error> {
        self.found.get_or_try_init(|| credentials::find(&self.settings)).await
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
