//! Google's OAuth2 endpoints: who a token is for, and tokens for credentials.

use bytes::Bytes;
use http::{Method, Request};
use serde_json::json;

use super::caller::{self, Caller};
use super::rest::{Query, Service, Work, json as reply};
use super::time::Time;
use crate::answer::Reply;

/// Every token lives an hour.
const SECONDS: i64 = 3600;

const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform openid \
                     https://www.googleapis.com/auth/userinfo.email";

/// What clients without an ID of their own carry; the real one is a number of the same shape.
const CLIENT: &str = "100000000000000000000";

/// The endpoints of `oauth2.googleapis.com`, `www.googleapis.com/oauth2` and `openidconnect.googleapis.com`.
pub(crate) struct Api;

impl Service for Api {
    fn prepare(&self, request: &Request<Bytes>) -> Option<Work> {
        prepare(request)
    }
}

fn prepare(request: &Request<Bytes>) -> Option<Work> {
    let get_or_post = request.method() == Method::GET || request.method() == Method::POST;
    let (operation, reply) = match request.uri().path() {
        "/tokeninfo" | "/oauth2/v1/tokeninfo" | "/oauth2/v2/tokeninfo" | "/oauth2/v3/tokeninfo"
            if get_or_post =>
        {
            ("TokenInfo", token_info(request))
        }
        "/userinfo"
        | "/v1/userinfo"
        | "/oauth2/v1/userinfo"
        | "/oauth2/v2/userinfo"
        | "/oauth2/v3/userinfo"
            if get_or_post =>
        {
            ("UserInfo", user_info(request))
        }
        "/token" if request.method() == Method::POST => ("Token", token(request)),
        _ => return None,
    };
    let (resource, run) = (String::new(), Box::new(move || reply));
    Some(Work { service: "oauth2", operation, resource, refuse: wanted, run })
}

/// What the endpoints answer when a fault rule wants this HTTP status of them.
fn wanted(status: u16) -> Reply {
    let error = if status < 500 { "invalid_request" } else { "temporarily_unavailable" };
    failed(status, error, "The request could not be served.")
}

/// The token is a parameter of the query or of the form in the body.
fn token_info(request: &Request<Bytes>) -> Reply {
    let query = Query::of(request.uri());
    let form = Query::of_form(request.body());
    let Some(token) =
        query.get("access_token").or(form.get("access_token")).filter(|token| !token.is_empty())
    else {
        return failed(400, "invalid_token", "either access_token, id_token, or token_handle required");
    };
    let email = caller::principal(token);
    reply(
        200,
        &json!({
            "azp": CLIENT, "aud": CLIENT, "sub": subject(&email), "scope": SCOPE,
            "exp": (Time::now().0.timestamp() + SECONDS).to_string(), "expires_in": SECONDS.to_string(),
            "email": email, "email_verified": "true", "access_type": "online",
        }),
    )
}

fn user_info(request: &Request<Bytes>) -> Reply {
    let query = Query::of(request.uri());
    let token = match (Caller::of(request.headers()), query.get("access_token")) {
        (Caller::Token(token), _) => token,
        (_, Some(token)) if !token.is_empty() => token.to_owned(),
        _ => return failed(401, "invalid_request", "Invalid Credentials"),
    };
    let email = caller::principal(&token);
    reply(200, &json!({ "sub": subject(&email), "email": email, "email_verified": true }))
}

/// Tokens for a refresh token, RFC 6749, and for a service account's assertion, RFC 7523. The sandbox believes both. As
/// the service does, it takes the parameters in JSON too: Google's own client for Rust sends them so.
fn token(request: &Request<Bytes>) -> Reply {
    let form = Query::of_form(request.body());
    let json: serde_json::Value = serde_json::from_slice(request.body()).unwrap_or_default();
    let get = |name| json.get(name).and_then(serde_json::Value::as_str).or(form.get(name));
    let needed = match get("grant_type") {
        Some("refresh_token") => "refresh_token",
        Some("urn:ietf:params:oauth:grant-type:jwt-bearer") => "assertion",
        Some(other) => return failed(400, "unsupported_grant_type", &format!("Invalid grant_type: {other}")),
        None => return failed(400, "invalid_request", "Missing required parameter: grant_type"),
    };
    let Some(credential) = get(needed).filter(|value| !value.is_empty()) else {
        return failed(400, "invalid_request", &format!("Missing required parameter: {needed}"));
    };
    let access_token = match issuer(credential) {
        Some(email) => caller::token_of(&email),
        None if needed == "assertion" => return failed(400, "invalid_grant", "Invalid JWT: not a token"),
        None => "ya29.sandbox-user".to_owned(),
    };
    reply(
        200,
        &json!({ "access_token": access_token, "expires_in": SECONDS, "scope": SCOPE, "token_type": "Bearer" }),
    )
}

/// The service account that signed an assertion.
fn issuer(assertion: &str) -> Option<String> {
    use base64::Engine;
    let claims = assertion.split('.').nth(1)?;
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    Some(claims.get("iss")?.as_str()?.to_owned())
}

/// An account's number: made of its address, so that one address has one number.
fn subject(email: &str) -> String {
    format!("1000000{}", super::project::number(email))
}

fn failed(status: u16, error: &str, description: &str) -> Reply {
    reply(status, &json!({ "error": error, "error_description": description }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &str, uri: &str, body: &'static str, expected: (u16, &str)) {
        let request = Request::builder().method(method).uri(uri).body(Bytes::from(body)).unwrap();
        let reply = (prepare(&request).unwrap().run)();
        let text = String::from_utf8(reply.body().to_vec()).unwrap();
        assert_eq!(reply.status().as_u16(), expected.0, "{uri} {text}");
        assert!(text.contains(expected.1), "{uri} {text}");
    }

    #[test]
    fn who_a_token_is_for() {
        let uri = format!("/tokeninfo?access_token={}", caller::token_of("a@example.com"));
        check("GET", &uri, "", (200, r#""email":"a@example.com""#));
        check("POST", "/oauth2/v3/tokeninfo", "access_token=abc", (200, r#""email_verified":"true""#));
        check("GET", "/tokeninfo", "", (400, "invalid_token"));
        check("GET", "/oauth2/v3/userinfo?access_token=abc", "", (200, r#""email":"#));
        check("GET", "/v1/userinfo", "", (401, "Invalid Credentials"));
    }

    #[test]
    fn tokens() {
        check("POST", "/token", "grant_type=refresh_token&refresh_token=r", (200, "access_token"));
        let json = r#"{"grant_type": "refresh_token", "refresh_token": "r"}"#;
        check("POST", "/token", json, (200, "access_token"));
        check("POST", "/token", "grant_type=refresh_token", (400, "refresh_token"));
        check("POST", "/token", "grant_type=password", (400, "unsupported_grant_type"));
        let assertion = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=e30.eyJpc3MiOiJhIn0.s";
        check("POST", "/token", assertion, (200, &caller::token_of("a")));
    }
}
