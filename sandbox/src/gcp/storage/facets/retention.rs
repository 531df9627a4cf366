//! How long objects must be kept, <https://cloud.google.com/storage/docs/bucket-lock>.

use super::Change;
use crate::gcp::refusal::{Kind, Refusal};
use crate::gcp::storage::model::{Bucket, RetentionPolicy};

/// 100 years, by the documentation's own figure.
const LONGEST: i64 = 3_155_760_000;

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    let prior = change.prior.and_then(|prior| prior.retention_policy.as_ref());
    // A policy without a period is none.
    let wanted = bucket.retention_policy.take().and_then(|policy| policy.retention_period);
    let locked = prior.is_some_and(|prior| prior.is_locked);
    if wanted.is_some_and(|seconds| !(1..=LONGEST).contains(&seconds.0)) {
        return Err(Refusal::invalid(
            "Retention policy must have a retention period greater than 0 and less than 100 years.",
        ));
    }
    if locked && wanted.is_none() {
        let message =
            format!("Bucket '{}' has a locked Retention Policy which cannot be removed.", bucket.name);
        return Err(Refusal::new(Kind::Denied, "retentionPolicyNotMet", message));
    }
    if locked && wanted < prior.and_then(|prior| prior.retention_period) {
        return Err(Refusal::new(
            Kind::Denied,
            "forbidden",
            format!(
                "Cannot reduce retention duration of a locked Retention Policy for bucket '{}'.",
                bucket.name
            ),
        ));
    }
    bucket.retention_policy = wanted.map(|seconds| RetentionPolicy {
        retention_period: Some(seconds),
        effective_time: prior.map_or(Some(change.now), |prior| prior.effective_time),
        is_locked: locked,
    });
    // It is turned on by a parameter of the creating call, never by a change.
    if let Some(prior) = change.prior {
        bucket.object_retention.clone_from(&prior.object_retention);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, create};
    use serde_json::json;

    #[test]
    fn periods() {
        let period = |seconds: i64| json!({ "retentionPolicy": { "retentionPeriod": seconds.to_string() } });
        check(period(1), Ok(()));
        check(period(0), Err("greater than 0"));
        check(period(3_155_760_001), Err("less than 100 years"));
    }

    #[test]
    fn a_lock_lets_only_more_through() {
        let mut bucket = create(json!({ "retentionPolicy": { "retentionPeriod": 10 } })).unwrap();
        assert!(
            change(Some(&bucket), json!({ "retentionPolicy": null })).unwrap().retention_policy.is_none()
        );
        bucket.retention_policy.as_mut().unwrap().is_locked = true;
        let to = |wanted| change(Some(&bucket), wanted);
        assert!(to(json!({ "retentionPolicy": null })).unwrap_err().contains("cannot be removed"));
        assert!(to(json!({ "retentionPolicy": { "retentionPeriod": 9 } })).is_err());
        let unlock = to(json!({ "retentionPolicy": { "isLocked": false } })).unwrap();
        assert!(unlock.retention_policy.unwrap().is_locked);
        let longer = to(json!({ "retentionPolicy": { "retentionPeriod": 11 } })).unwrap();
        assert!(longer.retention_policy.unwrap().is_locked);
    }
}
