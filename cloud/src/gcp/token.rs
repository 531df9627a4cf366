//! Headers that carry a token.

use google_cloud_auth::credentials::{CacheableResource, Credentials, CredentialsProvider, EntityTag};
use google_cloud_auth::errors::CredentialsError;
use http::{Extensions, HeaderMap, HeaderValue, header};

use super::unusable;
use crate::{Error, Secret};

/// A ready token. Whoever gave it renews it.
#[derive(Debug)]
pub(super) struct Fixed(HeaderMap);

impl Fixed {
    pub(super) fn new(token: &Secret) -> Result<Self, Error> {
        let token = bearer(token.expose().trim());
        let token = token.ok_or_else(|| unusable("the access token holds characters that no token has"))?;
        Ok(Fixed(HeaderMap::from_iter([(header::AUTHORIZATION, token)])))
    }
}

impl CredentialsProvider for Fixed {
    async fn headers(&self, _: Extensions) -> Result<CacheableResource<HeaderMap>, CredentialsError> {
        Ok(CacheableResource::New { entity_tag: EntityTag::new(), data: self.0.clone() })
    }

    async fn universe_domain(&self) -> Option<String> {
        None
    }
}

/// Credentials whose calls are charged to a project: their quota and their cost.
#[derive(Debug)]
pub(super) struct Charged {
    credentials: Credentials,
    project: HeaderValue,
}

impl Charged {
    pub(super) fn new(credentials: Credentials, project: &str) -> Result<Self, Error> {
        let project = HeaderValue::from_str(project).map_err(|_| Error::Invalid {
            attribute: "gcp.quota_project".into(),
            message: format!("{project:?} is no project"),
        })?;
        Ok(Charged { credentials, project })
    }
}

impl CredentialsProvider for Charged {
    async fn headers(
        &self,
        extensions: Extensions,
    ) -> Result<CacheableResource<HeaderMap>, CredentialsError> {
        let mut headers = self.credentials.headers(extensions).await?;
        if let CacheableResource::New { data, .. } = &mut headers {
            data.insert("x-goog-user-project", self.project.clone());
        }
        Ok(headers)
    }

    async fn universe_domain(&self) -> Option<String> {
        self.credentials.universe_domain().await
    }
}

/// The value of the header that carries a token; never printed.
pub(super) fn bearer(token: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}
