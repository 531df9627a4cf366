//! The JSON API, <https://cloud.google.com/storage/docs/json_api/v1>.
//!
//! Operations have the names that gRPC has for them, so that a fault rule or a look into the log of calls means both
//! protocols.

mod buckets;
mod objects;
mod upload;

use bytes::Bytes;
use http::{Method, Request};
use serde_json::Value;

use super::{Preconditions, Storage};
use crate::answer::Reply;
use crate::core::Core;
use crate::error::Error;
use crate::gcp::caller::Caller;
use crate::gcp::refusal::{Kind, Refusal};
use crate::gcp::rest::{self, Query, Service, Work};
use crate::store::Section;

/// A request, taken apart.
struct Asked {
    query: Query,
    headers: http::HeaderMap,
    body: Bytes,
    /// The URL's part before the API's path, for links to resources.
    root: String,
}

type Run = fn(&Section<Storage>, &[String], &Asked) -> Result<Reply, Refusal>;

/// The API over its state.
pub(crate) struct Api(Section<Storage>);

impl Api {
    pub(crate) fn open(core: &Core) -> Result<Self, Error> {
        core.store.section(super::SECTION).map(Self)
    }
}

impl Service for Api {
    fn prepare(&self, request: &Request<Bytes>) -> Option<Work> {
        prepare(self.0.clone(), request)
    }
}

fn prepare(storage: Section<Storage>, request: &Request<Bytes>) -> Option<Work> {
    let path = request.uri().path();
    let (kind, path) = ["", "/upload", "/download"]
        .iter()
        .find_map(|kind| Some((*kind, path.strip_prefix(kind)?.strip_prefix("/storage/v1/")?)))?;
    let segments = path.split('/').map(|part| urlencoding::decode(part).map(std::borrow::Cow::into_owned));
    let segments: Vec<String> = segments.collect::<Result<_, _>>().ok()?;
    let query = Query::of(request.uri());
    let media = kind == "/download" || query.get("alt") == Some("media");
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (operation, permission, run): (_, _, Run) = match (request.method(), kind, &parts[..]) {
        (&Method::POST, "/upload", ["b", _, "o"]) => ("WriteObject", "objects.create", upload::insert),
        (&Method::GET, "" | "/download", ["b", _, "o", _]) if media => {
            ("ReadObject", "objects.get", objects::download)
        }
        (_, "/upload" | "/download", _) => return None,
        (&Method::GET, _, ["b"]) => ("ListBuckets", "buckets.list", buckets::list),
        (&Method::POST, _, ["b"]) => ("CreateBucket", "buckets.create", buckets::insert),
        (&Method::GET, _, ["b", _]) => ("GetBucket", "buckets.get", buckets::get),
        (&Method::PATCH, _, ["b", _]) => ("UpdateBucket", "buckets.update", buckets::patch),
        (&Method::PUT, _, ["b", _]) => ("UpdateBucket", "buckets.update", buckets::update),
        (&Method::DELETE, _, ["b", _]) => ("DeleteBucket", "buckets.delete", buckets::delete),
        (&Method::POST, _, ["b", _, "lockRetentionPolicy"]) => {
            ("LockBucketRetentionPolicy", "buckets.update", buckets::lock)
        }
        (&Method::GET, _, ["b", _, "iam"]) => ("GetIamPolicy", "buckets.getIamPolicy", buckets::get_iam),
        (&Method::PUT, _, ["b", _, "iam"]) => ("SetIamPolicy", "buckets.setIamPolicy", buckets::set_iam),
        (&Method::GET, _, ["b", _, "iam", "testPermissions"]) => {
            ("TestIamPermissions", "buckets.get", buckets::test_iam)
        }
        (&Method::GET, _, ["b", _, "o"]) => ("ListObjects", "objects.list", objects::list),
        (&Method::GET, _, ["b", _, "o", _]) => ("GetObject", "objects.get", objects::get),
        (&Method::PATCH, _, ["b", _, "o", _]) => ("UpdateObject", "objects.update", objects::patch),
        (&Method::DELETE, _, ["b", _, "o", _]) => ("DeleteObject", "objects.delete", objects::delete),
        _ => return None,
    };
    let asked = Asked {
        root: root(request),
        query,
        headers: request.headers().clone(),
        body: request.body().clone(),
    };
    let resource = match operation {
        "CreateBucket" => named(&asked.body),
        _ => segments.get(1).cloned().unwrap_or_default(),
    };
    let run = Box::new(move || {
        let answer = authenticate(&asked, permission).and_then(|()| run(&storage, &segments, &asked));
        answer.unwrap_or_else(|refusal| rest::refused(&refusal))
    });
    Some(Work { service: "storage", operation, resource, refuse: wanted, run })
}

/// What the API answers when a fault rule wants this HTTP status of it.
fn wanted(status: u16) -> Reply {
    rest::json(status, &Refusal::wanted(status).json(status))
}

impl Asked {
    fn metagenerations(&self) -> Result<Preconditions, Refusal> {
        let number = |name| self.query.number(name);
        Ok(Preconditions::new(number("ifMetagenerationMatch")?, number("ifMetagenerationNotMatch")?))
    }

    fn generations(&self) -> Result<Preconditions, Refusal> {
        let number = |name| self.query.number(name);
        Ok(Preconditions::new(number("ifGenerationMatch")?, number("ifGenerationNotMatch")?))
    }

    /// The body's document.
    fn document(&self) -> Result<Value, Refusal> {
        read(&self.body)
    }

    /// A reply with what the caller wants to see of a document.
    fn reply(&self, document: &Value) -> Result<Reply, Refusal> {
        let shown = match self.query.get("fields") {
            None | Some("" | "*") => document.clone(),
            Some(fields) => crate::gcp::fields::only(document, fields)?,
        };
        Ok(rest::json(200, &shown))
    }
}

fn read(body: &[u8]) -> Result<Value, Refusal> {
    match serde_json::from_slice(body) {
        Ok(document @ Value::Object(_)) => Ok(document),
        _ if body.is_empty() => Ok(Value::Object(serde_json::Map::new())),
        _ => Err(Refusal::new(Kind::Invalid, "parseError", "Parse Error")),
    }
}

/// The name in the body of a bucket to be.
fn named(body: &[u8]) -> String {
    let document = read(body).unwrap_or_default();
    document.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn root(request: &Request<Bytes>) -> String {
    let host = request.headers().get(http::header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("storage.googleapis.com"))
}

fn authenticate(asked: &Asked, permission: &str) -> Result<(), Refusal> {
    let (reason, message) = match Caller::of(&asked.headers) {
        Caller::Token(_) => return Ok(()),
        Caller::Unreadable => ("authError", "Invalid Credentials".to_owned()),
        Caller::Anonymous => {
            let thing = match permission {
                "buckets.list" | "buckets.create" => "project",
                permission if permission.starts_with("objects.") => "object",
                _ => "bucket",
            };
            let message = format!(
                "Anonymous caller does not have storage.{permission} access to the Google Cloud Storage {thing}. \
                 Permission 'storage.{permission}' denied on resource (or it may not exist)."
            );
            ("required", message.replace("Cloud Storage project", "Cloud project"))
        }
    };
    let location = Some(("header", "Authorization"));
    Err(Refusal { location, ..Refusal::new(Kind::Unauthenticated, reason, message) })
}

fn no_content() -> Reply {
    let mut reply = Reply::default();
    *reply.status_mut() = http::StatusCode::NO_CONTENT;
    reply
}
