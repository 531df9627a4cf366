use crate::Problem;
use crate::bucket::{Bucket, GcpExtras};

/// Everything that Google Cloud cannot do or does not take.
pub(crate) fn check(bucket: &Bucket, extras: &GcpExtras, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let _ = (bucket, extras, unknown);
    Vec::new()
}
