//! What the services share that speak JSON: how a call's input is read, how answers and errors are written.
//!
//! There are two protocols. In `restJson1` the operation is in the method and the path and an error's code in a
//! header; in `awsJson1_1` the operation is in a header and an error's code in the body
//! (smithy.io/2.0/aws/protocols).

mod error;
mod shape;

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

pub(super) use self::error::Error;
pub(super) use self::shape::{ANY, Shape, may, need};
use super::sign::{self, uuid};
use crate::answer::{Answer, Reply};
use crate::call::Call;
use crate::core::Core;

/// What a call takes, or answers: members by their names.
pub(super) type Object = Map<String, Value>;

/// How a service speaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Protocol {
    /// `restJson1`.
    Rest,
    /// `awsJson1_1`.
    Target,
}

impl Protocol {
    fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Rest => "application/json",
            Self::Target => "application/x-amz-json-1.1",
        })
    }
}

/// The members in a body, which may be empty.
///
/// # Errors
/// A `SerializationException`, as for everything that is not an object in JSON.
pub(super) fn members(body: &Bytes) -> Result<Object, Error> {
    if body.is_empty() {
        return Ok(Object::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Error::serialization("Start of structure or map found where not expected")),
        Err(error) => Err(Error::serialization(&format!("Unable to parse the body as JSON: {error}"))),
    }
}

/// Carries a call out by `act`. `injected` is the service's error for the status that a fault asks for.
pub(super) async fn carry_out(
    core: &Core,
    protocol: Protocol,
    call: Call,
    injected: fn(u16) -> Error,
    act: impl FnOnce() -> Result<Value, Error>,
) -> Answer {
    let work = async {
        match act() {
            Ok(answer) => reply(protocol, 200, &answer),
            Err(error) => error.into_reply(protocol),
        }
    };
    core.carry_out(call, |status| injected(status).into_reply(protocol), work).await
}

fn reply(protocol: Protocol, status: u16, body: &impl Serialize) -> Reply {
    let (status, body) = match serde_json::to_vec(body) {
        Ok(body) => (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string().into_bytes()),
    };
    let mut reply = Reply::new(body.into());
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, protocol.content_type());
    if let Ok(id) = HeaderValue::try_from(uuid()) {
        headers.insert("x-amzn-requestid", id);
    }
    reply
}

/// The operation that a request of `awsJson1_1` names, without the service's prefix.
pub(super) fn target<'a>(request: &'a Request<Bytes>, prefix: &str) -> Option<&'a str> {
    sign::text(request, "x-amz-target")?.strip_prefix(prefix)
}

/// A page of a list, as the members `MaxResults` and `NextToken` of the input ask for it. `code` is the error's for a
/// token that was never given.
pub(super) fn page(
    input: &Object,
    member: &str,
    all: Vec<Value>,
    code: &'static str,
) -> Result<Value, Error> {
    const USUAL: u64 = 100;
    let size = input.get("MaxResults").and_then(Value::as_u64).unwrap_or(USUAL);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let start: usize = match input.get("NextToken").and_then(Value::as_str) {
        None => 0,
        Some(token) => token.parse().map_err(|_| Error::new(400, code, "Invalid next token."))?,
    };
    let next = start.saturating_add(size);
    let mut page = Object::new();
    if next < all.len() {
        page.insert("NextToken".to_owned(), next.to_string().into());
    }
    page.insert(member.to_owned(), all.into_iter().skip(start).take(size).collect());
    Ok(Value::Object(page))
}
