//! Tags through S3 Control: `TagResource`, `UntagResource` and `ListTagsForResource`, which directory buckets and
//! buckets with access by attributes need (API reference, `PutBucketAbac`).
//!
//! Three small calls, signed with the SDK's own signer: the SDK's crate for S3 Control would bring a hundred others.

use std::collections::BTreeMap;
use std::time::SystemTime;

use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

use super::error::Answered;
use super::target::Target;
use crate::wait::Failed;
use crate::{Cloud, Error};

mod xml;

/// A call: what it is, and what is sent.
struct Request {
    operation: &'static str,
    method: &'static str,
    /// The query, encoded.
    query: String,
    body: String,
}

/// The tags of a bucket, the system's own among them.
pub(super) async fn list(at: &Target<'_>) -> Result<BTreeMap<String, String>, Error> {
    let request = Request {
        operation: "ListTagsForResource",
        method: "GET",
        query: String::new(),
        body: String::new(),
    };
    let answer = call(at, request).await?;
    xml::tags(&answer).ok_or_else(|| unreadable("ListTagsForResource", "the answer lists no tags".into()))
}

/// Brings the tags from what they were to what is wanted; those of others stay.
pub(super) async fn retag(
    at: &Target<'_>,
    prior: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> Result<(), Error> {
    let gone = prior.keys().filter(|key| !wanted.contains_key(*key));
    let query: Vec<String> = gone.map(|key| format!("tagKeys={}", encode(key))).collect();
    if !query.is_empty() {
        let query = query.join("&");
        call(at, Request { operation: "UntagResource", method: "DELETE", query, body: String::new() })
            .await?;
    }
    let new: BTreeMap<_, _> = wanted.iter().filter(|(key, value)| prior.get(*key) != Some(value)).collect();
    if !new.is_empty() {
        let body = xml::tag_resource(&new);
        call(at, Request { operation: "TagResource", method: "POST", query: String::new(), body }).await?;
    }
    Ok(())
}

async fn call(at: &Target<'_>, request: Request) -> Result<String, Error> {
    let endpoint = endpoint(at).await;
    at.running().call(request.operation, || once(at, &endpoint, &request)).await
}

/// `ACCOUNT.s3-control.REGION.amazonaws.com`, or the endpoint that stands for S3.
async fn endpoint(at: &Target<'_>) -> String {
    match at.clients.s3_endpoint().await {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => {
            let domain = if at.location.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
            format!("https://{}.s3-control.{}.{domain}", at.account, at.location)
        }
    }
}

async fn once(at: &Target<'_>, endpoint: &str, request: &Request) -> Result<String, Failed> {
    let operation = request.operation;
    let signed = signed(at, endpoint, request).await.map_err(Failed::Final)?;
    let passing = |message: String| Failed::Passing(unreadable(operation, message));
    let answer = at.clients.connector().call(signed).await.map_err(|error| passing(error.to_string()))?;
    let status = answer.status().as_u16();
    let request_id = answer.headers().get("x-amz-request-id").map(str::to_owned);
    let body =
        ByteStream::new(answer.into_body()).collect().await.map_err(|error| passing(error.to_string()))?;
    let body = String::from_utf8_lossy(&body.into_bytes()).into_owned();
    if (200..300).contains(&status) {
        return Ok(body);
    }
    let (code, message) = xml::error(&body).unwrap_or_default();
    let code = if code.is_empty() { super::error::code_of_status(status) } else { &code };
    Err(Answered { operation, status, code, message: &message, request_id }.failed("labels", at.name))
}

/// The request with its signature. S3 signs paths as they are sent.
async fn signed(at: &Target<'_>, endpoint: &str, request: &Request) -> Result<HttpRequest, Error> {
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let url = format!("{endpoint}/v20180820/tags/{}{query}", encode(&at.arn()));
    let invalid = |error: String| unreadable(request.operation, error);
    let identity = identity(at).await.map_err(|error| super::error::no_credentials(&error))?;
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&at.location)
        .name("s3")
        .time(SystemTime::now())
        .settings(settings)
        .build()
        .map_err(|error| invalid(error.to_string()))?
        .into();
    let headers = [("x-amz-account-id", at.account), ("content-type", "application/xml")];
    let signable = SignableRequest::new(
        request.method,
        &url,
        headers.into_iter(),
        SignableBody::Bytes(request.body.as_bytes()),
    );
    let signable = signable.map_err(|error| invalid(error.to_string()))?;
    let (instructions, _) =
        sign(signable, &parameters).map_err(|error| invalid(error.to_string()))?.into_parts();
    let builder = http::Request::builder().method(request.method).uri(&url);
    let builder = headers.into_iter().fold(builder, |builder, (name, value)| builder.header(name, value));
    let mut built =
        builder.body(SdkBody::from(request.body.as_str())).map_err(|error| invalid(error.to_string()))?;
    instructions.apply_to_request_http1x(&mut built);
    HttpRequest::try_from(built).map_err(|error| invalid(error.to_string()))
}

async fn identity(at: &Target<'_>) -> Result<Identity, CredentialsError> {
    let provider = at.clients.credentials().await;
    let provider = provider.ok_or_else(|| CredentialsError::not_loaded("no provider is configured"))?;
    Ok(provider.provide_credentials().await?.into())
}

fn unreadable(operation: &'static str, message: String) -> Error {
    Error::Service {
        cloud: Cloud::Aws,
        operation,
        code: "ConnectionFailed".into(),
        message,
        request_id: None,
    }
}

/// Percent-encodes everything but what RFC 3986 leaves unreserved.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_encoded_for_urls() {
        for (text, expected) in
            [("arn:aws:s3:::a-b", "arn%3Aaws%3As3%3A%3A%3Aa-b"), ("a b/ü", "a%20b%2F%C3%BC")]
        {
            assert_eq!(encode(text), expected);
        }
    }
}
