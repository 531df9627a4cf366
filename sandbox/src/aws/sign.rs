//! AWS Signature Version 4, read and checked on the server's side
//! (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use bytes::Bytes;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use sha2::{Digest, Sha256};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const CONTENT_HASH: &str = "x-amz-content-sha256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// How far a client's clock may be off.
const SKEW: TimeDelta = TimeDelta::minutes(15);

/// A request's signature with what it was made over.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) access_key: String,
    /// The region of the credential scope.
    pub(crate) region: String,
    /// The service of the credential scope.
    pub(crate) service: String,
    day: String,
    signature: String,
    to_sign: String,
}

/// Why a signed request cannot be checked at all.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unreadable {
    /// Another way to sign than Version 4.
    Mechanism,
    /// The header or the parameters do not have the right form; says what is wrong.
    Malformed(String),
    /// Signed at another time than now, or no longer valid.
    Skewed,
    /// A presigned URL past its end.
    Expired,
    /// The body is not the one that was signed.
    Body,
}

impl Signature {
    /// Reads the signature of a request from its header or, for a presigned URL, from its parameters. `None` for a
    /// request that is not signed.
    pub(crate) fn read(request: &Request<Bytes>, now: DateTime<Utc>) -> Result<Option<Self>, Unreadable> {
        let query = parameters(request.uri().query().unwrap_or_default());
        if let Some(authorization) = text(request, "authorization") {
            let fields = authorization.strip_prefix(ALGORITHM).ok_or(Unreadable::Mechanism)?;
            let fields: BTreeMap<&str, &str> =
                fields.split(',').filter_map(|field| field.trim().split_once('=')).collect();
            let date = text(request, "x-amz-date").ok_or_else(|| missing("the X-Amz-Date header"))?;
            let date = instant(date)?;
            if (now - date).abs() > SKEW {
                return Err(Unreadable::Skewed);
            }
            let hash = content_hash(request)?;
            return Self::assemble(request, &query, date, &hash, |name| fields.get(name).copied()).map(Some);
        }
        let find = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        if find("X-Amz-Signature").is_none() {
            // The parameters of Version 2, which S3 takes for no bucket made since 2020.
            return if find("AWSAccessKeyId").is_some() { Err(Unreadable::Mechanism) } else { Ok(None) };
        }
        let date = instant(find("X-Amz-Date").ok_or_else(|| missing("the X-Amz-Date parameter"))?)?;
        let seconds = find("X-Amz-Expires").and_then(|seconds| seconds.parse().ok());
        let lifetime = seconds.and_then(TimeDelta::try_seconds).ok_or_else(|| missing("X-Amz-Expires"))?;
        match now - date {
            age if age > lifetime => return Err(Unreadable::Expired),
            age if age < -SKEW => return Err(Unreadable::Skewed),
            _ => {}
        }
        Self::assemble(request, &query, date, UNSIGNED, |name| find(&format!("X-Amz-{name}"))).map(Some)
    }

    /// Checks the signature against a secret key.
    pub(crate) fn is_made_with(&self, secret: &str) -> bool {
        let key = [&self.day, &self.region, &self.service, "aws4_request"]
            .iter()
            .fold(format!("AWS4{secret}").into_bytes(), |key, part| keyed(&key, part.as_bytes()));
        hex(&keyed(&key, self.to_sign.as_bytes())) == self.signature
    }

    fn assemble<'a>(
        request: &Request<Bytes>,
        query: &[(String, String)],
        date: DateTime<Utc>,
        hash: &str,
        field: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self, Unreadable> {
        let need = |name: &str| field(name).ok_or_else(|| missing(name));
        let credential = need("Credential")?;
        let [access_key, day, region, service, "aws4_request"] =
            credential.split('/').collect::<Vec<_>>()[..]
        else {
            return Err(Unreadable::Malformed(format!(
                "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\", got \"{credential}\""
            )));
        };
        let path = signed_path(request.uri().path(), service);
        let canonical = canonical(request, &path, query, need("SignedHeaders")?, hash);
        let time = date.format("%Y%m%dT%H%M%SZ");
        let to_sign = format!(
            "{ALGORITHM}\n{time}\n{day}/{region}/{service}/aws4_request\n{}",
            hex(&Sha256::digest(canonical))
        );
        Ok(Self {
            access_key: access_key.into(),
            region: region.into(),
            service: service.into(),
            day: day.into(),
            signature: need("Signature")?.into(),
            to_sign,
        })
    }
}

/// The parameters of a query or a form, in order and decoded.
pub(crate) fn parameters(query: &str) -> Vec<(String, String)> {
    let decode =
        |text: &str| String::from_utf8_lossy(&urlencoding::decode_binary(text.as_bytes())).into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// The parameters of a call in a query protocol: those of its query and those of the form in its body.
pub(crate) fn form(request: &Request<Bytes>) -> Vec<(String, String)> {
    let mut all = parameters(request.uri().query().unwrap_or_default());
    // In a form a plus sign is a space.
    all.extend(parameters(&String::from_utf8_lossy(request.body()).replace('+', "%20")));
    all
}

/// A header's value as text.
pub(crate) fn text<'a, B>(request: &'a Request<B>, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

/// 64 hexadecimal digits, never the same again and hard enough to guess for what lives as long as a test.
pub(crate) fn unguessable() -> String {
    let mut digest = Sha256::new();
    for _ in 0..4 {
        digest.update(RandomState::new().build_hasher().finish().to_le_bytes());
    }
    hex(&digest.finalize())
}

/// An id such as services make for what has no name: a request, an update, an action.
pub(crate) fn uuid() -> String {
    let id = unguessable();
    format!("{}-{}-{}-{}-{}", &id[..8], &id[8..12], &id[12..16], &id[16..20], &id[20..32])
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The path as it is signed: encoded once more than it is sent, for all services but S3.
fn signed_path(path: &str, service: &str) -> String {
    match service.starts_with("s3") {
        true => path.to_owned(),
        false => path.split('/').map(|part| urlencoding::encode(part)).collect::<Vec<_>>().join("/"),
    }
}

fn canonical(
    request: &Request<Bytes>,
    path: &str,
    query: &[(String, String)],
    signed: &str,
    hash: &str,
) -> String {
    let mut query: Vec<_> = query
        .iter()
        .filter(|(name, _)| name != "X-Amz-Signature")
        .map(|(name, value)| format!("{}={}", urlencoding::encode(name), urlencoding::encode(value)))
        .collect();
    query.sort();
    let headers: String =
        signed.split(';').map(|name| format!("{name}:{}\n", header(request, name))).collect();
    let (method, query) = (request.method(), query.join("&"));
    format!("{method}\n{path}\n{query}\n{headers}\n{signed}\n{hash}")
}

fn header(request: &Request<Bytes>, name: &str) -> String {
    let values = request.headers().get_all(name).iter();
    let trimmed = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
    values.filter_map(|value| value.to_str().ok()).map(trimmed).collect::<Vec<_>>().join(",")
}

/// The body's hash as the client signed it, once it is known to be that of the body.
fn content_hash(request: &Request<Bytes>) -> Result<String, Unreadable> {
    let real = || hex(&Sha256::digest(request.body()));
    match text(request, CONTENT_HASH) {
        None => Ok(real()),
        Some(stated) if stated == UNSIGNED || stated.starts_with("STREAMING-") => Ok(stated.to_owned()),
        Some(stated) if stated == real() => Ok(stated.to_owned()),
        Some(_) => Err(Unreadable::Body),
    }
}

fn instant(date: &str) -> Result<DateTime<Utc>, Unreadable> {
    let parsed = NaiveDateTime::parse_from_str(date, "%Y%m%dT%H%M%SZ");
    parsed.map(|date| date.and_utc()).map_err(|_| Unreadable::Malformed("X-Amz-Date is not a date".into()))
}

fn missing(what: &str) -> Unreadable {
    Unreadable::Malformed(format!("the signature lacks {what}"))
}

fn keyed(key: &[u8], data: &[u8]) -> Vec<u8> {
    // A key of any length is taken, so there is no error to have.
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(data).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The request "GET Object" of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.
    fn documented(secret: &str, signature: &str) -> bool {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
             SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature={signature}"
        );
        let request = Request::builder()
            .uri("/test.txt")
            .header("host", "examplebucket.s3.amazonaws.com")
            .header("authorization", authorization)
            .header("range", "bytes=0-9")
            .header(CONTENT_HASH, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
            .header("x-amz-date", "20130524T000000Z")
            .body(Bytes::new())
            .unwrap();
        let now = instant("20130524T000100Z").unwrap();
        Signature::read(&request, now).unwrap().unwrap().is_made_with(secret)
    }

    #[test]
    fn the_documented_signature_is_right() {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
        assert!(documented(secret, signature));
        assert!(!documented("another", signature));
        assert!(!documented(secret, &signature.replace('f', "e")));
    }

    #[test]
    fn a_path_is_signed_as_its_service_does() {
        let path = "/tags/arn%3Aaws%3Aeks";
        assert_eq!(signed_path(path, "s3"), path);
        assert_eq!(signed_path(path, "s3express"), path);
        assert_eq!(signed_path(path, "eks"), "/tags/arn%253Aaws%253Aeks");
        assert_eq!(signed_path("/", "sts"), "/");
    }

    #[test]
    fn what_cannot_be_checked_says_why() {
        let check = |headers: &[(&str, &str)], uri: &str, expected: Result<bool, Unreadable>| {
            let request =
                headers.iter().fold(Request::builder().uri(uri), |request, (n, v)| request.header(*n, *v));
            let now = instant("20130524T000100Z").unwrap();
            let seen = Signature::read(&request.body(Bytes::new()).unwrap(), now);
            assert_eq!(seen.map(|signature| signature.is_some()), expected, "{headers:?} {uri}");
        };
        let malformed = |what: &str| Err(Unreadable::Malformed(what.to_owned()));
        check(&[], "/", Ok(false));
        check(&[("authorization", "AWS key:signature")], "/", Err(Unreadable::Mechanism));
        check(&[("authorization", ALGORITHM)], "/", malformed("the signature lacks the X-Amz-Date header"));
        let signed =
            ("authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host");
        let old = ("x-amz-date", "20130523T000000Z");
        let fresh = ("x-amz-date", "20130524T000000Z");
        check(&[signed, old], "/", Err(Unreadable::Skewed));
        check(&[signed, fresh], "/", malformed("the signature lacks Signature"));
        check(&[signed, fresh, (CONTENT_HASH, "0")], "/", Err(Unreadable::Body));
        let url = "/?X-Amz-Signature=s&X-Amz-Date=20130524T000000Z&X-Amz-Expires=";
        check(&[], "/?AWSAccessKeyId=a&Signature=s&Expires=1", Err(Unreadable::Mechanism));
        check(&[], &format!("{url}59"), Err(Unreadable::Expired));
        check(&[], &format!("{url}61"), malformed("the signature lacks Credential"));
    }
}
