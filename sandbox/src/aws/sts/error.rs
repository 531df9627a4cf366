//! The errors of STS, with the codes and the words of the real service.

use super::NAMESPACE;
use crate::answer::Reply;
use crate::aws::Stranger;
use crate::aws::credentials::Denied;
use crate::aws::sign::{Unreadable, uuid};
use crate::aws::xml::{self, element};

/// An error as it is answered.
#[derive(Debug, PartialEq)]
pub(super) struct Error {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Error {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// A parameter that breaks a constraint of the API's model, in the words that AWS's query services share.
    pub(super) fn constraint(name: &str, value: Option<&str>, constraint: &str) -> Self {
        let value = value.map_or("null".to_owned(), |value| format!("'{value}'"));
        let message = format!(
            "1 validation error detected: Value {value} at '{}' failed to satisfy constraint: {constraint}",
            lower_camel(name)
        );
        Self::new(400, "ValidationError", message)
    }

    pub(super) fn unknown_action(action: &str, version: &str) -> Self {
        Self::new(400, "InvalidAction", format!("Could not find operation {action} for version {version}"))
    }

    pub(super) fn stranger(stranger: Stranger) -> Self {
        const MISSING: &str = "Request is missing Authentication Token";
        const NO_MATCH: &str = "The request signature we calculated does not match the signature you provided. \
                                Check your AWS Secret Access Key and signing method. Consult the service \
                                documentation for details.";
        match stranger {
            Stranger::Anonymous => Self::new(403, "MissingAuthenticationToken", MISSING),
            Stranger::Unreadable(Unreadable::Mechanism | Unreadable::Malformed(_)) => {
                Self::new(400, "IncompleteSignature", "Authorization header does not have the right form.")
            }
            Stranger::Unreadable(Unreadable::Skewed | Unreadable::Expired) => Self::new(
                403,
                "SignatureDoesNotMatch",
                "Signature expired or not yet current: check the clock.",
            ),
            Stranger::Unreadable(Unreadable::Body) | Stranger::Denied(Denied::WrongSignature) => {
                Self::new(403, "SignatureDoesNotMatch", NO_MATCH)
            }
            Stranger::Denied(Denied::UnknownKey | Denied::WrongToken) => Self::new(
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
            ),
            Stranger::Denied(Denied::ExpiredToken) => {
                Self::new(403, "ExpiredToken", "The security token included in the request is expired")
            }
        }
    }

    /// The error that a fault rule asks for by its status.
    pub(super) fn injected(status: u16) -> Self {
        let (code, message) = match status {
            400 => ("ValidationError", "The request is not valid."),
            403 => ("AccessDenied", "User is not authorized to perform this operation."),
            429 => ("Throttling", "Rate exceeded"),
            503 => ("ServiceUnavailable", "Service is unable to handle request."),
            _ => ("InternalFailure", "An internal failure occurred."),
        };
        Self::new(status, code, message)
    }

    pub(super) fn into_reply(self) -> Reply {
        let kind = if self.status < 500 { "Sender" } else { "Receiver" };
        let body = format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{kind}</Type>{}{}</Error>\
             <RequestId>{}</RequestId></ErrorResponse>",
            element("Code", self.code),
            element("Message", &self.message),
            uuid(),
        );
        xml::reply(self.status, body)
    }
}

fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}
