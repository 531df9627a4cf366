//! The answers of Google's services in our terms.

use std::error::Error as StdError;

use google_cloud_gax::error::Error as Answer;
use google_cloud_gax::error::rpc::{Code, Status, StatusDetails};

use crate::{Cloud, Error};

const CLOUD: Cloud = Cloud::Gcp;

/// Why a cluster takes no operation now: it is busy with another one (`google.rpc.ErrorInfo`, field `reason`).
const BUSY: &str = "CLUSTER_ALREADY_HAS_OPERATION";

/// The API is not switched on for the project that the call is charged to. Credentials of a person are charged to the
/// project of the tool that they logged in with, unless they name one (terraform-provider-google #7948).
const DISABLED: &str = "SERVICE_DISABLED";

/// Why a call about `what` failed.
pub(crate) fn error(operation: &'static str, what: &str, answer: &Answer) -> Error {
    let Some(status) = answer.status() else { return wordless(operation, answer) };
    let (message, what) = (said(status), what.to_owned());
    match status.code {
        // A creation that finds nothing misses something else: the cluster, the billing account.
        Code::NotFound if !operation.starts_with("Create") => Error::NotFound { cloud: CLOUD, what },
        Code::AlreadyExists => Error::AlreadyExists { cloud: CLOUD, what, ours: true },
        Code::Aborted => Error::Changed { cloud: CLOUD, what },
        Code::PermissionDenied => {
            Error::Denied { cloud: CLOUD, operation, message: with_remedy(message, status) }
        }
        Code::Unauthenticated => Error::Credentials { cloud: CLOUD, message },
        _ => service(operation, answer, status),
    }
}

/// An answer that no caller tells apart from others.
pub(crate) fn service(operation: &'static str, answer: &Answer, status: &Status) -> Error {
    Error::Service {
        cloud: CLOUD,
        operation,
        code: status.code.name().into(),
        message: said(status),
        request_id: request_id(answer, status),
    }
}

/// The first cause of an error; what lies between repeats it at length.
pub(crate) fn root_cause(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

/// What the service says, and which fields it finds fault with (`google.rpc.BadRequest`).
fn said(status: &Status) -> String {
    let mut message = status.message.clone();
    for detail in &status.details {
        let StatusDetails::BadRequest(bad) = detail else { continue };
        for found in &bad.field_violations {
            message = format!("{message}; {}: {}", found.field, found.description);
        }
    }
    message
}

/// Whether a cluster refuses an operation because another one is under way.
pub(super) fn is_busy(answer: &Answer) -> bool {
    answer.status().is_some_and(|status| {
        // The words are those of versions of the service that give no reason.
        let told = reason(status).map(|reason| reason == BUSY);
        status.code == Code::FailedPrecondition
            && told.unwrap_or_else(|| status.message.contains("running incompatible operation"))
    })
}

fn reason(status: &Status) -> Option<&str> {
    status.details.iter().find_map(|detail| match detail {
        StatusDetails::ErrorInfo(info) => Some(info.reason.as_str()),
        _ => None,
    })
}

fn with_remedy(message: String, status: &Status) -> String {
    if reason(status) != Some(DISABLED) && !message.contains("quota project") {
        return message;
    }
    format!(
        "{message}; calls are charged to a project whose API must be enabled: set `gcp.quota_project` in the provider's \
         configuration or GOOGLE_BILLING_PROJECT to one of yours where it is, or run `gcloud auth application-default \
         set-quota-project`"
    )
}

/// No status came from the service: the credentials gave no token, the way there is broken, or somebody else answered.
fn wordless(operation: &'static str, answer: &Answer) -> Error {
    if answer.is_authentication() {
        let cause = answer.source().map_or_else(|| answer.to_string(), ToString::to_string);
        return Error::Credentials { cloud: CLOUD, message: cause };
    }
    let (code, message) = if let Some(status) = answer.http_status_code() {
        (status.to_string(), "the answer is none of Google's; is the endpoint the right one?".to_owned())
    } else if answer.is_timeout() {
        ("DEADLINE_EXCEEDED".into(), format!("no answer came in time: {}", root_cause(answer)))
    } else if answer.is_connect() {
        ("UNAVAILABLE".into(), format!("no connection could be made: {}", root_cause(answer)))
    } else if answer.is_deserialization() {
        ("UNKNOWN".into(), format!("the answer cannot be read: {}", root_cause(answer)))
    } else {
        ("UNAVAILABLE".into(), format!("the connection failed: {}", root_cause(answer)))
    };
    Error::Service { cloud: CLOUD, operation, code, message, request_id: None }
}

/// The id to quote to Google's support: `google.rpc.RequestInfo`, or the header that Cloud Storage sets.
fn request_id(answer: &Answer, status: &Status) -> Option<String> {
    let told = status.details.iter().find_map(|detail| match detail {
        StatusDetails::RequestInfo(info) => Some(info.request_id.clone()),
        _ => None,
    });
    told.or_else(|| {
        let header = answer.http_headers()?.get("x-guploader-uploadid")?;
        header.to_str().ok().map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer in JSON, as the services send it, and what is told of it.
    fn check(code: u16, status: &str, message: &str, details: &str, expected: &str) {
        let body = format!(
            r#"{{"error": {{"code": {code}, "status": "{status}", "message": "{message}", "details": [{details}]}}}}"#
        );
        let read = Status::try_from(&bytes::Bytes::from(body)).expect("the body is an error of Google's");
        let answer = Answer::service_with_http_metadata(read, Some(code), None);
        assert_eq!(error("UpdateNodePool", "GPU pool \"a\"", &answer).to_string(), expected);
    }

    #[test]
    fn answers_are_told_apart() {
        check(404, "NOT_FOUND", "no", "", "GPU pool \"a\" does not exist on Google Cloud");
        check(409, "ALREADY_EXISTS", "no", "", "GPU pool \"a\" already exists on Google Cloud");
        check(
            409,
            "ABORTED",
            "no",
            "",
            "GPU pool \"a\" on Google Cloud was changed by somebody else since it was read",
        );
        check(
            400,
            "INVALID_ARGUMENT",
            "bad machine",
            r#"{"@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": "0x1"}"#,
            "Google Cloud answered UpdateNodePool with INVALID_ARGUMENT: bad machine (request 0x1)",
        );
        check(
            400,
            "INVALID_ARGUMENT",
            "invalid",
            r#"{"@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [{"field": "budget.amount", "description": "missing"}]}"#,
            "Google Cloud answered UpdateNodePool with INVALID_ARGUMENT: invalid; budget.amount: missing",
        );
        check(403, "PERMISSION_DENIED", "no", "", "Google Cloud refused UpdateNodePool: no");
        check(
            403,
            "PERMISSION_DENIED",
            "off",
            r#"{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}"#,
            "Google Cloud refused UpdateNodePool: off; calls are charged to a project whose API must be enabled: set \
             `gcp.quota_project` in the provider's configuration or GOOGLE_BILLING_PROJECT to one of yours where it \
             is, or run `gcloud auth application-default set-quota-project`",
        );
    }

    #[test]
    fn a_busy_cluster_is_one_that_says_so() {
        let answer = |message: &str, reason: &str| {
            let body = format!(
                r#"{{"error": {{"code": 400, "status": "FAILED_PRECONDITION", "message": "{message}", "details": [{reason}]}}}}"#
            );
            let status =
                Status::try_from(&bytes::Bytes::from(body)).expect("the body is an error of Google's");
            Answer::service(status)
        };
        let reason = r#"{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "CLUSTER_ALREADY_HAS_OPERATION"}"#;
        assert!(is_busy(&answer("wait", reason)));
        assert!(is_busy(&answer("Cluster is running incompatible operation operation-1.", "")));
        assert!(!is_busy(&answer("the cluster is broken", "")));
    }
}
