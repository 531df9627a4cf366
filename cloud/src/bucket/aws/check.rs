//! What S3 cannot do or does not take, found before anything is sent.

use crate::Problem;
use crate::bucket::{AwsExtras, Bucket};

pub(in super::super) fn check(
    bucket: &Bucket,
    extras: &AwsExtras,
    unknown: &dyn Fn(&str) -> bool,
) -> Vec<Problem> {
    let _ = (bucket, extras, unknown);
    Vec::new()
}
