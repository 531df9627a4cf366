//! What the services of the REST port have in common: what they make of a request, and what answers are made with.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{Request, StatusCode, Uri};
use serde::Serialize;

use super::refusal::{Kind, Refusal};
use crate::answer::Reply;

/// A service of the port.
pub(crate) trait Service: Send + Sync {
    /// Understands a call; `None` when it is for another service.
    fn prepare(&self, request: &Request<Bytes>) -> Option<Work>;
}

/// A call that is understood and not yet carried out.
pub(crate) struct Work {
    /// As the log of calls names the service.
    pub(crate) service: &'static str,
    /// As the service's API reference spells it.
    pub(crate) operation: &'static str,
    /// Name of what the call is about; empty where there is none.
    pub(crate) resource: String,
    /// What the service answers when a fault rule wants this HTTP status of it.
    pub(crate) refuse: fn(u16) -> Reply,
    pub(crate) run: Box<dyn FnOnce() -> Reply + Send>,
}

/// The reply that tells a refusal as the JSON API of storage does.
pub(crate) fn refused(refusal: &Refusal) -> Reply {
    let status = refusal.kind.status();
    if refusal.kind == Kind::NotModified {
        let mut reply = Reply::default();
        *reply.status_mut() = StatusCode::NOT_MODIFIED;
        return reply;
    }
    let mut reply = json(status, &refusal.json(status));
    if refusal.kind == Kind::Unauthenticated {
        let scheme = HeaderValue::from_static("Bearer realm=\"https://accounts.google.com/\"");
        reply.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    reply
}

/// A reply in JSON.
pub(crate) fn json(status: u16, body: &impl Serialize) -> Reply {
    let (status, body) = match serde_json::to_vec(body) {
        Ok(body) => (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string().into_bytes()),
    };
    let mut reply = Reply::new(body.into());
    *reply.status_mut() = status;
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=UTF-8"));
    reply
}

/// Parameters of a query or a form.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn of(uri: &Uri) -> Self {
        Self::of_form(uri.query().unwrap_or_default().as_bytes())
    }

    pub(crate) fn of_form(form: &[u8]) -> Self {
        Self(
            form_urlencoded::parse(form)
                .map(|(key, value)| (Cow::into_owned(key), value.into_owned()))
                .collect(),
        )
    }

    /// The names of the parameters.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter that may be given again and again.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// The text, empty where there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let invalid = |text: &str| Refusal::invalid(format!("Invalid value '{text}' for parameter {name}."));
        self.get(name).map(|text| text.parse().map_err(|_| invalid(text))).transpose()
    }

    pub(crate) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.get(name) {
            None | Some("false" | "False") => Ok(false),
            Some("true" | "True") => Ok(true),
            Some(text) => Err(Refusal::invalid(format!("Invalid value '{text}' for parameter {name}."))),
        }
    }
}
