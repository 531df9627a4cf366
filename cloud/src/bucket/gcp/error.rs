//! The service's answers in our terms.

use std::error::Error as StdError;

use google_cloud_gax::error::rpc::{Code, Status, StatusDetails};
use google_cloud_storage::Error as Answer;

use crate::{Cloud, Error};

const CLOUD: Cloud = Cloud::Gcp;

/// Why a call about one bucket failed.
pub(super) fn of(operation: &'static str, name: &str, answer: &Answer) -> Error {
    let what = format!("bucket {name:?}");
    let Some(status) = answer.status() else { return unanswered(operation, answer) };
    let message = status.message.clone();
    match status.code {
        // A creation that finds nothing misses something else: the project, the key, the bucket of the logs.
        Code::NotFound if operation != "CreateBucket" => Error::NotFound { cloud: CLOUD, what },
        Code::AlreadyExists => Error::AlreadyExists { cloud: CLOUD, what, ours: false },
        Code::PermissionDenied => Error::Denied { cloud: CLOUD, operation, message },
        Code::Unauthenticated => Error::Credentials { cloud: CLOUD, message },
        code => match attribute(status) {
            Some(attribute) => Error::Invalid { attribute: attribute.into(), message },
            None => Error::Service {
                cloud: CLOUD,
                operation,
                code: code.name().into(),
                message,
                request_id: request_id(answer, status),
            },
        },
    }
}

/// Whether the service refused a call because of the state that the bucket is in.
pub(super) fn is_precondition(error: &Error) -> bool {
    let codes = [Code::FailedPrecondition.name(), Code::Aborted.name()];
    matches!(error, Error::Service { code, .. } if codes.contains(&code.as_str()))
}

/// Nothing came from the service: the credentials gave no token, or the way there is broken.
fn unanswered(operation: &'static str, answer: &Answer) -> Error {
    if answer.is_authentication() {
        let cause = answer.source().map_or_else(|| answer.to_string(), ToString::to_string);
        return Error::Credentials { cloud: CLOUD, message: cause };
    }
    let (code, what) = if answer.is_timeout() {
        ("DEADLINE_EXCEEDED", "no answer came in time")
    } else if answer.is_connect() {
        ("UNAVAILABLE", "no connection could be made")
    } else {
        ("UNAVAILABLE", "the connection failed")
    };
    let message = format!("{what}: {}", root_cause(answer));
    Error::Service { cloud: CLOUD, operation, code: code.into(), message, request_id: None }
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

/// The first cause of an error; what lies between repeats it at length.
pub(crate) fn root_cause(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
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

/// The id to quote to Google's support: `google.rpc.RequestInfo`, or the header that the storage service sets.
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
