use std::fmt;
use std::str::FromStr;

use crate::Cloud;

/// What names a bucket: `aws/NAME` or `gcp/NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketKey {
    /// The cloud that it is on.
    pub cloud: Cloud,
    /// Its globally unique name.
    pub name: String,
}

impl fmt::Display for BucketKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.cloud.as_str(), self.name)
    }
}

impl FromStr for BucketKey {
    type Err = String;

    /// # Errors
    /// What was expected, for a person to read.
    fn from_str(text: &str) -> Result<Self, String> {
        let (cloud, name) = match text.split_once('/') {
            Some(("aws", name)) if !name.is_empty() => (Cloud::Aws, name),
            Some(("gcp", name)) if !name.is_empty() => (Cloud::Gcp, name),
            _ => return Err(format!("{text:?} names no bucket: aws/NAME or gcp/NAME is expected")),
        };
        Ok(BucketKey { cloud, name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        for text in ["aws/acme-scans", "gcp/acme.scans"] {
            assert_eq!(text.parse::<BucketKey>().map(|key| key.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "acme-scans", "aws/", "azure/acme-scans", "/acme-scans"] {
            assert!(text.parse::<BucketKey>().is_err(), "{text}");
        }
    }
}
