//! Where access logs go, <https://cloud.google.com/storage/docs/access-logs>.

use super::Change;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::Bucket;

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    let Some(logging) = &mut bucket.logging else { return Ok(()) };
    if logging.log_bucket.is_empty() {
        if !logging.log_object_prefix.is_empty() {
            return Err(Refusal::invalid("A log object prefix needs a log bucket."));
        }
        bucket.logging = None;
        return Ok(());
    }
    if logging.log_bucket != bucket.name && !(change.exists)(&logging.log_bucket) {
        return Err(Refusal::invalid(
            "The target bucket for logging does not exist, is not owned by you, or does not have the appropriate \
             grants for the log-delivery group.",
        ));
    }
    if logging.log_object_prefix.is_empty() {
        logging.log_object_prefix.clone_from(&bucket.name);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, create};
    use serde_json::json;

    #[test]
    fn targets() {
        let bucket = create(json!({ "logging": { "logBucket": "log-bucket" } })).unwrap();
        assert_eq!(bucket.logging.unwrap().log_object_prefix, "a-bucket");
        check(json!({ "logging": { "logBucket": "no-bucket" } }), Err("logging does not exist"));
        check(json!({ "logging": { "logObjectPrefix": "a" } }), Err("needs a log bucket"));
        assert_eq!(create(json!({ "logging": {} })).unwrap().logging, None);
    }
}
