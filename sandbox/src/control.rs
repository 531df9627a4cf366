//! The control API at `/_sandbox/` of every HTTP port: what tests read and break.
//!
//! | call | answer |
//! |---|---|
//! | `GET /_sandbox/calls` | the calls so far, see [`crate::calls::Record`] |
//! | `DELETE /_sandbox/calls` | forgets them |
//! | `GET /_sandbox/requests` | the requests so far, where they are kept, see [`crate::requests::Request`] |
//! | `DELETE /_sandbox/requests` | forgets them |
//! | `GET /_sandbox/faults` | the rules in force with their counts, see [`crate::fault::Rule`] |
//! | `POST /_sandbox/faults` | adds the rule of the body |
//! | `DELETE /_sandbox/faults` | removes all rules |
//! | `GET /_sandbox/credentials` | the keys that STS has handed out, see [`Credentials::issued`] |
//! | `GET /_sandbox/clock` | how the clock stands, see [`crate::clock::Settings`] |
//! | `POST /_sandbox/clock` | turns it, see [`crate::clock::Turn`] |
//! | `GET /_sandbox/fixtures` | what stands on the clouds by a test's word, see [`crate::fixtures::Fixtures`] |
//! | `POST /_sandbox/fixtures` | adds to it |
//! | `GET /_sandbox/outcomes` | the outcomes wanted, see [`crate::outcomes::Wanted`] |
//! | `POST /_sandbox/outcomes` | adds the one of the body |
//! | `DELETE /_sandbox/outcomes` | forgets them |
//! | `POST /_sandbox/reset` | forgets state, calls, requests, rules, outcomes, fixtures and the clock's turns |

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer::{Answer, Reply};
use crate::aws::Credentials;
use crate::core::Core;
use crate::fault::Rule;
use crate::web::Handler;

const ROOT: &str = "/_sandbox/";

const PAGES: [&str; 8] =
    ["calls", "clock", "credentials", "faults", "fixtures", "outcomes", "requests", "reset"];

/// The control API before the services of a port: every other request is theirs, and is kept, where requests are.
pub(crate) struct Control<H> {
    pub(crate) core: Core,
    pub(crate) services: H,
}

impl<H: Handler> Handler for Control<H> {
    async fn handle(&self, request: Request<Bytes>) -> Answer {
        if let Some(reply) = answer(&self.core, &request) {
            return Answer::Reply(reply);
        }
        let (head, body) = request.into_parts();
        let work = self.services.handle(Request::from_parts(head.clone(), body.clone()));
        self.core.calls.requests.serve(&head, &body, work).await
    }
}

/// Answers a request under `/_sandbox/`; `None` for every other request.
fn answer(core: &Core, request: &Request<Bytes>) -> Option<Reply> {
    let page = request.uri().path().strip_prefix(ROOT)?;
    Some(match (page, request.method()) {
        ("calls", &Method::GET) => json(StatusCode::OK, &core.calls.all()),
        ("calls", &Method::DELETE) => done(|| core.calls.clear()),
        ("requests", &Method::GET) => match core.calls.requests.all() {
            Some(requests) => json(StatusCode::OK, &requests),
            None => {
                refuse(StatusCode::CONFLICT, "requests are not kept: start the sandbox with --keep-requests")
            }
        },
        ("requests", &Method::DELETE) => done(|| core.calls.requests.clear()),
        ("faults", &Method::GET) => json(StatusCode::OK, &core.faults.all()),
        ("faults", &Method::DELETE) => done(|| core.faults.clear()),
        ("faults", &Method::POST) => add_rule(core, request.body()),
        ("credentials", &Method::GET) => match Credentials::open(core) {
            Ok(credentials) => json(StatusCode::OK, &credentials.issued()),
            Err(error) => refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        },
        ("clock", &Method::GET) => json(StatusCode::OK, &core.clock.settings()),
        ("clock", &Method::POST) => {
            accept(request.body(), "a turn of the clock", |turn| core.clock.turn(turn))
        }
        ("fixtures", &Method::GET) => core.fixtures.read(|fixtures| json(StatusCode::OK, fixtures)),
        ("fixtures", &Method::POST) => accept(request.body(), "fixtures", |more| {
            core.fixtures.write(|fixtures| fixtures.add(more));
        }),
        ("outcomes", &Method::GET) => json(StatusCode::OK, &core.outcomes.all()),
        ("outcomes", &Method::DELETE) => done(|| core.outcomes.clear()),
        ("outcomes", &Method::POST) => {
            accept(request.body(), "an outcome", |wanted| core.outcomes.add(wanted))
        }
        ("reset", &Method::POST) => done(|| core.reset()),
        (page, _) if PAGES.contains(&page) => {
            refuse(StatusCode::METHOD_NOT_ALLOWED, "method not allowed here")
        }
        _ => refuse(StatusCode::NOT_FOUND, &format!("only these are here: {}", PAGES.join(", "))),
    })
}

fn add_rule(core: &Core, body: &Bytes) -> Reply {
    match serde_json::from_slice::<Rule>(body) {
        Err(error) => refuse(StatusCode::BAD_REQUEST, &format!("not a fault rule: {error}")),
        Ok(rule) => match rule.objection() {
            Some(objection) => refuse(StatusCode::BAD_REQUEST, objection),
            None => {
                let reply = json(StatusCode::CREATED, &rule);
                core.faults.add(rule);
                reply
            }
        },
    }
}

/// Takes what the body holds.
fn accept<T: DeserializeOwned>(body: &Bytes, what: &str, take: impl FnOnce(T)) -> Reply {
    match serde_json::from_slice(body) {
        Err(error) => refuse(StatusCode::BAD_REQUEST, &format!("not {what}: {error}")),
        Ok(value) => done(|| take(value)),
    }
}

fn done(work: impl FnOnce()) -> Reply {
    work();
    json(StatusCode::OK, &serde_json::json!({}))
}

fn refuse(status: StatusCode, error: &str) -> Reply {
    json(status, &serde_json::json!({ "error": error }))
}

fn json(status: StatusCode, body: &impl Serialize) -> Reply {
    let mut reply = match serde_json::to_vec(body) {
        Ok(body) => Reply::new(Bytes::from(body)),
        Err(error) => return refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    };
    *reply.status_mut() = status;
    reply
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    reply
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Call;

    fn check(core: &Core, method: &str, page: &str, body: &'static str, expected: (u16, &str)) {
        let request = Request::builder()
            .method(method)
            .uri(format!("/_sandbox/{page}"))
            .body(Bytes::from(body))
            .unwrap();
        let reply = answer(core, &request).unwrap();
        let seen = (reply.status().as_u16(), std::str::from_utf8(reply.body()).unwrap());
        assert_eq!(seen, expected, "{method} {page} {body}");
    }

    #[test]
    fn tests_can_read_and_break() {
        let core = Core::open(None).unwrap();
        let call =
            Call { cloud: "aws", service: "s3", operation: "CreateBucket".into(), resource: "b".into() };
        core.calls.record(call.clone(), 200);
        check(
            &core,
            "GET",
            "calls",
            "",
            (
                200,
                r#"[{"n":1,"cloud":"aws","service":"s3","operation":"CreateBucket","resource":"b","status":200}]"#,
            ),
        );
        check(&core, "DELETE", "calls", "", (200, "{}"));
        check(&core, "GET", "calls", "", (200, "[]"));

        let rule = r#"{"cloud":"*","service":"*","operation":"*","resource":"*","after":0,"times":1,"percent":100,"fault":{"status":500},"matched":0,"broken":0}"#;
        check(&core, "POST", "faults", r#"{"fault":{"status":500}}"#, (201, rule));
        check(&core, "GET", "faults", "", (200, &format!("[{rule}]")));
        assert!(core.faults.next(&call).is_some());
        check(&core, "DELETE", "faults", "", (200, "{}"));
        check(&core, "GET", "faults", "", (200, "[]"));

        core.calls.record(call, 200);
        check(&core, "POST", "reset", "", (200, "{}"));
        check(&core, "GET", "calls", "", (200, "[]"));
    }

    #[test]
    fn requests_are_told_where_they_are_kept() {
        let core = Core::open(None).unwrap();
        let error = r#"{"error":"requests are not kept: start the sandbox with --keep-requests"}"#;
        check(&core, "GET", "requests", "", (409, error));
        core.calls.requests.keep();
        check(&core, "GET", "requests", "", (200, "[]"));
        check(&core, "DELETE", "requests", "", (200, "{}"));
    }

    #[test]
    fn tests_set_the_stage() {
        let core = Core::open(None).unwrap();
        let stands = r#"{"ahead_seconds":5,"transition_seconds":60}"#;
        check(&core, "POST", "clock", r#"{"transition_seconds":60,"advance_seconds":5}"#, (200, "{}"));
        check(&core, "GET", "clock", "", (200, stands));
        let cluster = r#"{"eks_clusters":[{"name":"c","region":"us-east-1"}]}"#;
        check(&core, "POST", "fixtures", cluster, (200, "{}"));
        assert_eq!(core.fixtures.read(|fixtures| fixtures.eks_clusters[0].name.clone()), "c");
        let outcome = r#"{"cloud":"aws","service":"eks","outcome":{"status":"CREATE_FAILED"}}"#;
        check(&core, "POST", "outcomes", outcome, (200, "{}"));
        assert_eq!(core.outcomes.all().len(), 1);

        check(&core, "POST", "reset", "", (200, "{}"));
        check(&core, "GET", "clock", "", (200, r#"{"ahead_seconds":0,"transition_seconds":0}"#));
        check(&core, "GET", "fixtures", "", (200, r#"{"eks_clusters":[],"gke_clusters":[],"spend":[]}"#));
        check(&core, "GET", "outcomes", "", (200, "[]"));
    }

    #[test]
    fn nonsense_is_refused() {
        let core = Core::open(None).unwrap();
        let bad = |body, error: &str| {
            check(&core, "POST", "faults", body, (400, &format!(r#"{{"error":"{error}"}}"#)));
        };
        bad(r#"{"fault":{"status":200}}"#, "fault.status must be from 400 to 599");
        bad(r#"{"percent":101,"fault":{"delay_ms":1}}"#, "percent must be from 0 to 100");
        bad("[", "not a fault rule: EOF while parsing a list at line 1 column 1");
        check(&core, "PUT", "calls", "", (405, r#"{"error":"method not allowed here"}"#));
        check(
            &core,
            "GET",
            "else",
            "",
            (
                404,
                r#"{"error":"only these are here: calls, clock, credentials, faults, fixtures, outcomes, requests, reset"}"#,
            ),
        );
    }

    #[tokio::test]
    async fn the_services_get_the_rest() {
        struct Services;
        impl Handler for Services {
            async fn handle(&self, _: Request<Bytes>) -> Answer {
                Answer::Drop
            }
        }
        let core = Core::open(None).unwrap();
        core.calls.requests.keep();
        let control = Control { core: core.clone(), services: Services };
        for (path, status) in [("/bucket", 0), ("/_sandbox/calls", 200), ("/_sandbox", 0)] {
            let request = Request::builder().uri(path).body(Bytes::new()).unwrap();
            assert_eq!(control.handle(request).await.status(), status, "{path}");
        }
        assert_eq!(core.calls.requests.all().unwrap().len(), 2, "calls of the control API are not kept");
    }
}
