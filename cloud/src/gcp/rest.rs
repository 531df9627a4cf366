//! A service of Google's that has no client library: JSON over HTTP, with the session's credentials.

use google_cloud_auth::credentials::{CacheableResource, Credentials};
use google_cloud_gax::error::Error as Answer;
use google_cloud_gax::error::rpc::Status;
use http::{Extensions, HeaderMap, Method};
use reqwest::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::http::client;
use crate::Error;

/// One such service. Nothing is repeated here.
pub(crate) struct Rest {
    client: reqwest::Client,
    credentials: Credentials,
    /// The endpoint, without a slash at its end.
    endpoint: String,
}

/// One request.
pub(crate) struct Request<'a, B> {
    pub(crate) method: Method,
    /// The path after the endpoint, with its leading slash; what is put into it is encoded.
    pub(crate) path: String,
    pub(crate) query: &'a [(&'a str, &'a str)],
    pub(crate) body: Option<B>,
}

impl Rest {
    pub(crate) fn new(credentials: Credentials, endpoint: &str) -> Result<Self, Error> {
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        Ok(Rest { client: client()?, credentials, endpoint })
    }

    /// Sends a request once. What is no success is told as Google's own client libraries tell it.
    pub(crate) async fn send<B: Serialize, T: DeserializeOwned>(
        &self,
        request: &Request<'_, B>,
    ) -> Result<T, Answer> {
        let url = format!("{}{}", self.endpoint, request.path);
        let mut built = self.client.request(request.method.clone(), url).headers(self.headers().await?);
        if !request.query.is_empty() {
            built = built.query(request.query);
        }
        if let Some(body) = &request.body {
            built = built.json(body);
        }
        let answer = built.send().await.map_err(lost)?;
        let body = success(answer).await?;
        serde_json::from_slice(&body).map_err(Answer::deser)
    }

    /// The token, and the project that the call is charged to.
    async fn headers(&self) -> Result<HeaderMap, Answer> {
        match self.credentials.headers(Extensions::new()).await.map_err(Answer::authentication)? {
            CacheableResource::New { data, .. } => Ok(data),
            // Only who holds an earlier answer is told so, which nobody does here.
            CacheableResource::NotModified => Ok(HeaderMap::new()),
        }
    }
}

async fn success(answer: Response) -> Result<bytes::Bytes, Answer> {
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = answer.bytes().await.map_err(|error| Answer::io(error.without_url()))?;
    if status.is_success() {
        return Ok(body);
    }
    Err(match Status::try_from(&body) {
        Ok(told) => Answer::service_with_http_metadata(told, Some(status.as_u16()), Some(headers)),
        Err(_) => Answer::http(status.as_u16(), headers, body),
    })
}

fn lost(error: reqwest::Error) -> Answer {
    // An address may hold what is secret, such as a name and a password for a proxy.
    let error = error.without_url();
    if error.is_connect() {
        Answer::connect(error)
    } else if error.is_timeout() {
        Answer::timeout(error)
    } else {
        Answer::io(error)
    }
}
