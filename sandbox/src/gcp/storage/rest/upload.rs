//! `/upload/storage/v1/b/BUCKET/o`: objects in one request, alone or with their metadata,
//! <https://cloud.google.com/storage/docs/uploads-downloads#uploads>.

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::{Asked, objects, read};
use crate::answer::Reply;
use crate::gcp::document;
use crate::gcp::refusal::{Kind, Refusal};
use crate::gcp::storage::object::Object;
use crate::gcp::storage::objects::Target;
use crate::gcp::storage::{Preconditions, Storage, checksums};
use crate::store::Section;

pub(super) fn insert(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let kind = asked.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let (metadata, content) = match asked.query.get("uploadType") {
        Some("media") => (Object { content_type: kind.to_owned(), ..Object::default() }, asked.body.clone()),
        Some("multipart") => multipart(kind, &asked.body)?,
        Some("resumable") => {
            return Err(Refusal::new(
                Kind::Unimplemented,
                "notImplemented",
                "The sandbox takes objects in one request: use the upload type media or multipart.",
            ));
        }
        _ => return Err(Refusal::required("uploadType")),
    };
    check_sums(&metadata, &content)?;
    let name = asked.query.get("name").map(str::to_owned).unwrap_or_else(|| metadata.name.clone());
    if name.is_empty() {
        return Err(Refusal::required("name"));
    }
    let uniform = storage.read(|storage| {
        storage.bucket(&path[1], Preconditions::default()).map(|bucket| bucket.uniform_access())
    })?;
    if uniform && asked.query.get("predefinedAcl").is_some() {
        return Err(Refusal::invalid(
            "Cannot insert legacy ACL for an object when uniform bucket-level access is enabled. Read more at \
             https://cloud.google.com/storage/docs/uniform-bucket-level-access",
        ));
    }
    let target =
        Target { bucket: path[1].clone(), name, generations: asked.generations()?, ..Target::default() };
    objects::put(storage, &target, metadata, content, asked)
}

/// `multipart/related`, RFC 2387: the metadata in JSON, then the content.
fn multipart(kind: &str, body: &Bytes) -> Result<(Object, Bytes), Refusal> {
    let malformed = || Refusal::new(Kind::Invalid, "badContent", "Malformed multipart body.");
    let boundary = kind
        .split(';')
        .find_map(|part| part.trim().strip_prefix("boundary="))
        .map(|boundary| boundary.trim_matches(['"', '\'']))
        .filter(|boundary| !boundary.is_empty())
        .ok_or_else(malformed)?;
    let delimiter = format!("--{boundary}");
    let (first, second) = two_parts(body, delimiter.as_bytes()).ok_or_else(malformed)?;
    let (_, metadata) = headers_and_body(first).ok_or_else(malformed)?;
    let (headers, content) = headers_and_body(second).ok_or_else(malformed)?;
    let mut metadata: Object = document::parse(read(metadata)?)?;
    if metadata.content_type.is_empty() {
        metadata.content_type = content_type(headers).unwrap_or_default();
    }
    Ok((metadata, body.slice_ref(content)))
}

/// What is between the first three delimiters.
fn two_parts<'a>(body: &'a [u8], delimiter: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let inner = [b"\r\n", delimiter].concat();
    let start = find(body, delimiter)? + delimiter.len();
    let body = body.get(start..)?;
    let middle = find(body, &inner)?;
    let (first, rest) = body.split_at_checked(middle)?;
    let rest = rest.get(inner.len()..)?;
    Some((first, rest.get(..find(rest, &inner)?)?))
}

fn headers_and_body(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = find(part, b"\r\n\r\n")?;
    Some((part.get(..end)?, part.get(end + 4..)?))
}

fn content_type(headers: &[u8]) -> Option<String> {
    let headers = std::str::from_utf8(headers).ok()?;
    headers.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-type").then(|| value.trim().to_owned())
    })
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// A checksum that the caller sends must be the content's.
fn check_sums(metadata: &Object, content: &[u8]) -> Result<(), Refusal> {
    for (sent, computed, name) in [
        (&metadata.md5_hash, checksums::md5(content), "MD5 hash"),
        (&metadata.crc32c, checksums::crc32c(content), "CRC32C"),
    ] {
        if !sent.is_empty() && *sent != computed {
            return Err(Refusal::invalid(format!(
                "Provided {name} \"{sent}\" doesn't match calculated {name} \"{computed}\"."
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: &str, body: &'static str, expected: Option<(&str, &str, &[u8])>) {
        let seen = multipart(kind, &Bytes::from(body)).ok();
        let seen = seen
            .as_ref()
            .map(|(object, content)| (object.name.as_str(), object.content_type.as_str(), content.as_ref()));
        assert_eq!(seen, expected, "{kind} {body}");
    }

    #[test]
    fn parts() {
        let related = "multipart/related; boundary=\"==b==\"";
        let body = "--==b==\r\ncontent-type: application/json\r\n\r\n{\"name\":\"a\"}\r\n--==b==\r\n\
                    Content-Type: text/plain\r\n\r\ntwo\r\nlines\r\n--==b==--";
        check(related, body, Some(("a", "text/plain", b"two\r\nlines")));
        check("multipart/related; boundary=c", body, None);
        check("multipart/related", body, None);
        check(related, "--==b==\r\n\r\n{}\r\n--==b==--", None);
    }

    #[test]
    fn sums() {
        let wrong = Object { md5_hash: "wrong".into(), ..Object::default() };
        assert!(check_sums(&wrong, b"").is_err());
        assert!(check_sums(&Object::default(), b"").is_ok());
    }
}
