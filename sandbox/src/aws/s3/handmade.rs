//! The operations that s3s lacks, or of which it lacks a field: told by method and parameter, answered in XML.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode};
use roxmltree::{Document, Node};
use s3s::{Body, HttpResponse, S3Result};

use super::error::malformed_xml;
use super::state::State;
use super::{Ask, abac, encryption};
use crate::store::Section;

/// An operation on a bucket.
pub(super) struct Operation {
    pub(super) name: &'static str,
    method: Method,
    parameter: &'static str,
    work: Work,
}

enum Work {
    Read(fn(&Ask, &State, &str) -> S3Result<Done>),
    Write(fn(&Ask, &mut State, &str, &Bytes) -> S3Result<Done>),
}

/// What an operation answers.
pub(super) enum Done {
    Ok,
    NoContent,
    Document(String),
}

#[rustfmt::skip]
static OPERATIONS: &[Operation] = &[
    Operation { name: "GetBucketAbac", method: Method::GET, parameter: "abac", work: Work::Read(abac::get) },
    Operation { name: "PutBucketAbac", method: Method::PUT, parameter: "abac", work: Work::Write(abac::put) },
    Operation { name: "GetBucketEncryption", method: Method::GET, parameter: "encryption", work: Work::Read(encryption::get) },
    Operation { name: "PutBucketEncryption", method: Method::PUT, parameter: "encryption", work: Work::Write(encryption::put) },
    Operation { name: "DeleteBucketEncryption", method: Method::DELETE, parameter: "encryption", work: Work::Write(encryption::delete) },
];

/// The handmade operation that a request asks for, if it is one.
pub(super) fn find(request: &Request<Bytes>) -> Option<&'static Operation> {
    let query = request.uri().query()?;
    let of_bucket = !request.uri().path().trim_matches('/').is_empty()
        && !request.uri().path().trim_matches('/').contains('/');
    let asks = |parameter: &str| query.split('&').any(|pair| pair.split('=').next() == Some(parameter));
    OPERATIONS
        .iter()
        .find(|operation| of_bucket && *request.method() == operation.method && asks(operation.parameter))
}

impl Operation {
    pub(super) fn act(
        &self,
        ask: &Ask,
        state: &Section<State>,
        bucket: &str,
        request: &Request<Bytes>,
    ) -> S3Result<HttpResponse> {
        let done = match self.work {
            Work::Read(read) => state.read(|state| read(ask, state, bucket)),
            Work::Write(write) => state.write(|state| write(ask, state, bucket, request.body())),
        };
        Ok(done?.into_response())
    }
}

impl Done {
    fn into_response(self) -> HttpResponse {
        let (status, body) = match self {
            Self::Ok => (StatusCode::OK, None),
            Self::NoContent => (StatusCode::NO_CONTENT, None),
            Self::Document(document) => (StatusCode::OK, Some(document)),
        };
        let mut response = HttpResponse::new(body.map_or_else(Body::empty, Body::from));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        response
    }
}

/// The root of a document, when it has the right name.
pub(super) fn is_root<'a, 'input>(document: &'a Document<'input>, name: &str) -> S3Result<Node<'a, 'input>> {
    Some(document.root_element()).filter(|root| root.tag_name().name() == name).ok_or_else(malformed_xml)
}

/// The first child element of a name.
pub(super) fn child<'a, 'input>(node: &Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The text of the first child element of a name; empty when the element is.
pub(super) fn text(node: &Node<'_, '_>, name: &str) -> Option<String> {
    child(node, name).map(|child| child.text().unwrap_or_default().trim().to_owned())
}
