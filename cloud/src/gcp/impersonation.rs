//! Tokens of a service account that the caller may impersonate (IAM Credentials, `generateAccessToken`).
//!
//! Google's library has the same, for Google's own endpoint only.

use std::time::Duration;

use google_cloud_auth::credentials::{CacheableResource, Credentials, CredentialsProvider, EntityTag};
use google_cloud_auth::errors::CredentialsError;
use http::{Extensions, HeaderMap, HeaderValue, header};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::SCOPES;
use super::http::{cause, client, url};
use super::token::bearer;
use crate::Error;

/// How long a token is asked for, and how long before its end another one is fetched.
const LIFETIME: Duration = Duration::from_secs(3600);
const MARGIN: Duration = Duration::from_secs(300);

/// A service account's credentials, by way of the caller's.
#[derive(Debug)]
pub(super) struct Impersonated {
    source: Credentials,
    client: reqwest::Client,
    url: String,
    email: String,
    token: Mutex<Option<Token>>,
}

#[derive(Debug)]
struct Token {
    /// Marked as sensitive, so that it is never printed.
    header: HeaderValue,
    renew: Instant,
}

impl Impersonated {
    pub(super) fn new(source: Credentials, email: &str, endpoint: Option<&str>) -> Result<Self, Error> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@');
        if email.is_empty() || !email.bytes().all(plain) {
            return Err(Error::Invalid {
                attribute: "gcp.impersonate_service_account".into(),
                message: format!("{email:?} is no address of a service account"),
            });
        }
        let path = format!("/v1/projects/-/serviceAccounts/{email}:generateAccessToken");
        Ok(Impersonated {
            source,
            client: client()?,
            url: url(endpoint, "https://iamcredentials.googleapis.com", &path),
            email: email.to_owned(),
            token: Mutex::new(None),
        })
    }

    async fn fetch(&self) -> Result<Token, CredentialsError> {
        let source = match self.source.headers(Extensions::new()).await? {
            CacheableResource::New { data, .. } => data,
            CacheableResource::NotModified => HeaderMap::new(),
        };
        let asked = Instant::now();
        let body = json!({ "scope": SCOPES, "lifetime": format!("{}s", LIFETIME.as_secs()) });
        let answer = self.client.post(&self.url).headers(source).json(&body).send().await;
        let answer = answer.map_err(|error| self.failed(true, &cause(error)))?;
        let status = answer.status();
        let text = answer.text().await.map_err(|error| self.failed(true, &cause(error)))?;
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        if !status.is_success() {
            let passing = status.is_server_error() || matches!(status.as_u16(), 408 | 429);
            let why = body["error"]["message"].as_str().unwrap_or("no reason was given");
            return Err(self.failed(passing, &format!("{why} ({status})")));
        }
        let header = body["accessToken"].as_str().and_then(bearer);
        let header = header.ok_or_else(|| self.failed(false, "the answer holds no token"))?;
        Ok(Token { header, renew: asked + (LIFETIME - MARGIN) })
    }

    fn failed(&self, passing: bool, why: &str) -> CredentialsError {
        CredentialsError::from_msg(passing, format!("impersonating {} failed: {why}", self.email))
    }
}

impl CredentialsProvider for Impersonated {
    async fn headers(&self, _: Extensions) -> Result<CacheableResource<HeaderMap>, CredentialsError> {
        let mut held = self.token.lock().await;
        let token = match held.take().filter(|token| token.renew > Instant::now()) {
            Some(token) => token,
            None => self.fetch().await?,
        };
        let data = HeaderMap::from_iter([(header::AUTHORIZATION, token.header.clone())]);
        *held = Some(token);
        Ok(CacheableResource::New { entity_tag: EntityTag::new(), data })
    }

    async fn universe_domain(&self) -> Option<String> {
        self.source.universe_domain().await
    }
}
