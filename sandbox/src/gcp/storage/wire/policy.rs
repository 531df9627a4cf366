//! IAM policies.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use googleapis_tonic_google_storage_v2::google::iam::v1 as pb;
use googleapis_tonic_google_storage_v2::google::r#type::Expr;

use crate::gcp::storage::iam::{Binding, Condition, Policy};

/// The message of a policy.
pub(crate) fn to_wire(policy: &Policy) -> pb::Policy {
    let binding = |binding: &Binding| pb::Binding {
        role: binding.role.clone(),
        members: binding.members.clone(),
        condition: binding.condition.as_ref().map(|condition| Expr {
            expression: condition.expression.clone(),
            title: condition.title.clone(),
            description: condition.description.clone(),
            location: String::new(),
        }),
    };
    pb::Policy {
        version: policy.version,
        bindings: policy.bindings.iter().map(binding).collect(),
        audit_configs: Vec::new(),
        etag: STANDARD.decode(&policy.etag).unwrap_or_default(),
    }
}

/// What a caller's message asks for.
pub(crate) fn from_wire(policy: pb::Policy) -> Policy {
    let binding = |binding: pb::Binding| Binding {
        role: binding.role,
        members: binding.members,
        condition: binding.condition.map(|condition| Condition {
            title: condition.title,
            description: condition.description,
            expression: condition.expression,
        }),
    };
    Policy {
        version: policy.version,
        bindings: policy.bindings.into_iter().map(binding).collect(),
        etag: STANDARD.encode(policy.etag),
    }
}
