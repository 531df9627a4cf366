//! The two ways to name a bucket in a request: in the path and in the host.

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{Request, Uri};

use super::tag_resource;

/// Moves a bucket named in the host (`BUCKET.localhost`, `BUCKET.s3.REGION.amazonaws.com`) to the path.
pub(super) fn to_path_style(mut request: Request<Bytes>) -> Request<Bytes> {
    let host = request.headers().get(http::header::HOST).and_then(|host| host.to_str().ok());
    // The control API has the account where S3 has the bucket, and the headers name it as well.
    let host = host.filter(|_| !request.uri().path().starts_with(tag_resource::PATH));
    let Some(bucket) = host.and_then(bucket_of_host) else { return request };
    let path = match request.uri().query() {
        Some(query) => format!("/{bucket}{}?{query}", request.uri().path()),
        None => format!("/{bucket}{}", request.uri().path()),
    };
    if let Ok(path) = PathAndQuery::try_from(path) {
        *request.uri_mut() = Uri::from(path);
    }
    request
}

/// The URI of a presigned request without its signature.
pub(super) fn without_signature(uri: &Uri) -> Uri {
    let Some(query) = uri.query() else { return uri.clone() };
    // Those of Version 4 and of Version 2, which is refused, but not by s3s.
    let signs =
        |name: &str| name.starts_with("X-Amz-") || ["AWSAccessKeyId", "Signature", "Expires"].contains(&name);
    let of_signature = |pair: &&str| pair.split('=').next().is_some_and(signs);
    let rest: Vec<&str> = query.split('&').filter(|pair| !of_signature(pair)).collect();
    let path = format!("{}?{}", uri.path(), rest.join("&"));
    PathAndQuery::try_from(path).map_or_else(|_| uri.clone(), Uri::from)
}

/// The bucket and the key of a path, decoded. Both are empty at the root.
pub(super) fn split(path: &str) -> (String, String) {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    let decode =
        |text: &str| String::from_utf8_lossy(&urlencoding::decode_binary(text.as_bytes())).into_owned();
    (decode(bucket), decode(key))
}

fn bucket_of_host(host: &str) -> Option<&str> {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    if let Some(bucket) = name.strip_suffix(".localhost") {
        return Some(bucket).filter(|bucket| *bucket != "s3" && !bucket.starts_with("s3."));
    }
    let name = name.strip_suffix(".amazonaws.com")?;
    let labels: Vec<&str> = name.split('.').collect();
    let service = labels.iter().rposition(|label| *label == "s3" || label.starts_with("s3express-"))?;
    let end = name.len() - labels[service..].join(".").len();
    name.get(..end)?.strip_suffix('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_found_in_hosts() {
        for (host, bucket) in [
            ("127.0.0.1:4000", None),
            ("localhost:4000", None),
            ("b.localhost:4000", Some("b")),
            ("b.with.dots.localhost", Some("b.with.dots")),
            ("s3.eu-west-1.localhost", None),
            ("s3.amazonaws.com", None),
            ("s3.eu-west-1.amazonaws.com", None),
            ("b.s3.amazonaws.com", Some("b")),
            ("b.c.s3.eu-west-1.amazonaws.com", Some("b.c")),
            ("b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", Some("b--use1-az4--x-s3")),
            ("example.com", None),
        ] {
            assert_eq!(bucket_of_host(host), bucket, "{host}");
        }
    }

    #[test]
    fn the_path_gains_the_bucket() {
        let request = Request::builder()
            .uri("/key%20one?x=1")
            .header("host", "b.localhost:1")
            .body(Bytes::new())
            .unwrap();
        let request = to_path_style(request);
        assert_eq!(request.uri(), "/b/key%20one?x=1");
        assert_eq!(split(request.uri().path()), ("b".to_owned(), "key one".to_owned()));
        let signed = Uri::from_static("/b?X-Amz-Date=1&list-type=2&X-Amz-Signature=s");
        assert_eq!(without_signature(&signed), "/b?list-type=2");
        assert_eq!(split("/b"), ("b".to_owned(), String::new()));
    }
}
