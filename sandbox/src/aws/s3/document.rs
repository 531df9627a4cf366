//! Documents in XML that s3s neither reads nor writes, and the answers that they are in.

use http::{HeaderValue, StatusCode};
use roxmltree::{Document, Node};
use s3s::{Body, HttpResponse, S3Result};

use super::error::malformed_xml;

/// What an operation answers.
pub(super) enum Done {
    Ok,
    NoContent,
    Document(String),
}

/// Reads a document whose root has the right name.
pub(super) fn parse<'a>(body: &'a [u8], root: &str) -> S3Result<Document<'a>> {
    let body = std::str::from_utf8(body).map_err(|_| malformed_xml())?;
    let document = Document::parse(body).map_err(|_| malformed_xml())?;
    let fits = document.root_element().tag_name().name() == root;
    if fits { Ok(document) } else { Err(malformed_xml()) }
}

/// The child elements of a name.
pub(super) fn children<'a, 'input: 'a>(
    node: &Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// The text of the first child element of a name; empty when the element is.
pub(super) fn text(node: &Node<'_, '_>, name: &'static str) -> Option<String> {
    children(node, name).next().map(|child| child.text().unwrap_or_default().to_owned())
}

/// Text as it stands in a document.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

impl Done {
    pub(super) fn into_response(self) -> HttpResponse {
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
