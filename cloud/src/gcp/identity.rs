//! Who the caller is: Google's `tokeninfo`.

use google_cloud_auth::credentials::CacheableResource;
use google_cloud_auth::errors::CredentialsError;
use http::{Extensions, header};
use serde_json::Value;

use super::found::Found;
use super::http::{cause, client, url};
use super::unusable;
use crate::wait::Failed;
use crate::{Cloud, Error, GcpSettings, Identity, Operation};

/// How long to ask, in all.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

const CALL: &str = "tokeninfo";

pub(super) async fn identity(settings: &GcpSettings, found: &Found) -> Result<Identity, Error> {
    let client = client()?;
    let url = url(settings.endpoints.oauth2.as_deref(), "https://oauth2.googleapis.com", "/tokeninfo");
    let operation = Operation { timeout: PATIENCE, cancel: Default::default() };
    let info = operation
        .start(Cloud::Gcp)
        .call(CALL, || async {
            let token = token(found).await?;
            // The token goes in the body: addresses end up in logs.
            let answer = client.post(&url).form(&[("access_token", token)]).send().await;
            let answer = answer.map_err(lost)?;
            let status = answer.status();
            let text = answer.text().await.map_err(lost)?;
            let body: Value = serde_json::from_str(&text).unwrap_or_default();
            if status.is_success() { Ok(body) } else { Err(refused(status, &body)) }
        })
        .await?;
    let text = |name: &str| info.get(name).and_then(Value::as_str).map(str::to_owned);
    let principal =
        text("email").or_else(|| found.email.clone()).or_else(|| text("sub")).or_else(|| text("azp"));
    Ok(Identity {
        account: settings.project.clone(),
        principal: principal
            .ok_or_else(|| unusable("tokeninfo tells nobody whom the access token belongs to"))?,
        unique_id: text("sub").or_else(|| text("azp")),
    })
}

async fn token(found: &Found) -> Result<String, Failed> {
    let failed = |error: CredentialsError| {
        let told = unusable(error.to_string());
        if error.is_transient() { Failed::Passing(told) } else { Failed::Final(told) }
    };
    let headers = match found.credentials.headers(Extensions::new()).await.map_err(failed)? {
        CacheableResource::New { data, .. } => data,
        CacheableResource::NotModified => Default::default(),
    };
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = bearer.and_then(|bearer| bearer.strip_prefix("Bearer ")).map(str::to_owned);
    token.ok_or_else(|| Failed::Final(unusable("the credentials hold no access token")))
}

fn lost(error: reqwest::Error) -> Failed {
    let unreachable = error.is_connect();
    let error = Error::Service {
        cloud: Cloud::Gcp,
        operation: CALL,
        code: "UNAVAILABLE".into(),
        message: cause(error),
        request_id: None,
    };
    if unreachable { Failed::Unreachable(error) } else { Failed::Passing(error) }
}

/// The error's shape is OAuth 2's: `error` and `error_description`.
fn refused(status: http::StatusCode, body: &Value) -> Failed {
    let told = |name: &str| body.get(name).and_then(Value::as_str);
    let message = told("error_description").or_else(|| told("error")).unwrap_or("no reason was given");
    if status.is_server_error() || status.as_u16() == 429 {
        return Failed::Passing(Error::Service {
            cloud: Cloud::Gcp,
            operation: CALL,
            code: status.as_u16().to_string(),
            message: message.into(),
            request_id: None,
        });
    }
    Failed::Final(unusable(format!("Google does not take the access token: {message}")))
}
