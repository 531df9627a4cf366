//! IAM policies of buckets, <https://cloud.google.com/storage/docs/access-control/iam>.

use serde::{Deserialize, Serialize};

use super::buckets::etag;
use super::model::Bucket;
use super::{Held, Storage};
use crate::gcp::refusal::{Kind, Refusal};

/// A policy.
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
        Self { version: 1, bindings, etag: etag(1) }
    }
}

impl Storage {
    pub(crate) fn iam_policy(&self, bucket: &str) -> Result<&Policy, Refusal> {
        Ok(&self.held(bucket)?.iam)
    }

    /// Replaces the policy. An etag in it is the one that the caller read and must still hold.
    pub(crate) fn set_iam_policy(&mut self, bucket: &str, mut policy: Policy) -> Result<Policy, Refusal> {
        let Held { bucket, iam, iam_changes, .. } = self.held_mut(bucket)?;
        if !policy.etag.is_empty() && policy.etag != iam.etag {
            return Err(Refusal::precondition());
        }
        check(&policy, bucket)?;
        policy.bindings.retain(|binding| !binding.members.is_empty());
        policy.version = policy.version.max(1);
        *iam_changes += 1;
        policy.etag = etag(*iam_changes);
        *iam = policy;
        Ok(iam.clone())
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

fn check(policy: &Policy, bucket: &Bucket) -> Result<(), Refusal> {
    if !matches!(policy.version, 0 | 1 | 3) {
        return Err(Refusal::invalid(format!("Invalid policy version: {}", policy.version)));
    }
    for binding in &policy.bindings {
        if !binding.role.starts_with("roles/") && !binding.role.contains("/roles/") {
            return Err(Refusal::invalid(format!("Invalid role: '{}'", binding.role)));
        }
        if binding.condition.is_some() {
            if policy.version != 3 {
                return Err(Refusal::invalid("A policy with conditional role bindings must have version 3."));
            }
            if !bucket.uniform_access() {
                return Err(Refusal::invalid("Conditional role bindings need uniform bucket-level access."));
            }
        }
        let public = |member: &String| member == "allUsers" || member == "allAuthenticatedUsers";
        let prevented =
            bucket.iam_configuration.as_ref().is_some_and(|iam| iam.public_access_prevention == "enforced");
        if prevented && binding.members.iter().any(public) {
            return Err(Refusal::new(
                Kind::Precondition,
                "conditionNotMet",
                "The member bindings allUsers and allAuthenticatedUsers are not allowed since public access \
                 prevention is enforced.",
            ));
        }
        if let Some(member) = binding.members.iter().find(|member| !public(member) && !member.contains(':')) {
            return Err(Refusal::invalid(format!("Invalid member: '{member}'")));
        }
    }
    Ok(())
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
        assert!(set(json!({}), to("a@example.com")).unwrap_err().contains("Invalid member"));
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
        assert!(set(uniform, policy(1)).unwrap_err().contains("version 3"));
        assert!(set(json!({}), policy(3)).unwrap_err().contains("uniform"));
    }
}
