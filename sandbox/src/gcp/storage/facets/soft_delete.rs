//! How long deleted objects can be had back, <https://cloud.google.com/storage/docs/soft-delete>.

use super::Change;
use crate::gcp::int64::Int64;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::{Bucket, SoftDeletePolicy};

const DAY: i64 = 86_400;

/// What a bucket gets that asks for nothing.
pub(super) const DEFAULT_SECONDS: i64 = 7 * DAY;

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    let seconds = match &bucket.soft_delete_policy {
        Some(policy) => policy.retention_duration_seconds.0,
        // Objects of the class RAPID cannot be had back.
        None if bucket.storage_class == "RAPID" => 0,
        None => DEFAULT_SECONDS,
    };
    if seconds != 0 && !(7 * DAY..=90 * DAY).contains(&seconds) {
        return Err(Refusal::invalid(
            "Soft delete policy must have a retention duration between 7 days and 90 days.",
        ));
    }
    if seconds != 0 && bucket.storage_class == "RAPID" {
        return Err(Refusal::invalid("Soft delete is not supported for buckets with storage class RAPID."));
    }
    let prior = change.prior.and_then(|prior| prior.soft_delete_policy.as_ref());
    let effective_time = match prior.filter(|prior| prior.retention_duration_seconds.0 == seconds) {
        Some(prior) => prior.effective_time,
        // A policy that is off is not in effect.
        None => Some(change.now).filter(|_| seconds != 0),
    };
    bucket.soft_delete_policy =
        Some(SoftDeletePolicy { retention_duration_seconds: Int64(seconds), effective_time });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, create};
    use serde_json::json;

    #[test]
    fn durations() {
        let days = |days: i64| json!({ "softDeletePolicy": { "retentionDurationSeconds": days * 86_400 } });
        let seconds =
            |wanted| create(wanted).unwrap().soft_delete_policy.unwrap().retention_duration_seconds.0;
        assert_eq!(seconds(json!({})), 604_800);
        assert_eq!(seconds(days(0)), 0);
        assert_eq!(seconds(days(90)), 7_776_000);
        check(days(6), Err("between 7 days and 90 days"));
        check(days(91), Err("between 7 days and 90 days"));
        check(days(-1), Err("between 7 days and 90 days"));
    }

    #[test]
    fn the_time_moves_with_the_duration() {
        let bucket = create(json!({})).unwrap();
        let time = |wanted| change(Some(&bucket), wanted).unwrap().soft_delete_policy.unwrap().effective_time;
        assert_eq!(time(json!({})), bucket.soft_delete_policy.as_ref().unwrap().effective_time);
        let days = |days: i64| json!({ "softDeletePolicy": { "retentionDurationSeconds": days * 86_400 } });
        assert!(time(days(8)).is_some() && time(days(0)).is_none());
    }
}
