//! The errors of EKS, with the codes, the members and the words of the real service.
//!
//! The words were taken from errors that users of the service published; each function says where.

use serde_json::Value;

use crate::aws::json::Error;

/// An error about a node group. All of the model's members are there, those that do not apply as `null`: so the service
/// writes them (moto 5.2.1, which recorded it, does the same).
pub(super) fn about(
    status: u16,
    code: &'static str,
    cluster: &str,
    nodegroup: &str,
    message: impl Into<String>,
) -> Error {
    let member = |name: &str| if name.is_empty() { Value::Null } else { Value::from(name) };
    Error::new(status, code, message)
        .with("clusterName", member(cluster))
        .with("nodegroupName", member(nodegroup))
        .with("addonName", Value::Null)
}

/// A node group as the errors about it name it.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) cluster: &'a str,
    pub(super) nodegroup: &'a str,
}

impl Subject<'_> {
    pub(super) fn invalid(self, message: impl Into<String>) -> Error {
        about(400, "InvalidParameterException", self.cluster, self.nodegroup, message)
    }

    pub(super) fn not_now(self, message: impl Into<String>) -> Error {
        about(400, "InvalidRequestException", self.cluster, self.nodegroup, message)
    }

    pub(super) fn in_use(self, message: impl Into<String>) -> Error {
        about(409, "ResourceInUseException", self.cluster, self.nodegroup, message)
    }

    pub(super) fn not_found(self, message: impl Into<String>) -> Error {
        about(404, "ResourceNotFoundException", self.cluster, self.nodegroup, message)
    }
}

/// The words of moto 5.2.1, as recorded from the service.
pub(super) fn no_cluster(name: &str) -> Error {
    about(404, "ResourceNotFoundException", "", "", format!("No cluster found for name: {name}."))
}

/// The error that a fault rule asks for by its status.
pub(super) fn injected(status: u16) -> Error {
    let (code, message) = match status {
        403 => ("AccessDeniedException", "User is not authorized to perform this operation."),
        404 => ("ResourceNotFoundException", "The specified resource could not be found."),
        409 => ("ResourceInUseException", "The specified resource is in use."),
        429 => ("ThrottlingException", "Rate exceeded"),
        503 => {
            ("ServiceUnavailableException", "The service is unavailable. Back off and retry the operation.")
        }
        400..500 => ("InvalidRequestException", "The request is invalid given the state of the cluster."),
        _ => ("ServerException", "These errors are usually caused by a server-side issue."),
    };
    Error::new(status, code, message)
}
