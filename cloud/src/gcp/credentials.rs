//! Finding credentials: what is set, then what Google's tools leave behind, then the machine's own.

use google_cloud_auth::credentials::{Credentials, mds};

use super::found::Found;
use super::impersonation::Impersonated;
use super::token::{Charged, Fixed};
use super::{file, http, metadata, unusable};
use crate::{Error, GcpSettings};

/// Finds the credentials that the settings ask for.
pub(super) async fn find(settings: &GcpSettings) -> Result<Found, Error> {
    http::install_crypto();
    let mut found = source(settings).await?;
    if let Some(email) = &settings.impersonate_service_account {
        let endpoint = settings.endpoints.iam_credentials.as_deref();
        found.credentials = Credentials::from(Impersonated::new(found.credentials, email, endpoint)?);
        found.email = Some(email.clone());
    }
    if let Some(project) = &settings.quota_project {
        found.credentials = Credentials::from(Charged::new(found.credentials, project)?);
    }
    Ok(found)
}

async fn source(settings: &GcpSettings) -> Result<Found, Error> {
    if let Some(token) = &settings.access_token {
        return Ok(Found { credentials: Credentials::from(Fixed::new(token)?), email: None });
    }
    if let Some(given) = &settings.credentials {
        return file::given(given.expose());
    }
    let path = match file::default()? {
        Ok(found) => return Ok(found),
        Err(path) => path,
    };
    if metadata::here().await {
        // The service account of the machine that this runs on; its scopes are the machine's.
        let credentials = mds::Builder::default().build();
        let credentials = credentials.map_err(|error| unusable(format!("the metadata server: {error}")))?;
        return Ok(Found { credentials, email: None });
    }
    Err(unusable(format!(
        "nothing is set in the provider's `gcp` settings (access_token, credentials), nor in \
         GOOGLE_OAUTH_ACCESS_TOKEN, GOOGLE_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS; there is no file {path}, \
         and this machine has no metadata server of Google Cloud; run `gcloud auth application-default login`, or \
         set one of them"
    )))
}
