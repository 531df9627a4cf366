//! Who may reach the bucket: uniform access, public access prevention, and access control lists where they are still
//! allowed.

use super::Change;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::{AccessControl, Bucket, Owner};

/// After this time uniform access cannot be turned off again,
/// <https://cloud.google.com/storage/docs/uniform-bucket-level-access>.
const DAYS_TO_LOCK: i64 = 90;

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    let mut wanted = bucket.iam_configuration.take().unwrap_or_default();
    let prior = change.prior.and_then(|prior| prior.iam_configuration.as_ref());
    wanted.public_access_prevention = match wanted.public_access_prevention.as_str() {
        "" | "inherited" | "unspecified" => "inherited".into(),
        "enforced" => "enforced".into(),
        other => return Err(Refusal::invalid(format!("Invalid value for: {other} is not a valid value"))),
    };
    let uniform = &mut wanted.uniform_bucket_level_access;
    let was = prior.map(|prior| &prior.uniform_bucket_level_access).filter(|was| was.enabled);
    if !uniform.enabled && was.and_then(|was| was.locked_time).is_some_and(|locked| locked <= change.now) {
        return Err(Refusal::invalid(
            "Uniform bucket-level access cannot be disabled after the locked time has passed.",
        ));
    }
    uniform.locked_time = uniform
        .enabled
        .then(|| was.map_or(Some(change.now.plus_seconds(DAYS_TO_LOCK * 86_400)), |was| was.locked_time))
        .flatten();
    wanted.bucket_policy_only = uniform.clone();
    bucket.iam_configuration = Some(wanted);
    bucket.owner = Some(Owner { entity: format!("project-owners-{}", bucket.project_number) });
    settle_lists(bucket, change.prior)
}

fn settle_lists(bucket: &mut Bucket, prior: Option<&Bucket>) -> Result<(), Refusal> {
    let sent = |list: &Vec<AccessControl>, was: fn(&Bucket) -> &Vec<AccessControl>| {
        !list.is_empty() && prior.map(was) != Some(list)
    };
    let any = sent(&bucket.acl, |prior| &prior.acl)
        || sent(&bucket.default_object_acl, |prior| &prior.default_object_acl);
    if bucket.uniform_access() {
        if any {
            return Err(no_lists());
        }
        bucket.acl.clear();
        bucket.default_object_acl.clear();
        return Ok(());
    }
    let team = |team: &str, role: &str| AccessControl {
        entity: format!("project-{team}-{}", bucket.project_number),
        role: role.into(),
    };
    let usual = vec![team("owners", "OWNER"), team("editors", "OWNER"), team("viewers", "READER")];
    if bucket.acl.is_empty() {
        bucket.acl.clone_from(&usual);
    }
    if bucket.default_object_acl.is_empty() {
        bucket.default_object_acl = usual;
    }
    Ok(())
}

/// The refusal of whatever touches an access control list of a bucket with uniform access.
pub(crate) fn no_lists() -> Refusal {
    Refusal::invalid(
        "Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled. Read more at \
         https://cloud.google.com/storage/docs/uniform-bucket-level-access",
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, create};
    use crate::gcp::time::Time;
    use serde_json::json;

    #[test]
    fn public_access() {
        let access = |value: &str| create(json!({ "iamConfiguration": { "publicAccessPrevention": value } }));
        assert_eq!(
            access("enforced").unwrap().iam_configuration.unwrap().public_access_prevention,
            "enforced"
        );
        assert_eq!(access("").unwrap().iam_configuration.unwrap().public_access_prevention, "inherited");
        assert!(access("ENFORCED").is_err());
    }

    #[test]
    fn uniform_access() {
        let on = json!({ "iamConfiguration": { "uniformBucketLevelAccess": { "enabled": true } } });
        let off = json!({ "iamConfiguration": { "uniformBucketLevelAccess": { "enabled": false } } });
        let mut bucket = create(on.clone()).unwrap();
        assert!(bucket.acl.is_empty());
        let locked = bucket.iam_configuration.as_ref().unwrap().uniform_bucket_level_access.locked_time;
        assert!(locked.unwrap() > Time::now().plus_seconds(89 * 86_400));
        let same = change(Some(&bucket), on).unwrap();
        assert_eq!(same.iam_configuration, bucket.iam_configuration);
        assert_eq!(change(Some(&bucket), off.clone()).unwrap().acl.len(), 3);
        let iam = bucket.iam_configuration.as_mut().unwrap();
        iam.uniform_bucket_level_access.locked_time = Some(Time::now());
        assert!(change(Some(&bucket), off).unwrap_err().contains("cannot be disabled"));
    }

    #[test]
    fn lists() {
        let acl = json!([{ "entity": "allUsers", "role": "READER" }]);
        check(json!({ "acl": acl }), Ok(()));
        let uniform = json!({ "uniformBucketLevelAccess": { "enabled": true } });
        check(json!({ "acl": acl, "iamConfiguration": uniform }), Err("Cannot use ACL API"));
    }
}
