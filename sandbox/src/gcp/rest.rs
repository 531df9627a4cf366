//! The REST port: which service a request is for, and what the services' answers are made with.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{Request, StatusCode, Uri};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::refusal::{Kind, Refusal};
use super::storage::Storage;
use super::{iam_credentials, oauth2, storage};
use crate::Error;
use crate::calls::Call;
use crate::core::Core;
use crate::store::Section;
use crate::web::{self, Answer, Handler, Reply};

/// Opens the services' sections and gives the task that serves them until `stop`.
pub(crate) fn serve(
    listener: TcpListener,
    core: Core,
    stop: CancellationToken,
) -> Result<impl Future<Output = ()> + use<>, Error> {
    let port = Port { storage: core.store.section(storage::SECTION)?, core: core.clone() };
    Ok(web::serve(listener, core, port, stop))
}

struct Port {
    core: Core,
    storage: Section<Storage>,
}

impl Handler for Port {
    async fn handle(&self, request: Request<Bytes>) -> Answer {
        let work = oauth2::prepare(&request)
            .or_else(|| iam_credentials::prepare(&request))
            .or_else(|| storage::rest::prepare(&request));
        let Some(Work { service, operation, resource, run }) = work else {
            return Answer::Reply(refused(&Refusal::new(Kind::NotFound, "notFound", "Not Found")));
        };
        let call = Call { cloud: "gcp", service, operation: operation.into(), resource };
        let carry_out = async { run(&self.storage).unwrap_or_else(|refusal| refused(&refusal)) };
        self.core.carry_out(call, |status| wanted(service, status), carry_out).await
    }
}

/// A call that is understood and not yet carried out.
pub(crate) struct Work {
    service: &'static str,
    operation: &'static str,
    resource: String,
    run: storage::Run<Reply>,
}

impl Work {
    pub(crate) fn new(
        service: &'static str,
        operation: &'static str,
        resource: impl Into<String>,
        run: impl FnOnce(&Section<Storage>) -> Result<Reply, Refusal> + Send + 'static,
    ) -> Self {
        Self { service, operation, resource: resource.into(), run: Box::new(run) }
    }

    /// The answer of a service without state.
    #[cfg(test)]
    pub(crate) fn answer_alone(self) -> Reply {
        let core = Core::open(None).unwrap();
        (self.run)(&core.store.section(storage::SECTION).unwrap()).unwrap()
    }
}

/// What a service answers when a fault rule wants this HTTP status of it.
fn wanted(service: &str, status: u16) -> Reply {
    match service {
        "iamcredentials" => iam_credentials::wanted(status),
        "oauth2" => oauth2::wanted(status),
        _ => json(status, &Refusal::wanted(status).json(status)),
    }
}

fn refused(refusal: &Refusal) -> Reply {
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
