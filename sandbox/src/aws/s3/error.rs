//! The errors that several facets share, with the codes and the words of the real service.

use std::borrow::Cow;

use http::StatusCode;
use s3s::{S3Error, S3ErrorCode};

use crate::aws::Stranger;
use crate::aws::credentials::Denied;
use crate::aws::sign::Unreadable;

/// What S3 says of a document that does not fit its schema.
const SCHEMA: &str =
    "The XML you provided was not well-formed or did not validate against our published schema";

/// An error of a status, a code and a message.
pub(super) fn error(status: u16, code: &'static str, message: impl Into<Cow<'static, str>>) -> S3Error {
    let known = S3ErrorCode::from_bytes(code.as_bytes());
    let mut error = S3Error::with_message(known.unwrap_or_else(|| S3ErrorCode::Custom(code.into())), message);
    if let Ok(status) = StatusCode::from_u16(status) {
        error.set_status_code(status);
    }
    error
}

pub(super) fn malformed_xml() -> S3Error {
    error(400, "MalformedXML", SCHEMA)
}

pub(super) fn invalid_argument(message: impl Into<Cow<'static, str>>) -> S3Error {
    error(400, "InvalidArgument", message)
}

pub(super) fn invalid_request(message: impl Into<Cow<'static, str>>) -> S3Error {
    error(400, "InvalidRequest", message)
}

pub(super) fn access_denied() -> S3Error {
    error(403, "AccessDenied", "Access Denied")
}

pub(super) fn no_such_bucket() -> S3Error {
    error(404, "NoSuchBucket", "The specified bucket does not exist")
}

pub(super) fn malformed_chunks() -> S3Error {
    error(400, "IncompleteBody", "The request body terminated unexpectedly")
}

pub(super) fn internal() -> S3Error {
    injected(500)
}

/// The error that a fault rule asks for by its status.
pub(super) fn injected(status: u16) -> S3Error {
    let (code, message) = match status {
        400 => ("InvalidRequest", "Invalid Request"),
        403 => ("AccessDenied", "Access Denied"),
        404 => ("NoSuchBucket", "The specified bucket does not exist"),
        409 => (
            "OperationAborted",
            "A conflicting conditional operation is currently in progress against this resource. Please try again.",
        ),
        412 => ("PreconditionFailed", "At least one of the pre-conditions you specified did not hold"),
        429 | 503 => ("SlowDown", "Please reduce your request rate."),
        _ => ("InternalError", "We encountered an internal error. Please try again."),
    };
    error(status, code, message)
}

pub(super) fn stranger(stranger: &Stranger) -> S3Error {
    const NO_MATCH: &str = "The request signature we calculated does not match the signature you provided. \
                            Check your key and signing method.";
    match stranger {
        Stranger::Anonymous => access_denied(),
        Stranger::Unreadable(Unreadable::Mechanism) => invalid_request(
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
        ),
        Stranger::Unreadable(Unreadable::Malformed(how)) => error(
            400,
            "AuthorizationHeaderMalformed",
            format!("The authorization header is malformed; {how}."),
        ),
        Stranger::Unreadable(Unreadable::Skewed) => error(
            403,
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
        ),
        Stranger::Unreadable(Unreadable::Expired) => error(403, "AccessDenied", "Request has expired"),
        Stranger::Unreadable(Unreadable::Body) => error(
            400,
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ),
        Stranger::Denied(Denied::UnknownKey) => error(
            403,
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
        ),
        Stranger::Denied(Denied::WrongSignature) => error(403, "SignatureDoesNotMatch", NO_MATCH),
        Stranger::Denied(Denied::WrongToken) => {
            error(400, "InvalidToken", "The provided token is malformed or otherwise invalid.")
        }
        Stranger::Denied(Denied::ExpiredToken) => {
            error(400, "ExpiredToken", "The provided token has expired.")
        }
    }
}

/// The message for an error that s3s made by itself and gave none.
pub(super) fn default_message(code: &str) -> &'static str {
    match code {
        "MalformedXML" => SCHEMA,
        "NotImplemented" => "A header you provided implies functionality that is not implemented",
        "MethodNotAllowed" => "The specified method is not allowed against this resource.",
        "InvalidURI" => "Couldn't parse the specified URI.",
        "KeyTooLongError" => "Your key is too long",
        "MissingRequestBodyError" => "Request Body is empty",
        _ => "The request could not be carried out.",
    }
}
