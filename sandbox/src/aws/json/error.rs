//! Errors in JSON, and those that all services share.

use http::HeaderValue;
use serde_json::Value;

use super::{Object, Protocol, reply};
use crate::answer::Reply;
use crate::aws::Stranger;
use crate::aws::credentials::Denied;
use crate::aws::sign::Unreadable;

/// An error as it is answered.
#[derive(Debug, PartialEq)]
pub(in crate::aws) struct Error {
    pub(in crate::aws) status: u16,
    pub(in crate::aws) code: &'static str,
    pub(in crate::aws) message: String,
    /// What it tells beside, as the service's model has it.
    pub(in crate::aws) members: Object,
}

impl Error {
    pub(in crate::aws) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), members: Object::new() }
    }

    pub(in crate::aws) fn with(mut self, name: &str, value: Value) -> Self {
        self.members.insert(name.to_owned(), value);
        self
    }

    /// Input that is not of the types of the service's model.
    pub(in crate::aws) fn serialization(message: &str) -> Self {
        Self::new(400, "SerializationException", message)
    }

    pub(in crate::aws) fn unknown_operation() -> Self {
        Self::new(404, "UnknownOperationException", "")
    }

    /// The error for a caller that is nobody. The codes are those of
    /// docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html, which all services in JSON share.
    pub(in crate::aws) fn stranger(stranger: &Stranger, protocol: Protocol) -> Self {
        const NO_MATCH: &str = "The request signature we calculated does not match the signature you provided. \
                                Check your AWS Secret Access Key and signing method. Consult the service \
                                documentation for details.";
        let (code, message) = match stranger {
            Stranger::Anonymous => ("MissingAuthenticationTokenException", "Missing Authentication Token"),
            Stranger::Unreadable(Unreadable::Mechanism | Unreadable::Malformed(_)) => {
                ("IncompleteSignatureException", "Authorization header does not have the right form.")
            }
            Stranger::Unreadable(Unreadable::Skewed | Unreadable::Expired) => {
                ("InvalidSignatureException", "Signature expired or not yet current: check the clock.")
            }
            Stranger::Unreadable(Unreadable::Body) | Stranger::Denied(Denied::WrongSignature) => {
                ("InvalidSignatureException", NO_MATCH)
            }
            Stranger::Denied(Denied::UnknownKey | Denied::WrongToken) => {
                ("UnrecognizedClientException", "The security token included in the request is invalid.")
            }
            Stranger::Denied(Denied::ExpiredToken) => {
                ("ExpiredTokenException", "The security token included in the request is expired")
            }
        };
        Self::new(if protocol == Protocol::Rest { 403 } else { 400 }, code, message)
    }

    pub(in crate::aws) fn into_reply(self, protocol: Protocol) -> Reply {
        let mut body = self.members;
        match protocol {
            Protocol::Rest => body.insert("message".into(), self.message.into()),
            Protocol::Target => {
                body.insert("__type".into(), self.code.into());
                body.insert("Message".into(), self.message.into())
            }
        };
        let mut reply = reply(protocol, self.status, &body);
        if protocol == Protocol::Rest {
            reply.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(self.code));
        }
        reply
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_protocol_has_its_place_for_the_code() {
        let error = || Error::new(404, "NotFoundException", "gone").with("name", Value::Null);
        let reply = error().into_reply(Protocol::Rest);
        assert_eq!(reply.status(), 404);
        assert_eq!(reply.headers()["x-amzn-errortype"], "NotFoundException");
        assert_eq!(reply.headers()["content-type"], "application/json");
        assert_eq!(reply.body(), r#"{"message":"gone","name":null}"#);

        let reply = error().into_reply(Protocol::Target);
        assert!(reply.headers().get("x-amzn-errortype").is_none());
        assert_eq!(reply.headers()["content-type"], "application/x-amz-json-1.1");
        assert_eq!(reply.body(), r#"{"Message":"gone","__type":"NotFoundException","name":null}"#);
    }
}
