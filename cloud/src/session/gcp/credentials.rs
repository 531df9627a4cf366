//! Finding credentials: what is set, then what Google's tools leave behind, then the machine's own.

use google_cloud_auth::credentials::{Credentials, mds};

use super::file::{self, Source};
use super::impersonation::Impersonated;
use super::token::Fixed;
use super::{SCOPES, http, metadata, unusable};
use crate::{Error, GcpSettings};

/// Credentials, and what is known of whose they are.
pub(super) struct Found {
    pub(super) credentials: Credentials,
    /// The service account's address, where the credentials are those of one.
    pub(super) email: Option<String>,
}

/// Finds the credentials that the settings ask for.
pub(super) async fn find(settings: &GcpSettings) -> Result<Found, Error> {
    http::install_crypto();
    let quota = settings.quota_project.as_deref();
    let Some(email) = &settings.impersonate_service_account else { return source(settings, quota).await };
    // The quota is that of the calls made in the end, not of the call that asks for the token.
    let source = source(settings, None).await?;
    let endpoint = settings.endpoints.iam_credentials.as_deref();
    let impersonated = Impersonated::new(source.credentials, email, endpoint, quota)?;
    Ok(Found { credentials: Credentials::from(impersonated), email: Some(email.clone()) })
}

async fn source(settings: &GcpSettings, quota: Option<&str>) -> Result<Found, Error> {
    if let Some(token) = &settings.access_token {
        return Ok(Found { credentials: Credentials::from(Fixed::new(token, quota)?), email: None });
    }
    if let Some(given) = &settings.credentials {
        return file::given(given.expose(), quota);
    }
    let (well_known, path) = file::well_known()?;
    if let Some(source) = well_known {
        return from(source, quota);
    }
    if metadata::here().await {
        return machine(quota);
    }
    Err(unusable(format!(
        "nothing is set in the provider's `gcp` settings (access_token, credentials), nor in \
         GOOGLE_OAUTH_ACCESS_TOKEN, GOOGLE_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS; there is no file {path}, \
         and this machine has no metadata server of Google Cloud; run `gcloud auth application-default login`, or \
         set one of them"
    )))
}

fn from(source: Source, quota: Option<&str>) -> Result<Found, Error> {
    source.credentials(quota)
}

/// The service account of the machine that this runs on. Its scopes are the machine's.
fn machine(quota: Option<&str>) -> Result<Found, Error> {
    let mut builder = mds::Builder::default();
    if let Some(quota) = quota {
        builder = builder.with_quota_project_id(quota);
    }
    let credentials = builder.build().map_err(|error| unusable(format!("the metadata server: {error}")))?;
    Ok(Found { credentials, email: None })
}

/// The scopes, as the builders of credentials take them.
pub(super) fn scopes() -> Vec<String> {
    SCOPES.iter().map(|scope| (*scope).to_owned()).collect()
}
