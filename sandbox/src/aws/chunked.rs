//! The transfer coding `aws-chunked`: bodies sent in chunks that are signed one by one or end in checksums
//! (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
//!
//! Only the content is kept: the chunks' own signatures and the trailing checksums are not checked.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request};

/// Gives the request with its body as one piece. A body in another coding stays as it is; `None` when the chunks are
/// malformed.
pub(crate) fn join(request: Request<Bytes>) -> Option<Request<Bytes>> {
    let (mut parts, body) = request.into_parts();
    if !is_chunked(&parts.headers) {
        return Some(Request::from_parts(parts, body));
    }
    let content = content(&body)?;
    for header in ["x-amz-decoded-content-length", "x-amz-trailer", "x-amz-content-sha256"] {
        parts.headers.remove(header);
    }
    let coding = parts.headers.remove("content-encoding");
    let rest =
        coding.as_ref().and_then(|coding| coding.to_str().ok()).map(without_chunked).unwrap_or_default();
    if let Some(rest) =
        Some(rest).filter(|rest| !rest.is_empty()).and_then(|rest| HeaderValue::try_from(rest).ok())
    {
        parts.headers.insert("content-encoding", rest);
    }
    parts.headers.insert("content-length", content.len().into());
    Some(Request::from_parts(parts, content.into()))
}

fn is_chunked(headers: &HeaderMap) -> bool {
    let starts = |value: &HeaderValue| value.as_bytes().starts_with(b"STREAMING-");
    headers.get("x-amz-content-sha256").is_some_and(starts)
}

fn without_chunked(coding: &str) -> String {
    let others: Vec<_> = coding.split(',').map(str::trim).filter(|coding| *coding != "aws-chunked").collect();
    others.join(",")
}

fn content(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::with_capacity(body.len());
    loop {
        let end = body.windows(2).position(|pair| pair == b"\r\n")?;
        let head = std::str::from_utf8(&body[..end]).ok()?;
        let size = usize::from_str_radix(head.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(content);
        }
        let chunk = body.get(end + 2..)?;
        content.extend_from_slice(chunk.get(..size)?);
        body = chunk.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &'static str, expected: Option<&str>) {
        let request = Request::builder()
            .header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .header("content-encoding", "aws-chunked,gzip")
            .body(Bytes::from(body))
            .unwrap();
        let joined = join(request);
        assert_eq!(joined.as_ref().map(|r| std::str::from_utf8(r.body()).unwrap()), expected, "{body}");
        if let Some(joined) = joined {
            assert_eq!(joined.headers()["content-encoding"], "gzip");
            assert_eq!(joined.headers()["content-length"], expected.unwrap().len().to_string());
        }
    }

    #[test]
    fn chunks_become_one_piece() {
        check(
            "5\r\nhello\r\n6;chunk-signature=ab\r\n world\r\n0\r\nx-amz-checksum-crc32:c\r\n\r\n",
            Some("hello world"),
        );
        check("0\r\n\r\n", Some(""));
        check("5\r\nhell", None);
        check("z\r\n", None);
        check("5\r\nhelloworld\r\n", None);
        check("", None);
    }
}
