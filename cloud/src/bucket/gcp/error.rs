//! The service's answers in our terms, where Cloud Storage answers in its own way.

use google_cloud_gax::error::rpc::{Code, Status, StatusDetails};
use google_cloud_storage::Error as Answer;

use crate::Error;
use crate::gcp::answer;

/// Why a call about a bucket, `what`, failed.
pub(super) fn of(operation: &'static str, what: &str, answer: &Answer) -> Error {
    let own = answer.status().and_then(|status| own(operation, answer, status));
    own.unwrap_or_else(|| answer::error(operation, what, answer))
}

fn own(operation: &'static str, answer: &Answer, status: &Status) -> Option<Error> {
    match status.code {
        Code::AlreadyExists | Code::PermissionDenied | Code::Unauthenticated => None,
        Code::NotFound if operation != "CreateBucket" => None,
        // What was changed, and by whom, the bucket itself tells.
        Code::Aborted => Some(answer::service(operation, answer, status)),
        _ => attribute(status)
            .map(|attribute| Error::Invalid { attribute: attribute.into(), message: status.message.clone() }),
    }
}

/// Whether the service refused a call because of the state that the bucket is in.
pub(super) fn is_precondition(error: &Error) -> bool {
    let codes = [Code::FailedPrecondition.name(), Code::Aborted.name()];
    matches!(error, Error::Service { code, .. } if codes.contains(&code.as_str()))
}

/// Says what may be wrong with an endpoint that has never answered in gRPC.
pub(super) fn with_hint(error: Error) -> Error {
    match error {
        Error::Service { cloud, operation, code, message, request_id } => {
            let message = format!(
                "{message}; nothing has answered in gRPC there yet: gcp.endpoints.storage is an endpoint of gRPC, not \
                 of the JSON API"
            );
            Error::Service { cloud, operation, code, message, request_id }
        }
        other => other,
    }
}

/// The attribute that the service finds fault with (`google.rpc.BadRequest`), as written in configuration.
fn attribute(status: &Status) -> Option<&'static str> {
    let field = status.details.iter().find_map(|detail| match detail {
        StatusDetails::BadRequest(bad) => bad.field_violations.first().map(|found| found.field.as_str()),
        _ => None,
    })?;
    let field = field.strip_prefix("bucket.").unwrap_or(field);
    ATTRIBUTES.iter().find(|(path, _)| field.starts_with(path)).map(|(_, attribute)| *attribute)
}

/// The API's fields and our attributes; a longer path stands before a shorter one that it begins with.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("autoclass", "gcp.autoclass"),
    ("billing", "requester_pays"),
    ("bucket_id", "name"),
    ("cors", "cors"),
    ("custom_placement_config", "gcp.placement"),
    ("default_event_based_hold", "gcp.default_event_based_hold"),
    ("encryption.default_kms_key", "encryption.kms_key"),
    ("encryption", "gcp.encryption_enforcement"),
    ("hierarchical_namespace", "gcp.hierarchical_namespace"),
    ("iam_config.public_access_prevention", "public_access"),
    ("iam_config", "uniform_access"),
    ("ip_filter", "gcp.ip_filter"),
    ("labels", "labels"),
    ("lifecycle", "lifecycle_rules"),
    ("location", "location"),
    ("logging", "access_log"),
    ("name", "name"),
    ("project", "gcp.project"),
    ("retention_policy", "retention"),
    ("rpo", "gcp.rpo"),
    ("soft_delete_policy", "soft_delete_days"),
    ("storage_class", "default_storage_class"),
    ("versioning", "versioning"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer to `UpdateBucket` that finds fault with fields, and what is told of it.
    fn check(code: Code, fields: &[&str], expected: &str) {
        let violations: Vec<_> =
            fields.iter().map(|field| serde_json::json!({ "field": field, "description": "bad" })).collect();
        let status = serde_json::from_value::<Status>(serde_json::json!({
            "message": "no",
            "details": [{ "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations }],
        }));
        let answer = Answer::service(status.expect("a status").set_code(code));
        assert_eq!(of("UpdateBucket", "bucket \"logs\"", &answer).to_string(), expected);
    }

    #[test]
    fn a_fault_with_a_field_names_the_attribute() {
        let invalid = Code::InvalidArgument;
        check(invalid, &["bucket.iam_config.public_access_prevention"], "public_access: no");
        check(invalid, &["iam_config", "labels"], "uniform_access: no");
        let other = "Google Cloud answered UpdateBucket with INVALID_ARGUMENT: no; bucket.new: bad";
        check(invalid, &["bucket.new"], other);
        check(Code::NotFound, &["labels"], "bucket \"logs\" does not exist on Google Cloud");
        check(Code::Aborted, &[], "Google Cloud answered UpdateBucket with ABORTED: no");
    }
}
