//! Headers that carry a token.

use google_cloud_auth::credentials::{CacheableResource, CredentialsProvider, EntityTag};
use google_cloud_auth::errors::CredentialsError;
use http::{Extensions, HeaderMap, HeaderValue, header};

use super::unusable;
use crate::{Error, Secret};

/// A ready token. Whoever gave it renews it.
#[derive(Debug)]
pub(super) struct Fixed(HeaderMap);

impl Fixed {
    pub(super) fn new(token: &Secret, quota: Option<&str>) -> Result<Self, Error> {
        let quota = quota.map(quota_project).transpose()?;
        let token = bearer(token.expose().trim())
            .ok_or_else(|| unusable("the access token holds characters that no token has"))?;
        Ok(Fixed(headers(token, quota)))
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

/// The value of the header that carries a token; never printed.
pub(super) fn bearer(token: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The value of the header that names the project which a call's quota and cost go to.
pub(super) fn quota_project(project: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(project).map_err(|_| Error::Invalid {
        attribute: "gcp.quota_project".into(),
        message: format!("{project:?} is no project"),
    })
}

pub(super) fn headers(token: HeaderValue, quota: Option<HeaderValue>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::AUTHORIZATION, token);
    if let Some(quota) = quota {
        headers.insert("x-goog-user-project", quota);
    }
    headers
}
