use google_cloud_gax::error::rpc::Code;

use crate::{Cloud, Error};

/// What the service answered to a call about one bucket, in our terms.
pub(super) fn of(operation: &'static str, name: &str, answer: &google_cloud_storage::Error) -> Error {
    let cloud = Cloud::Gcp;
    let what = format!("bucket {name:?}");
    let Some(status) = answer.status() else {
        return Error::Service {
            cloud,
            operation,
            code: "UNAVAILABLE".into(),
            message: answer.to_string(),
            request_id: None,
        };
    };
    let message = status.message.clone();
    match status.code {
        Code::NotFound => Error::NotFound { cloud, what },
        Code::PermissionDenied => Error::Denied { cloud, operation, message },
        code => Error::Service { cloud, operation, code: code.name().into(), message, request_id: None },
    }
}
