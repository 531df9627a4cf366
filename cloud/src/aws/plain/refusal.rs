//! The error that a service writes into the body of its answer.

use std::fmt;

use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};

/// A service's refusal: its code and its words, as far as the body tells them.
#[derive(Debug)]
pub(crate) struct Refusal(ErrorMetadata);

impl Refusal {
    fn new(code: Option<String>, message: Option<String>) -> Self {
        let mut told = ErrorMetadata::builder();
        if let Some(code) = code.filter(|code| !code.is_empty()) {
            told = told.code(code);
        }
        if let Some(message) = message.filter(|message| !message.is_empty()) {
            told = told.message(message);
        }
        Refusal(told.build())
    }

    /// The `Error` of a document: the root (S3), within the root (S3 Control, query) or within `Errors` (EC2).
    pub(super) fn of_xml(body: &str) -> Self {
        let mut document = Document::new(body);
        let told = document.root_element().ok().and_then(|root| code_and_message(root, 2));
        let (code, message) = told.unwrap_or_default();
        Refusal::new(code, message)
    }

    /// The members `__type` and `message`. The header `x-amzn-errortype` comes before the member; both may carry a
    /// namespace before `#`, and the header a URL after `:` (AWS JSON 1.1 protocol, "Operation error serialization").
    pub(super) fn of_json(header: Option<&str>, body: &str) -> Self {
        let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
        let member = |name: &str| body.get(name).and_then(serde_json::Value::as_str);
        let kind = header.or_else(|| member("__type")).or_else(|| member("code"));
        let code = kind.map(|kind| {
            let kind = kind.split(':').next().unwrap_or_default();
            kind.rsplit('#').next().unwrap_or_default().to_owned()
        });
        Refusal::new(code, member("message").or_else(|| member("Message")).map(str::to_owned))
    }
}

/// The code and the message of the first `Error` at most `depth` elements below.
fn code_and_message(
    mut element: ScopedDecoder<'_, '_>,
    depth: u8,
) -> Option<(Option<String>, Option<String>)> {
    if element.start_el().matches("Error") {
        let (mut code, mut message) = (None, None);
        while let Some(mut child) = element.next_tag() {
            let place = match child.start_el().local() {
                "Code" => &mut code,
                "Message" => &mut message,
                _ => continue,
            };
            *place = try_data(&mut child).ok().map(|data| data.into_owned());
        }
        return Some((code, message));
    }
    while let (Some(child), 1..) = (element.next_tag(), depth) {
        if let Some(found) = code_and_message(child, depth - 1) {
            return Some(found);
        }
    }
    None
}

impl ProvideErrorMetadata for Refusal {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(refusal: &Refusal, expected: Option<(&str, &str)>) {
        assert_eq!(refusal.code().zip(refusal.message()), expected, "{refusal:?}");
    }

    #[test]
    fn errors_of_xml_are_found_in_every_form() {
        let error = "<Error><Type>Sender</Type><Code>NoSuchBucket</Code><Message>a &amp; b</Message></Error>";
        let expected = Some(("NoSuchBucket", "a & b"));
        for body in [
            error.to_owned(),
            format!("<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>"),
            format!("<Response><Errors>{error}</Errors><RequestID>1</RequestID></Response>"),
        ] {
            check(&Refusal::of_xml(&body), expected);
        }
        for body in ["", "no xml", "<Other/>", "<A><B><C><D>x</D></C></B></A>"] {
            check(&Refusal::of_xml(body), None);
        }
    }

    #[test]
    fn errors_of_json_are_found_in_every_form() {
        let expected = Some(("NotFoundException", "no budget"));
        for (header, body) in [
            (None, r#"{"__type":"NotFoundException","message":"no budget"}"#),
            (None, r#"{"__type":"com.amazonaws.budgets#NotFoundException","Message":"no budget"}"#),
            (Some("NotFoundException:http://internal.amazon.com/"), r#"{"message":"no budget"}"#),
            (Some("NotFoundException"), r#"{"__type":"Other","message":"no budget"}"#),
        ] {
            check(&Refusal::of_json(header, body), expected);
        }
        for body in ["", "<html>", "[]", r#"{"message":7}"#] {
            check(&Refusal::of_json(None, body), None);
        }
    }
}
