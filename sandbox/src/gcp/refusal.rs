//! Why a call is refused, told once and rendered for both protocols.

use serde_json::json;
use tonic::Code;

/// A refused call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) kind: Kind,
    /// The word that the JSON API gives in `errors[].reason`, such as `notFound`.
    pub(crate) reason: &'static str,
    pub(crate) message: String,
    /// What of the request is at fault, as the JSON API tells it: `("header", "Authorization")`.
    pub(crate) location: Option<(&'static str, &'static str)>,
}

/// What a client branches on. JSON sees an HTTP status, gRPC a code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    NotModified,
    Invalid,
    Unauthenticated,
    Denied,
    NotFound,
    /// The name is taken.
    Exists,
    /// The resource is not in a state that allows the call.
    Conflict,
    Precondition,
    Throttled,
    Internal,
    Unimplemented,
    Unavailable,
}

impl Kind {
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::NotModified => 304,
            Self::Invalid => 400,
            Self::Unauthenticated => 401,
            Self::Denied => 403,
            Self::NotFound => 404,
            Self::Exists | Self::Conflict => 409,
            Self::Precondition => 412,
            Self::Throttled => 429,
            Self::Internal => 500,
            Self::Unimplemented => 501,
            Self::Unavailable => 503,
        }
    }

    pub(crate) fn code(self) -> Code {
        match self {
            // google/storage/v2/storage.proto: a request whose if_*_not_match precondition fails is ABORTED.
            Self::NotModified => Code::Aborted,
            Self::Invalid => Code::InvalidArgument,
            Self::Unauthenticated => Code::Unauthenticated,
            Self::Denied => Code::PermissionDenied,
            Self::NotFound => Code::NotFound,
            Self::Exists => Code::AlreadyExists,
            Self::Conflict | Self::Precondition => Code::FailedPrecondition,
            Self::Throttled => Code::ResourceExhausted,
            Self::Internal => Code::Internal,
            Self::Unimplemented => Code::Unimplemented,
            Self::Unavailable => Code::Unavailable,
        }
    }
}

impl Refusal {
    pub(crate) fn new(kind: Kind, reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind, reason, message: message.into(), location: None }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, "invalid", message)
    }

    /// A query parameter that the JSON API cannot do without.
    pub(crate) fn required(parameter: &'static str) -> Self {
        let message = format!("Required parameter: {parameter}");
        Self { location: Some(("parameter", parameter)), ..Self::new(Kind::Invalid, "required", message) }
    }

    pub(crate) fn no_bucket() -> Self {
        Self::new(Kind::NotFound, "notFound", "The specified bucket does not exist.")
    }

    pub(crate) fn precondition() -> Self {
        Self {
            location: Some(("header", "If-Match")),
            ..Self::new(
                Kind::Precondition,
                "conditionNotMet",
                "At least one of the pre-conditions you specified did not hold.",
            )
        }
    }

    pub(crate) fn not_modified() -> Self {
        Self::new(Kind::NotModified, "notModified", "The resource is as the caller knows it.")
    }

    /// What the service answers when a fault rule wants this HTTP status of it.
    pub(crate) fn wanted(status: u16) -> Self {
        let (kind, reason, message) = match status {
            401 => (Kind::Unauthenticated, "authError", "Invalid Credentials"),
            403 => (Kind::Denied, "forbidden", "Forbidden"),
            404 => (Kind::NotFound, "notFound", "Not Found"),
            409 => (Kind::Conflict, "conflict", "The request conflicts with another one."),
            412 => return Self::precondition(),
            429 => (
                Kind::Throttled,
                "rateLimitExceeded",
                "The rate of change requests exceeded the rate limit. Please reduce the rate of create, update, \
                 and delete requests.",
            ),
            501 => (Kind::Unimplemented, "notImplemented", "Not Implemented"),
            502..=504 => (Kind::Unavailable, "backendError", "Service unavailable. Please try again."),
            500.. => (Kind::Internal, "backendError", "We encountered an internal error. Please try again."),
            _ => (Kind::Invalid, "invalid", "Invalid argument."),
        };
        Self::new(kind, reason, message)
    }

    /// The body of the JSON API's error,
    /// <https://cloud.google.com/storage/docs/json_api/v1/status-codes#error-response-format>.
    pub(crate) fn json(&self, status: u16) -> serde_json::Value {
        let domain = if self.kind == Kind::Throttled { "usageLimits" } else { "global" };
        let mut error = json!({ "message": self.message, "domain": domain, "reason": self.reason });
        if let Some((kind, location)) = self.location {
            error["locationType"] = kind.into();
            error["location"] = location.into();
        }
        json!({ "error": { "code": status, "message": self.message, "errors": [error] } })
    }
}
