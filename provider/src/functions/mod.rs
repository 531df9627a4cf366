//! The provider's functions, one file each.

mod bucket_url;
mod parse_bucket_url;

pub(crate) use bucket_url::BucketUrl;
pub(crate) use parse_bucket_url::ParseBucketUrl;
