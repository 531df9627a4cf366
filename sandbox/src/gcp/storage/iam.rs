//! IAM policies of buckets, <https://cloud.google.com/storage/docs/access-control/iam>.

use serde::{Deserialize, Serialize};

use super::model::Bucket;
use super::{Held, Storage};
use crate::gcp::refusal::{Kind, Refusal};
use crate::gcp::time::Time;

/// What stands before the colon of a member, <https://cloud.google.com/iam/docs/principal-identifiers>.
const MEMBERS: &[&str] = &[
    "user",
    "group",
    "domain",
    "serviceAccount",
    "principal",
    "principalSet",
    "projectOwner",
    "projectEditor",
    "projectViewer",
];

/// A policy. Where it is kept it has no etag: see [`Held::policy`].
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Policy {
    pub(crate) version: i32,
    pub(crate) bindings: Vec<Binding>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) etag: String,
}

/// Members of a role.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Binding {
    pub(crate) role: String,
    pub(crate) members: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) condition: Option<Condition>,
}

/// When a binding holds.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Condition {
    pub(crate) title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) description: String,
    pub(crate) expression: String,
}

impl Policy {
    /// The policy of a new bucket: the project's teams have the legacy roles.
    pub(crate) fn of_new(project: &str, uniform: bool) -> Self {
        let team = |team: &str| format!("project{team}:{project}");
        let binding = |role: &str, members: Vec<String>| Binding {
            role: format!("roles/storage.{role}"),
            members,
            condition: None,
        };
        let (owners, viewers) = (vec![team("Editor"), team("Owner")], vec![team("Viewer")]);
        let mut bindings = vec![
            binding("legacyBucketOwner", owners.clone()),
            binding("legacyBucketReader", viewers.clone()),
        ];
        if uniform {
            bindings.push(binding("legacyObjectOwner", owners));
            bindings.push(binding("legacyObjectReader", viewers));
        }
        Self { version: 1, bindings, etag: String::new() }
    }
}

impl Storage {
    pub(crate) fn iam_policy(&self, bucket: &str) -> Result<Policy, Refusal> {
        Ok(self.held(bucket)?.policy())
    }

    /// Replaces the policy. An etag in it is the one that the caller read and must still hold.
    pub(crate) fn set_iam_policy(&mut self, bucket: &str, mut policy: Policy) -> Result<Policy, Refusal> {
        let held = self.held_mut(bucket)?;
        if !policy.etag.is_empty() && policy.etag != held.bucket.etag {
            return Err(Refusal::precondition());
        }
        check(&policy, &held.bucket)?;
        policy.bindings.retain(|binding| !binding.members.is_empty());
        policy.version = policy.version.max(1);
        held.iam = policy;
        held.store(held.bucket.clone(), Time::now());
        Ok(held.policy())
    }

    /// The caller owns every bucket: it has every permission that is one.
    pub(crate) fn test_iam_permissions(
        &self,
        bucket: &str,
        asked: Vec<String>,
    ) -> Result<Vec<String>, Refusal> {
        self.held(bucket)?;
        match asked.iter().find(|permission| !permission.starts_with("storage.")) {
            Some(permission) => Err(Refusal::invalid(format!("Invalid permission: '{permission}'"))),
            None => Ok(asked),
        }
    }
}

impl Held {
    /// The policy as it is told: its etag is the bucket's, and a new policy is a new metageneration of the bucket.
    fn policy(&self) -> Policy {
        Policy { etag: self.bucket.etag.clone(), ..self.iam.clone() }
    }
}

fn check(policy: &Policy, bucket: &Bucket) -> Result<(), Refusal> {
    if !matches!(policy.version, 0 | 1 | 3) {
        return Err(Refusal::invalid(format!("Invalid policy version: {}", policy.version)));
    }
    let prevented =
        bucket.iam_configuration.as_ref().is_some_and(|iam| iam.public_access_prevention == "enforced");
    for binding in &policy.bindings {
        check_role(&binding.role)?;
        for member in &binding.members {
            check_member(member, prevented)?;
        }
    }
    if policy.bindings.iter().all(|binding| binding.condition.is_none()) {
        return Ok(());
    }
    if !bucket.uniform_access() {
        return Err(Refusal::new(
            Kind::Precondition,
            "conditionNotMet",
            "To set IAM conditions in this bucket, enable uniform bucket-level access. This ensures that all object \
             access is controlled uniformly at the bucket-level without individual, object-level permissions. Learn \
             more at https://cloud.google.com/storage/docs/uniform-bucket-level-access",
        ));
    }
    if policy.version < 3 {
        return Err(Refusal::invalid(format!(
            "Specified policy version ({}) must be at least 3 based on the policy's contents. For more information, \
             please refer to https://cloud.google.com/iam/help/allow-policies/versions.",
            policy.version
        )));
    }
    Ok(())
}

fn check_role(role: &str) -> Result<(), Refusal> {
    let custom = role.starts_with("organizations/") || role.starts_with("projects/");
    if role.starts_with("roles/storage.") || (custom && role.contains("/roles/")) {
        Ok(())
    } else if role.starts_with("roles/") {
        Err(Refusal::invalid(format!("Role {role} is not supported for this resource.")))
    } else {
        Err(Refusal::invalid(
            "The role name must be in the form \"roles/{role}\", \"organizations/{organization_id}/roles/{role}\", or \
             \"projects/{project_id}/roles/{role}\".",
        ))
    }
}

fn check_member(member: &str, prevented: bool) -> Result<(), Refusal> {
    if member == "allUsers" || member == "allAuthenticatedUsers" {
        if !prevented {
            return Ok(());
        }
        return Err(Refusal::new(
            Kind::Precondition,
            "conditionNotMet",
            "The member bindings allUsers and allAuthenticatedUsers are not allowed since public access prevention \
             is enforced.",
        ));
    }
    let kind = member.strip_prefix("deleted:").unwrap_or(member).split_once(':').map(|(kind, _)| kind);
    if kind.is_some_and(|kind| MEMBERS.contains(&kind)) {
        return Ok(());
    }
    Err(Refusal::invalid(format!(
        "The member {member} is of an unknown type. Please set a valid type prefix for the member."
    )))
}

#[cfg(test)]
mod tests {
    use super::super::buckets::Extras;
    use super::*;
    use serde_json::{Value, json};

    fn set(iam: Value, policy: Value) -> Result<Policy, String> {
        let mut storage = Storage::default();
        let bucket = serde_json::from_value(json!({ "name": "a-bucket", "iamConfiguration": iam })).unwrap();
        storage.create_bucket("my-project", bucket, &Extras::default()).unwrap();
        storage
            .set_iam_policy("a-bucket", serde_json::from_value(policy).unwrap())
            .map_err(|refusal| refusal.message)
    }

    #[test]
    fn policies() {
        let to = |member: &str| json!({ "bindings": [{ "role": "roles/storage.objectViewer", "members": [member] }] });
        assert_eq!(set(json!({}), to("allUsers")).unwrap().etag, "CAI=");
        let enforced = json!({ "publicAccessPrevention": "enforced" });
        assert!(set(enforced.clone(), to("allUsers")).unwrap_err().contains("prevention is enforced"));
        assert!(set(enforced, to("user:a@example.com")).is_ok());
        assert!(set(json!({}), to("a@example.com")).unwrap_err().contains("of an unknown type"));
        let mut foreign = to("allUsers");
        foreign["bindings"][0]["role"] = "roles/viewer".into();
        assert!(set(json!({}), foreign).unwrap_err().contains("not supported for this resource"));
        let mut stale = to("allUsers");
        stale["etag"] = "CAk=".into();
        assert!(set(json!({}), stale).unwrap_err().contains("pre-conditions"));
    }

    #[test]
    fn conditions() {
        let policy = |version: i32| {
            json!({ "version": version, "bindings": [{
                "role": "roles/storage.objectViewer", "members": ["user:a@example.com"],
                "condition": { "title": "t", "expression": "true" },
            }] })
        };
        let uniform = json!({ "uniformBucketLevelAccess": { "enabled": true } });
        assert!(set(uniform.clone(), policy(3)).is_ok());
        assert!(set(uniform, policy(1)).unwrap_err().contains("must be at least 3"));
        assert!(set(json!({}), policy(3)).unwrap_err().contains("enable uniform"));
    }
}
