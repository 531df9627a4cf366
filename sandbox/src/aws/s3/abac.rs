//! Access control by attributes. By hand, for s3s does not know it.

use bytes::Bytes;
use http::Request;
use s3s::S3Result;

use super::Ask;
use super::document::{Done, parse, text};
use super::error::malformed_xml;
use super::state::State;

pub(super) fn get(_: &Ask, state: &State, bucket: &str) -> S3Result<Done> {
    let status = if state.bucket(bucket)?.abac { "Enabled" } else { "Disabled" };
    Ok(Done::Document(format!(
        "<AbacStatus xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>{status}</Status></AbacStatus>"
    )))
}

pub(super) fn put(_: &Ask, state: &mut State, bucket: &str, request: &Request<Bytes>) -> S3Result<Done> {
    let document = parse(request.body(), "AbacStatus")?;
    let status = text(&document.root_element(), "Status");
    state.bucket_mut(bucket)?.abac = match status.as_deref() {
        Some("Enabled") => true,
        Some("Disabled") => false,
        _ => return Err(malformed_xml()),
    };
    Ok(Done::Ok)
}
