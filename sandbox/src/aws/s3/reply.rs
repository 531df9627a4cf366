//! What every reply of S3 has beyond what s3s writes.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use s3s::{HttpResponse, S3Error, S3Result};

use super::document::escape;
use super::error;
use super::gate::Gate;
use crate::answer::Reply;
use crate::aws::sign::unguessable;
use crate::call::Call;

/// Completes the reply to a call.
pub(super) async fn finish(answered: S3Result<HttpResponse>, call: &Call, gate: &Gate, head: bool) -> Reply {
    let response = match answered.or_else(S3Error::to_http_response) {
        Ok(response) => response,
        Err(error) => return refuse(error, head, &call.resource),
    };
    let (parts, body) = response.into_parts();
    let body = match body.collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return refuse(error::internal(), head, &call.resource),
    };
    let mut reply = Reply::from_parts(parts, body);
    if reply.status().is_success() {
        complete_success(&mut reply, call, gate);
    } else {
        complete_error(&mut reply, &call.resource);
    }
    stamp(reply, head)
}

/// A reply for an error alone.
fn refuse(error: S3Error, head: bool, bucket: &str) -> Reply {
    let status = error.status_code().unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (code, message) = (error.code().as_str(), error.message().unwrap_or_default());
    let mut reply =
        Reply::new(Bytes::from(format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>")));
    *reply.status_mut() = status;
    complete_error(&mut reply, bucket);
    stamp(reply, head)
}

/// What s3s gets wrong of a success: the status where there is no content, and the bucket's ARN, which it does not
/// know.
fn complete_success(reply: &mut Reply, call: &Call, gate: &Gate) {
    match call.operation.as_str() {
        "PutBucketPolicy" | "PutBucketTagging" => *reply.status_mut() = StatusCode::NO_CONTENT,
        "CreateBucket" | "HeadBucket" => {
            let bucket = call.resource.as_str();
            let arn = gate.state.read(|state| state.buckets.get(bucket).map(|found| found.arn(bucket)));
            insert(reply.headers_mut(), "x-amz-bucket-arn", arn.as_deref());
        }
        _ => {}
    }
}

/// Adds the elements that S3's errors end in, and the message where s3s gave none.
fn complete_error(reply: &mut Reply, bucket: &str) {
    let Ok(body) = std::str::from_utf8(reply.body()) else { return };
    let Some(end) = body.rfind("</Error>") else { return };
    let mut document = body[..end].to_owned();
    if !document.contains("<Message>") {
        let code =
            document.split_once("<Code>").and_then(|(_, rest)| rest.split_once('<')).map(|(code, _)| code);
        document += &format!("<Message>{}</Message>", error::default_message(code.unwrap_or_default()));
    }
    if !bucket.is_empty() {
        document += &format!("<BucketName>{}</BucketName>", escape(bucket));
    }
    let (request, host) = (request_id(), host_id());
    document += &format!("<RequestId>{request}</RequestId><HostId>{host}</HostId></Error>");
    let headers = reply.headers_mut();
    insert(headers, "content-type", Some("application/xml"));
    insert(headers, "x-amz-request-id", Some(&request));
    insert(headers, "x-amz-id-2", Some(&host));
    headers.remove("content-length");
    *reply.body_mut() = document.into();
}

/// Adds the headers that every reply has. The reply to HEAD has no body, not even an error's.
fn stamp(mut reply: Reply, head: bool) -> Reply {
    if head && !reply.status().is_success() {
        *reply.body_mut() = Bytes::new();
    }
    let headers = reply.headers_mut();
    if !headers.contains_key("x-amz-request-id") {
        insert(headers, "x-amz-request-id", Some(&request_id()));
        insert(headers, "x-amz-id-2", Some(&host_id()));
    }
    insert(headers, "server", Some("AmazonS3"));
    reply
}

fn insert(headers: &mut HeaderMap, name: &'static str, value: Option<&str>) {
    if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
        headers.insert(name, value);
    }
}

fn request_id() -> String {
    unguessable()[..16].to_uppercase()
}

fn host_id() -> String {
    unguessable()
}
