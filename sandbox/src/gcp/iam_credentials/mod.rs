//! IAM Service Account Credentials: tokens of service accounts for those who may impersonate them.
//!
//! `POST /v1/projects/-/serviceAccounts/EMAIL:generateAccessToken`,
//! <https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken>.

use bytes::Bytes;
use http::{Method, Request};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tonic::Code;

use super::caller::{self, Caller};
use super::rest::{Service, Work, json as reply};
use super::status::Status;
use super::time::Time;
use crate::answer::Reply;

const API: &str = "iamcredentials.googleapis.com";

const METHOD: &str = "google.iam.credentials.v1.IAMCredentials.GenerateAccessToken";

/// Longer needs an organization policy, which the sandbox does not have.
const LONGEST: f64 = 3600.0;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct GenerateAccessToken {
    delegates: Vec<String>,
    scope: Vec<String>,
    lifetime: String,
}

impl Default for GenerateAccessToken {
    fn default() -> Self {
        Self { delegates: Vec::new(), scope: Vec::new(), lifetime: "3600s".into() }
    }
}

/// The API.
pub(crate) struct Api;

impl Service for Api {
    fn prepare(&self, request: &Request<Bytes>) -> Option<Work> {
        prepare(request)
    }
}

fn prepare(request: &Request<Bytes>) -> Option<Work> {
    let path = urlencoding::decode(request.uri().path()).ok()?.into_owned();
    let account = path.strip_prefix("/v1/projects/")?.strip_suffix(":generateAccessToken")?;
    if request.method() != Method::POST {
        return None;
    }
    let (project, email) = account.split_once("/serviceAccounts/")?;
    let reply = generate(request, project, email);
    Some(Work {
        service: "iamcredentials",
        operation: "GenerateAccessToken",
        resource: email.into(),
        refuse: wanted,
        run: Box::new(move || reply),
    })
}

/// What the API answers when a fault rule wants this HTTP status of it.
fn wanted(status: u16) -> Reply {
    match status {
        403 => Status::new(
            Code::PermissionDenied,
            "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
        )
        .reply(),
        _ => Status::wanted(status).reply_with(status),
    }
}

fn generate(request: &Request<Bytes>, project: &str, email: &str) -> Reply {
    if !matches!(Caller::of(request.headers()), Caller::Token(_)) {
        return Status::unauthenticated(API, METHOD).reply();
    }
    let wanted = match read(request.body()) {
        Ok(wanted) => wanted,
        Err(error) => return invalid(&format!("Invalid JSON payload received. {error}"), None),
    };
    if project != "-" {
        return invalid(
            "Invalid form of account ID: the project must be the wildcard character '-'.",
            Some("name"),
        );
    }
    if !email.ends_with(".gserviceaccount.com") || !email.contains('@') {
        let message = format!("Not found; Gaia id not found for email {email}");
        return Status::new(Code::NotFound, message).reply();
    }
    if wanted.scope.is_empty() || wanted.scope.iter().any(String::is_empty) {
        return invalid("Scope required.", Some("scope"));
    }
    if let Some(delegate) =
        wanted.delegates.iter().find(|name| !name.starts_with("projects/-/serviceAccounts/"))
    {
        return invalid(&format!("Invalid delegate: {delegate}"), Some("delegates"));
    }
    let Some(seconds) = wanted.lifetime.strip_suffix('s').and_then(|number| number.parse::<f64>().ok())
    else {
        return invalid("Invalid duration format: it must be seconds with the suffix 's'.", Some("lifetime"));
    };
    if !(seconds > 0.0 && seconds <= LONGEST) {
        let message = "The access token lifetime must be from 1 to 3600 seconds; longer lifetimes need the constraint \
                       constraints/iam.allowServiceAccountCredentialLifetimeExtension.";
        return invalid(message, Some("lifetime"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above: from 0 to 3600")]
    let end = Time::now().plus_seconds(seconds as i64);
    let expire_time = end.0.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    reply(200, &json!({ "accessToken": caller::token_of(email), "expireTime": expire_time }))
}

/// A null stands for a field that is not set, as everywhere in protobuf's JSON.
fn read(body: &[u8]) -> serde_json::Result<GenerateAccessToken> {
    let mut fields: Map<String, Value> =
        if body.is_empty() { Map::new() } else { serde_json::from_slice(body)? };
    fields.retain(|_, value| !value.is_null());
    serde_json::from_value(fields.into())
}

fn invalid(message: &str, field: Option<&str>) -> Reply {
    let status = Status::new(Code::InvalidArgument, message);
    match field {
        Some(field) => status.violations([(field, message)]).reply(),
        None => status.reply(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROBOT: &str = "-/serviceAccounts/robot@my-project.iam.gserviceaccount.com";

    fn check(account: &str, body: &'static str, expected: (u16, &str)) {
        let request = Request::builder()
            .method("POST")
            .uri(format!("/v1/projects/{account}:generateAccessToken"))
            .header("authorization", "Bearer abc")
            .body(Bytes::from(body))
            .unwrap();
        let reply = (prepare(&request).unwrap().run)();
        let text = String::from_utf8(reply.body().to_vec()).unwrap();
        assert_eq!(reply.status().as_u16(), expected.0, "{body} {text}");
        assert!(text.contains(expected.1), "{body} {text}");
    }

    #[test]
    fn tokens_of_service_accounts() {
        let token = caller::token_of("robot@my-project.iam.gserviceaccount.com");
        check(ROBOT, r#"{"scope":["s"],"delegates":null}"#, (200, &token));
        check(ROBOT, "", (400, "Scope required"));
        check(ROBOT, r#"{"scope":["s"],"lifetime":"3601s"}"#, (400, "lifetime"));
        check(ROBOT, r#"{"scope":["s"],"lifetime":"0s"}"#, (400, "lifetime"));
        check(ROBOT, r#"{"scope":["s"],"lifetime":"1h"}"#, (400, "Invalid duration"));
        check(ROBOT, r#"{"scope":"s"}"#, (400, "Invalid JSON"));
        check(ROBOT, r#"{"scope":["s"],"delegates":["a"]}"#, (400, "Invalid delegate"));
        check("-/serviceAccounts/a@example.com", r#"{"scope":["s"]}"#, (404, "Gaia id not found"));
        check("my-project/serviceAccounts/a@b.gserviceaccount.com", r#"{"scope":["s"]}"#, (400, "wildcard"));
    }

    #[test]
    fn a_caller_is_needed() {
        let uri = format!("/v1/projects/{ROBOT}:generateAccessToken");
        let request = Request::builder().method("POST").uri(uri).body(Bytes::new()).unwrap();
        assert_eq!((prepare(&request).unwrap().run)().status().as_u16(), 401);
    }
}
