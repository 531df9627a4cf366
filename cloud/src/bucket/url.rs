//! The ways in which people and tools write down a bucket, or an object in one, as one URL.

use crate::Cloud;

/// A bucket, or an object in one, as a URL names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketUrl {
    /// The cloud that the bucket is on.
    pub cloud: Cloud,
    /// The bucket's name.
    pub name: String,
    /// The object's name, percent-decoded where the URL is an `https` one; `None` when the bucket itself is meant.
    pub object: Option<String>,
}

/// Why a text names no bucket.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// None of the forms that this crate knows.
    #[error(
        "{url:?} is no bucket URL; known forms are s3://NAME, gs://NAME, arn:aws:s3:::NAME, and the https URLs of \
         S3 and Cloud Storage"
    )]
    Unknown {
        /// The text as it was given.
        url: String,
    },
    /// One of the known forms, but the place of the bucket's name is empty.
    #[error("{url:?} names no bucket")]
    NoBucket {
        /// The text as it was given.
        url: String,
    },
    /// A percent sign that two hexadecimal digits do not follow, or bytes that are not UTF-8.
    #[error("{url:?} has a percent-encoding that cannot be decoded")]
    Encoding {
        /// The text as it was given.
        url: String,
    },
}

impl BucketUrl {
    /// Reads `s3://NAME[/KEY]`, `gs://NAME[/KEY]`, an S3 ARN of any partition, or an `https` (or `http`) URL in one
    /// of the forms of S3 (path, virtual host, dual-stack, FIPS, website excluded) and of Cloud Storage
    /// (`storage.googleapis.com`, `NAME.storage.googleapis.com`, `storage.cloud.google.com`).
    ///
    /// # Errors
    /// [`UrlError`] says which part could not be read.
    pub fn parse(url: &str) -> Result<BucketUrl, UrlError> {
        let (cloud, name, object) = split(url).ok_or_else(|| UrlError::Unknown { url: url.to_owned() })?;
        if name.is_empty() {
            return Err(UrlError::NoBucket { url: url.to_owned() });
        }
        let object = match object {
            Object::Plain(key) => key.to_owned(),
            Object::Encoded(key) => decode(key).ok_or_else(|| UrlError::Encoding { url: url.to_owned() })?,
        };
        let object = Some(object).filter(|key| !key.is_empty());
        Ok(BucketUrl { cloud, name: name.to_owned(), object })
    }

    /// The short form of a bucket: `s3://NAME` or `gs://NAME`.
    pub fn format(cloud: Cloud, name: &str) -> String {
        match cloud {
            Cloud::Aws => format!("s3://{name}"),
            Cloud::Gcp => format!("gs://{name}"),
        }
    }
}

/// The object's part of a URL, which is percent-encoded in `https` URLs alone.
enum Object<'a> {
    Plain(&'a str),
    Encoded(&'a str),
}

fn split(url: &str) -> Option<(Cloud, &str, Object<'_>)> {
    if let Some(rest) = url.strip_prefix("s3://") {
        let (name, key) = cut(rest);
        return Some((Cloud::Aws, name, Object::Plain(key)));
    }
    if let Some(rest) = url.strip_prefix("gs://") {
        let (name, key) = cut(rest);
        return Some((Cloud::Gcp, name, Object::Plain(key)));
    }
    if let Some(rest) = url.strip_prefix("arn:") {
        return arn(rest);
    }
    let rest = strip_scheme(url)?;
    let rest = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    let (host, path) = cut(rest);
    google(host, path).or_else(|| amazon(host, path))
}

/// `PARTITION:s3:::NAME[/KEY]`, and directory buckets' `PARTITION:s3express:REGION:ACCOUNT:bucket/NAME`.
fn arn(rest: &str) -> Option<(Cloud, &str, Object<'_>)> {
    let mut parts = rest.splitn(5, ':');
    let (partition, service) = (parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    if !partition.starts_with("aws") {
        return None;
    }
    let resource = match (service, region, account) {
        ("s3", "", "") => resource,
        ("s3express", _, _) => resource.strip_prefix("bucket/")?,
        _ => return None,
    };
    let (name, key) = cut(resource);
    Some((Cloud::Aws, name, Object::Plain(key)))
}

fn google<'a>(host: &'a str, path: &'a str) -> Option<(Cloud, &'a str, Object<'a>)> {
    let (name, key) = match host {
        "storage.googleapis.com" | "storage.cloud.google.com" | "www.googleapis.com" => {
            // The JSON API's own URL of a bucket, as `selfLink` tells it.
            match path.strip_prefix("storage/v1/b/") {
                Some(rest) => match rest.split_once("/o/") {
                    Some((name, key)) => (name, key),
                    None => (cut(rest).0, ""),
                },
                None if host == "www.googleapis.com" => return None,
                None => cut(path),
            }
        }
        _ => (host.strip_suffix(".storage.googleapis.com")?, path),
    };
    Some((Cloud::Gcp, name, Object::Encoded(key)))
}

/// Amazon S3 User Guide, "Virtual hosting of general purpose buckets" and "Making requests to Amazon S3 over IPv6".
fn amazon<'a>(host: &'a str, path: &'a str) -> Option<(Cloud, &'a str, Object<'a>)> {
    let stem = host.strip_suffix(".amazonaws.com.cn").or_else(|| host.strip_suffix(".amazonaws.com"))?;
    let (name, key) = match service_start(stem)? {
        0 => cut(path),
        at => (&stem[..at - 1], path),
    };
    Some((Cloud::Aws, name, Object::Encoded(key)))
}

/// Where the service's own labels begin in a host without its domain: 0 in `s3.eu-west-1`, 5 in `logs.s3.eu-west-1`.
/// A bucket's name may hold dots and even a label `s3`, so the longest name that leaves a service wins.
fn service_start(stem: &str) -> Option<usize> {
    let starts = stem.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at + 1).chain([0]);
    let mut starts: Vec<usize> = starts.collect();
    starts.sort_unstable();
    starts.into_iter().rev().find(|at| is_service(&stem[*at..]))
}

/// `s3`, `s3-fips`, `s3-accelerate`, `s3-REGION`, with `.dualstack` and `.REGION` behind them, or a directory bucket's
/// `s3express-ZONE.REGION`.
fn is_service(labels: &str) -> bool {
    let mut labels = labels.split('.');
    let head = labels.next().unwrap_or_default();
    let known = matches!(head, "s3" | "s3-fips" | "s3-accelerate")
        || head.strip_prefix("s3-").is_some_and(is_region)
        || head.starts_with("s3express-");
    let mut tail: Vec<&str> = labels.collect();
    if tail.first() == Some(&"dualstack") {
        tail.remove(0);
    }
    known && tail.len() <= 1 && tail.iter().all(|label| is_region(label))
}

/// Whether a label is shaped like a region's code: `eu-west-1`, `us-gov-east-1`.
fn is_region(label: &str) -> bool {
    let number = label.rsplit('-').next().unwrap_or_default();
    label.split('-').count() >= 3 && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

fn strip_scheme(url: &str) -> Option<&str> {
    url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))
}

/// What stands before and behind the first slash.
fn cut(rest: &str) -> (&str, &str) {
    rest.split_once('/').unwrap_or((rest, ""))
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let digits = [bytes.next()?, bytes.next()?];
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let digits = std::str::from_utf8(&digits).ok()?;
        decoded.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: Result<(Cloud, &str, Option<&str>), &str>) {
        let parsed = BucketUrl::parse(url);
        match (&parsed, expected) {
            (Ok(parsed), Ok((cloud, name, object))) => {
                assert_eq!(
                    (parsed.cloud, parsed.name.as_str(), parsed.object.as_deref()),
                    (cloud, name, object),
                    "{url}"
                );
            }
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{url}: {error}"),
            _ => panic!("{url}: {parsed:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn short_forms() {
        check("s3://logs", Ok((Cloud::Aws, "logs", None)));
        check("s3://logs/", Ok((Cloud::Aws, "logs", None)));
        check("s3://logs/a%20b/c", Ok((Cloud::Aws, "logs", Some("a%20b/c"))));
        check("gs://logs/x?y", Ok((Cloud::Gcp, "logs", Some("x?y"))));
        check("s3://", Err("names no bucket"));
        check("azblob://logs", Err("no bucket URL"));
    }

    #[test]
    fn arns() {
        check("arn:aws:s3:::logs", Ok((Cloud::Aws, "logs", None)));
        check("arn:aws-cn:s3:::logs/a:b", Ok((Cloud::Aws, "logs", Some("a:b"))));
        check(
            "arn:aws:s3express:us-east-1:123456789012:bucket/logs--use1-az4--x-s3",
            Ok((Cloud::Aws, "logs--use1-az4--x-s3", None)),
        );
        check("arn:aws:s3:::", Err("names no bucket"));
        check("arn:aws:s3:eu-west-1:123456789012:accesspoint/x", Err("no bucket URL"));
        check("arn:aws:sns:::logs", Err("no bucket URL"));
        check("arn:aws:s3", Err("no bucket URL"));
    }

    #[test]
    fn https_forms_of_s3() {
        let logs = Ok((Cloud::Aws, "logs", None));
        check("https://s3.amazonaws.com/logs", logs);
        check("https://s3.eu-west-1.amazonaws.com/logs", logs);
        check("https://s3-eu-west-1.amazonaws.com/logs/", logs);
        check("https://s3.dualstack.eu-west-1.amazonaws.com/logs", logs);
        check("https://logs.s3.amazonaws.com", logs);
        check("https://logs.s3.eu-west-1.amazonaws.com/", logs);
        check("https://logs.s3.dualstack.eu-west-1.amazonaws.com", logs);
        check("https://logs.s3-fips.us-gov-east-1.amazonaws.com", logs);
        check("https://logs.s3-accelerate.dualstack.amazonaws.com", logs);
        check("https://logs.s3.cn-north-1.amazonaws.com.cn", logs);
        check(
            "https://a.s3.b.s3.eu-west-1.amazonaws.com/k?versionId=1",
            Ok((Cloud::Aws, "a.s3.b", Some("k"))),
        );
        check("https://logs.s3.eu-west-1.amazonaws.com/a%20b", Ok((Cloud::Aws, "logs", Some("a b"))));
        check("https://logs.s3.eu-west-1.amazonaws.com/a%2", Err("percent-encoding"));
        check("https://logs.s3.eu-west-1.amazonaws.com/a%+1", Err("percent-encoding"));
        check("https://ec2.eu-west-1.amazonaws.com/logs", Err("no bucket URL"));
        check("https://s3.eu-west-1.amazonaws.com", Err("names no bucket"));
    }

    #[test]
    fn https_forms_of_cloud_storage() {
        check("https://storage.googleapis.com/logs/a%2Fb", Ok((Cloud::Gcp, "logs", Some("a/b"))));
        check("https://logs.example.storage.googleapis.com/", Ok((Cloud::Gcp, "logs.example", None)));
        check("https://storage.cloud.google.com/logs/x#t=1", Ok((Cloud::Gcp, "logs", Some("x"))));
        check("https://www.googleapis.com/storage/v1/b/logs/o/a%2Fb", Ok((Cloud::Gcp, "logs", Some("a/b"))));
        check("https://storage.googleapis.com/storage/v1/b/logs", Ok((Cloud::Gcp, "logs", None)));
        check("https://storage.googleapis.com", Err("names no bucket"));
        check("https://compute.googleapis.com/logs", Err("no bucket URL"));
    }

    #[test]
    fn formatting() {
        assert_eq!(BucketUrl::format(Cloud::Aws, "logs"), "s3://logs");
        assert_eq!(BucketUrl::format(Cloud::Gcp, "logs"), "gs://logs");
    }
}
