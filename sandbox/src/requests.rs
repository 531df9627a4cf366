//! The requests as they came, kept when that is asked for, so that the clouds' own models can be held against what a
//! client sends.
//!
//! A request is set aside before its service sees it, and kept when its call is logged: so no service needs to know
//! of this, and each request has the name that its service gave it.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::sync::{Mutex, OnceLock, PoisonError};

use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::request::Parts;
use serde::Serialize;

use crate::call::Call;

/// Requests kept; older ones are forgotten.
const KEPT: usize = 50_000;

/// Bytes of bodies kept; the oldest requests are forgotten until the rest fits.
const KEPT_BYTES: usize = 64 << 20;

tokio::task_local! {
    /// The request being served, until its call is logged.
    static SERVED: RefCell<Option<Raw>>;
}

/// A request that was kept.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Request {
    /// 1 for the first request since the start, the last reset or the last clearing.
    pub(crate) n: u64,
    pub(crate) cloud: &'static str,
    /// As in the log of calls; empty where no service wanted the request.
    pub(crate) service: &'static str,
    /// As in the log of calls; empty where no service wanted the request.
    pub(crate) operation: String,
    #[serde(flatten)]
    raw: Raw,
}

/// What came over the wire.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Raw {
    method: String,
    /// The path, and the query where there is one, as they were sent.
    path: String,
    /// Names in lower case; values of one name are joined by commas, as HTTP says that they may be.
    headers: BTreeMap<String, String>,
    /// The body; of a call of gRPC the message without its frame.
    #[serde(rename = "body_base64", serialize_with = "base64")]
    body: Bytes,
}

/// The requests so far, where they are kept.
#[derive(Default)]
pub(crate) struct Requests(OnceLock<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    last: u64,
    bytes: usize,
    requests: VecDeque<Request>,
}

impl Requests {
    /// Keeps requests from now on.
    pub(crate) fn keep(&self) {
        self.0.get_or_init(Mutex::default);
    }

    /// Serves a request by `work`, and keeps it under the name that its call is logged with.
    pub(crate) async fn serve<T>(&self, head: &Parts, body: &Bytes, work: impl Future<Output = T>) -> T {
        if self.0.get().is_none() {
            return work.await;
        }
        let served = async {
            let answer = work.await;
            self.take(Call { cloud: "", service: "", operation: String::new(), resource: String::new() });
            answer
        };
        SERVED.scope(RefCell::new(Some(Raw::of(head, body))), served).await
    }

    /// Keeps the request being served, whose call this is. One that was taken before is not taken again.
    pub(crate) fn take(&self, call: Call) {
        let Some(kept) = self.0.get() else { return };
        if let Ok(Some(raw)) = SERVED.try_with(RefCell::take) {
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(call, raw);
        }
    }

    /// The requests so far, oldest first; `None` where they are not kept.
    pub(crate) fn all(&self) -> Option<Vec<Request>> {
        let kept = self.0.get()?.lock().unwrap_or_else(PoisonError::into_inner);
        Some(kept.requests.iter().cloned().collect())
    }

    /// Forgets the requests so far.
    pub(crate) fn clear(&self) {
        if let Some(kept) = self.0.get() {
            mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

impl Kept {
    fn push(&mut self, call: Call, raw: Raw) {
        self.last += 1;
        self.bytes += raw.body.len();
        let Call { cloud, service, operation, .. } = call;
        self.requests.push_back(Request { n: self.last, cloud, service, operation, raw });
        while self.requests.len() > KEPT || self.bytes > KEPT_BYTES {
            let Some(oldest) = self.requests.pop_front() else { break };
            self.bytes -= oldest.raw.body.len();
        }
    }
}

impl Raw {
    fn of(head: &Parts, body: &Bytes) -> Self {
        let mut headers = BTreeMap::<String, String>::new();
        for (name, value) in &head.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            let joined = headers.entry(name.as_str().to_owned()).or_default();
            if !joined.is_empty() {
                joined.push(',');
            }
            joined.push_str(&value);
        }
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Self { method: head.method.to_string(), path, headers, body: body.clone() }
    }
}

fn base64<S: serde::Serializer>(body: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&base64::display::Base64Display::new(body, &STANDARD))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Serves a request whose service logs these operations.
    async fn serve(requests: &Requests, path: &str, body: &'static [u8], operations: &[&str]) {
        let (head, ()) =
            http::Request::put(path).header("x-a", "1").header("x-a", "2").body(()).unwrap().into_parts();
        let work = async {
            for operation in operations {
                let (operation, resource) = ((*operation).to_owned(), String::new());
                requests.take(Call { cloud: "aws", service: "s3", operation, resource });
            }
        };
        requests.serve(&head, &Bytes::from_static(body), work).await;
    }

    #[tokio::test]
    async fn requests_are_kept_as_they_came() {
        let requests = Requests::default();
        requests.keep();
        serve(&requests, "/b%20c?x&y=1", b"body", &["PutObject", "Again"]).await;
        serve(&requests, "/", b"", &[]).await;
        let kept = serde_json::to_value(requests.all()).unwrap();
        let headers = serde_json::json!({"x-a": "1,2"});
        assert_eq!(
            kept,
            serde_json::json!([
                {"n": 1, "cloud": "aws", "service": "s3", "operation": "PutObject", "method": "PUT",
                 "path": "/b%20c?x&y=1", "headers": headers, "body_base64": "Ym9keQ=="},
                {"n": 2, "cloud": "", "service": "", "operation": "", "method": "PUT",
                 "path": "/", "headers": headers, "body_base64": ""},
            ])
        );
        requests.clear();
        assert!(requests.all().unwrap().is_empty());
    }

    #[tokio::test]
    async fn nothing_is_kept_unless_told_to() {
        let requests = Requests::default();
        serve(&requests, "/", b"body", &["PutObject"]).await;
        assert!(requests.all().is_none());
    }

    #[tokio::test]
    async fn the_oldest_are_forgotten() {
        let requests = Requests::default();
        requests.keep();
        static LARGE: [u8; KEPT_BYTES] = [0; KEPT_BYTES];
        serve(&requests, "/one", b"x", &["PutObject"]).await;
        serve(&requests, "/two", &LARGE, &["PutObject"]).await;
        let kept: Vec<_> = requests.all().unwrap().into_iter().map(|request| request.raw.path).collect();
        assert_eq!(kept, ["/two"]);
    }
}
