//! Amazon S3. The crate s3s reads requests and writes replies; what the calls do is here, one facet of a bucket a
//! file.
//!
//! A call goes through [`Service::handle`] (addressing, transfer coding), then either s3s or, where s3s lacks an
//! operation or one of its fields, [`handmade`], both through [`gate`] (faults, caller, bucket, region), to the
//! facet's function, and out through [`reply`] (headers and elements that every reply of S3 has).
//!
//! Bucket policies are checked and kept, and decide whether a bucket is public; they are not evaluated for each
//! call. If they were, a policy that demands TLS would shut out every caller, for the sandbox has none.

mod abac;
mod accelerate;
mod acl;
mod address;
mod bucket;
mod cors;
mod document;
mod encryption;
mod error;
mod gate;
mod handmade;
mod intelligent_tiering;
mod lifecycle;
mod location;
mod logging;
mod multipart;
mod object;
mod object_listing;
mod object_lock;
mod operations;
mod ownership;
mod policy;
mod policy_document;
mod public_access;
mod replication;
mod reply;
mod request_payment;
mod session;
mod state;
mod tag_resource;
mod tagging;
mod versioning;

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3Error, S3Result};

use self::gate::Gate;
use self::state::State;
use super::credentials::{Credentials, Principal};
use super::{Caller, Stranger, chunked, sign};
use crate::answer::Answer;
use crate::call::Call;
use crate::core::Core;
use crate::error::Error;
use crate::fault::Admission;
use crate::store::Section;

/// The service.
pub(crate) struct Service {
    core: Core,
    gate: Gate,
    inner: S3Service,
}

/// What the facets know of a call besides its input, and what is noted of it on its way.
pub(super) struct Ask {
    caller: Result<Caller, Stranger>,
    /// The whole body, with its transfer coding undone.
    body: Bytes,
    /// The namespace that `CreateBucket` names in a header which s3s does not read.
    namespace: Option<String>,
    note: Mutex<Option<Note>>,
}

/// What the gate noted of a call.
struct Note {
    call: Call,
    admission: Admission,
}

impl Service {
    pub(crate) fn open(core: Core, credentials: Credentials) -> Result<Self, Error> {
        let state: Section<State> = core.store.section("aws.s3")?;
        let gate = Gate { faults: Arc::clone(&core.faults), state: state.clone() };
        let mut builder = S3ServiceBuilder::new(operations::Operations { state, credentials });
        builder.set_auth(gate::NoSignatures);
        builder.set_access(gate.clone());
        builder.set_validation(bucket::AnyName);
        Ok(Self { core, gate, inner: builder.build() })
    }

    pub(crate) async fn handle(&self, request: Request<Bytes>, caller: Result<Caller, Stranger>) -> Answer {
        let head = request.method() == http::Method::HEAD;
        let (answered, note) = match chunked::join(address::to_path_style(request)) {
            Some(request) => self.answer(request, caller).await,
            None => (Err(error::malformed_chunks()), Note::unknown()),
        };
        let answer = match note.admission {
            Admission::Drop | Admission::ServeThenDrop => Answer::Drop,
            Admission::Serve | Admission::Refuse(_) => {
                Answer::Reply(reply::finish(answered, &note.call, &self.gate, head).await)
            }
        };
        self.core.calls.record(note.call, answer.status());
        answer
    }

    async fn answer(
        &self,
        request: Request<Bytes>,
        caller: Result<Caller, Stranger>,
    ) -> (S3Result<s3s::HttpResponse>, Note) {
        let ask = Arc::new(Ask {
            caller,
            body: request.body().clone(),
            namespace: sign::text(&request, "x-amz-bucket-namespace").map(str::to_owned),
            note: Mutex::default(),
        });
        let answered = match handmade::find(&request) {
            Some(operation) => self.by_hand(operation, &request, &ask).await,
            None => self.by_s3s(request, &ask).await,
        };
        (answered, ask.take_note().unwrap_or_else(Note::unknown))
    }

    async fn by_s3s(&self, request: Request<Bytes>, ask: &Arc<Ask>) -> S3Result<s3s::HttpResponse> {
        let (mut parts, body) = request.into_parts();
        // The signature has been checked. s3s would ask for a secret key that need not exist.
        parts.headers.remove(http::header::AUTHORIZATION);
        parts.uri = address::without_signature(&parts.uri);
        if parts.uri.path() == "/" && ask.caller().is_ok_and(|caller| caller.service == "s3express") {
            // AWS tells the two lists by their endpoints, s3s by a parameter that not every SDK sends.
            parts.uri = http::Uri::from_static("/?x-id=ListDirectoryBuckets");
        }
        parts.extensions.insert(Arc::clone(ask));
        let request = Request::from_parts(parts, Body::from(body));
        self.inner.call(request).await.map_err(|_| error::internal())
    }

    async fn by_hand(
        &self,
        operation: &handmade::Operation,
        request: &Request<Bytes>,
        ask: &Ask,
    ) -> S3Result<s3s::HttpResponse> {
        let bucket = operation.bucket(request);
        self.gate.pass(ask, operation.name, Some(&bucket), request.headers()).await?;
        operation.act(ask, &self.gate.state, &bucket, request)
    }
}

impl Ask {
    /// Who calls. The gate has turned strangers away.
    fn caller(&self) -> S3Result<&Caller> {
        self.caller.as_ref().map_err(error::stranger)
    }

    fn principal(&self) -> S3Result<&Principal> {
        self.caller().map(|caller| &caller.principal)
    }

    fn note(&self, note: Note) {
        *self.note.lock().unwrap_or_else(PoisonError::into_inner) = Some(note);
    }

    fn take_note(&self) -> Option<Note> {
        self.note.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Note {
    /// For a request that was refused before anyone knew what it wanted.
    fn unknown() -> Self {
        let call = Call { cloud: "aws", service: "s3", operation: "Unknown".into(), resource: String::new() };
        Self { call, admission: Admission::Serve }
    }
}

/// The ask that travels with a request through s3s.
fn ask_of(extensions: &http::Extensions) -> Result<&Arc<Ask>, S3Error> {
    extensions.get::<Arc<Ask>>().ok_or_else(error::internal)
}
