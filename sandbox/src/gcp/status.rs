//! Errors as Google's newer APIs tell them: `google.rpc.Status` in JSON, <https://google.aip.dev/193>.

use serde_json::{Value, json};
use tonic::Code;

use super::rest;
use crate::answer::Reply;

/// A refused call.
#[derive(Clone, Debug)]
pub(crate) struct Status {
    pub(crate) code: Code,
    pub(crate) message: String,
    /// Messages in JSON, each with its `@type`.
    pub(crate) details: Vec<Value>,
    /// The word for `errors[].reason`, in the services that still tell errors the old way, too.
    pub(crate) reason: Option<&'static str>,
}

impl Status {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Vec::new(), reason: None }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::InvalidArgument, message)
    }

    /// The caller told nobody's name, or nobody's that is known.
    pub(crate) fn unauthenticated(service: &str, method: &str) -> Self {
        let message = "Request is missing required authentication credential. Expected OAuth 2 access token, login \
                       cookie or other valid authentication credential. See \
                       https://developers.google.com/identity/sign-in/web/devconsole-project.";
        let metadata = json!({ "service": service, "method": method });
        Self::new(Code::Unauthenticated, message).info("CREDENTIALS_MISSING", "googleapis.com", metadata)
    }

    /// Says what a program can branch on.
    pub(crate) fn info(mut self, reason: &str, domain: &str, metadata: Value) -> Self {
        let kind = "type.googleapis.com/google.rpc.ErrorInfo";
        let mut info = json!({ "@type": kind, "reason": reason, "domain": domain });
        if metadata.as_object().is_some_and(|fields| !fields.is_empty()) {
            info["metadata"] = metadata;
        }
        self.details.push(info);
        self
    }

    /// Says what is wrong with which field.
    pub(crate) fn violations<'a>(mut self, violations: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let violations = violations.into_iter().map(|(field, description)| match field {
            "" => json!({ "description": description }),
            field => json!({ "field": field, "description": description }),
        });
        self.details.push(json!({
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": violations.collect::<Vec<_>>(),
        }));
        self
    }

    /// What a service answers when a fault rule wants this HTTP status of it.
    pub(crate) fn wanted(status: u16) -> Self {
        let (code, message) = match status {
            401 => (Code::Unauthenticated, "Request had invalid authentication credentials."),
            403 => (Code::PermissionDenied, "The caller does not have permission"),
            404 => (Code::NotFound, "Requested entity was not found."),
            409 => (Code::Aborted, "The operation was aborted."),
            412 => (Code::FailedPrecondition, "Precondition check failed."),
            429 => (Code::ResourceExhausted, "Quota exceeded. Please try again later."),
            501 => (Code::Unimplemented, "Operation is not implemented, or supported, or enabled."),
            504 => (Code::DeadlineExceeded, "Deadline expired before operation could complete."),
            502 | 503 => (Code::Unavailable, "The service is currently unavailable."),
            500.. => (Code::Internal, "Internal error encountered."),
            _ => (Code::InvalidArgument, "Request contains an invalid argument."),
        };
        Self::new(code, message)
    }

    pub(crate) fn reply(&self) -> Reply {
        self.reply_with(self.http())
    }

    /// A reply of another HTTP status than the code's own, as a proxy in between makes it.
    pub(crate) fn reply_with(&self, status: u16) -> Reply {
        let mut error = json!({ "code": status, "message": self.message });
        if let Some(reason) = self.reason {
            error["errors"] = json!([{ "message": self.message, "domain": "global", "reason": reason }]);
        }
        error["status"] = self.name().into();
        if !self.details.is_empty() {
            error["details"] = json!(self.details);
        }
        rest::json(status, &json!({ "error": error }))
    }

    /// <https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto> says which code is which status.
    fn http(&self) -> u16 {
        match self.code {
            Code::Ok => 200,
            Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => 400,
            Code::Unauthenticated => 401,
            Code::PermissionDenied => 403,
            Code::NotFound => 404,
            Code::AlreadyExists | Code::Aborted => 409,
            Code::ResourceExhausted => 429,
            Code::Cancelled => 499,
            Code::Unimplemented => 501,
            Code::Unavailable => 503,
            Code::DeadlineExceeded => 504,
            Code::Unknown | Code::Internal | Code::DataLoss => 500,
        }
    }

    fn name(&self) -> &'static str {
        match self.code {
            Code::Ok => "OK",
            Code::Cancelled => "CANCELLED",
            Code::Unknown => "UNKNOWN",
            Code::InvalidArgument => "INVALID_ARGUMENT",
            Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Code::NotFound => "NOT_FOUND",
            Code::AlreadyExists => "ALREADY_EXISTS",
            Code::PermissionDenied => "PERMISSION_DENIED",
            Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Code::FailedPrecondition => "FAILED_PRECONDITION",
            Code::Aborted => "ABORTED",
            Code::OutOfRange => "OUT_OF_RANGE",
            Code::Unimplemented => "UNIMPLEMENTED",
            Code::Internal => "INTERNAL",
            Code::Unavailable => "UNAVAILABLE",
            Code::DataLoss => "DATA_LOSS",
            Code::Unauthenticated => "UNAUTHENTICATED",
        }
    }
}
