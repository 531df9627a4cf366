//! Tags through S3 Control: `TagResource`, `UntagResource` and `ListTagsForResource`, which directory buckets and
//! buckets with access by attributes need (API reference, `PutBucketAbac`).
//!
//! Three small calls: the SDK's crate for S3 Control would bring a hundred others.

use std::collections::BTreeMap;

use super::error::UNREADABLE;
use super::target::{Call, Target};
use crate::aws::plain;
use crate::{Cloud, Error};

mod xml;

/// Tags that one bucket takes (Amazon S3 User Guide, "Using tags with S3 general purpose buckets").
pub(super) const MOST: usize = 50;

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
    xml::tags(&answer).ok_or_else(|| Error::Service {
        cloud: Cloud::Aws,
        operation: "ListTagsForResource",
        code: UNREADABLE.into(),
        message: "the answer lists no tags".into(),
        request_id: None,
    })
}

/// Brings the tags from what they were to what is wanted; those of others stay. New tags come first, since the mark of
/// an unfinished bucket may be among those that go, unless there is no room for both.
pub(super) async fn retag(
    at: &Target<'_>,
    prior: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> Result<(), Error> {
    let gone: Vec<&str> = prior.keys().filter(|key| !wanted.contains_key(*key)).map(String::as_str).collect();
    let new: BTreeMap<_, _> = wanted.iter().filter(|(key, value)| prior.get(*key) != Some(value)).collect();
    if gone.len() + wanted.len() > MOST {
        untag(at, &gone).await?;
        return tag(at, &new).await;
    }
    tag(at, &new).await?;
    untag(at, &gone).await
}

async fn tag(at: &Target<'_>, new: &BTreeMap<&String, &String>) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let body = xml::tag_resource(new);
    call(at, Request { operation: "TagResource", method: "POST", query: String::new(), body }).await.map(drop)
}

async fn untag(at: &Target<'_>, gone: &[&str]) -> Result<(), Error> {
    if gone.is_empty() {
        return Ok(());
    }
    let query: Vec<String> = gone.iter().map(|key| format!("tagKeys={}", encode(key))).collect();
    let query = query.join("&");
    call(at, Request { operation: "UntagResource", method: "DELETE", query, body: String::new() })
        .await
        .map(drop)
}

async fn call(at: &Target<'_>, request: Request) -> Result<String, Error> {
    let operation = request.operation;
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let service = at.clients.s3_control(at.account, &at.location).await;
    let request = plain::Request {
        operation,
        method: request.method,
        path: format!("/v20180820/tags/{}{query}", encode(&at.arn())),
        headers: vec![
            ("x-amz-account-id", at.account.to_owned()),
            ("content-type", "application/xml".to_owned()),
        ],
        body: request.body,
    };
    // On the heap: without optimisation the orchestrator's futures overflow the stack of a thread of the runtime.
    at.call(Call { operation, attribute: "labels" }, || Box::pin(at.clients.send(&service, &request))).await
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
