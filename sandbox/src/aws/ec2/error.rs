//! The errors of EC2, with the codes and the words of the real service
//! (docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).

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
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: 400, code, message: message.into() }
    }

    pub(super) fn missing(name: &str) -> Self {
        Self::new("MissingParameter", format!("The request must contain the parameter {name}"))
    }

    pub(super) fn value(value: &str, name: &str) -> Self {
        Self::new("InvalidParameterValue", format!("Value ({value}) for parameter {name} is invalid."))
    }

    pub(super) fn combination(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterCombination", message)
    }

    pub(super) fn stranger(stranger: &Stranger) -> Self {
        let (status, code, message) = match stranger {
            Stranger::Anonymous => {
                (403, "MissingAuthenticationToken", "Request is missing Authentication Token")
            }
            Stranger::Unreadable(Unreadable::Mechanism | Unreadable::Malformed(_)) => {
                (400, "IncompleteSignature", "Authorization header does not have the right form.")
            }
            Stranger::Unreadable(Unreadable::Skewed | Unreadable::Expired) => {
                (400, "RequestExpired", "Request has expired.")
            }
            Stranger::Denied(Denied::ExpiredToken) => (400, "RequestExpired", "Request has expired."),
            Stranger::Unreadable(Unreadable::Body)
            | Stranger::Denied(Denied::WrongSignature | Denied::UnknownKey | Denied::WrongToken) => {
                (401, "AuthFailure", "AWS was not able to validate the provided access credentials")
            }
        };
        Self { status, code, message: message.to_owned() }
    }

    /// The error that a fault rule asks for by its status.
    pub(super) fn injected(status: u16) -> Self {
        let (code, message) = match status {
            403 => ("UnauthorizedOperation", "You are not authorized to perform this operation."),
            429 => ("RequestLimitExceeded", "Request limit exceeded."),
            400..500 => ("InvalidParameterValue", "A value is not valid."),
            503 => ("Unavailable", "The server is overloaded and can't handle the request."),
            _ => ("InternalError", "An internal error has occurred"),
        };
        Self { status, code, message: message.to_owned() }
    }

    pub(super) fn into_reply(self) -> Reply {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error>{}{}</Error></Errors>{}</Response>",
            element("Code", self.code),
            element("Message", &self.message),
            element("RequestID", &uuid()),
        );
        xml::reply(self.status, body)
    }
}
