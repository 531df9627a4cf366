//! A small HTTP client: JSON in, status and JSON out, no error for any status.

use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;

/// The largest answer taken, in bytes: a long story's requests.
const LARGEST: u64 = 512 << 20;

/// Calls one server.
#[derive(Clone, Debug)]
pub struct Http {
    base: String,
    headers: Vec<(String, String)>,
    agent: Agent,
}

impl Http {
    /// A client of the server at this address, such as `http://127.0.0.1:80`.
    pub fn new(base: &str) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(30)));
        Self {
            base: base.trim_end_matches('/').to_owned(),
            headers: Vec::new(),
            agent: config.build().into(),
        }
    }

    /// Sends this header with every request.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The status and the body of an answer; the body is null where it is no JSON. `None`: nobody answered.
    pub fn try_send(&self, method: &str, path: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let text = body.map(Value::to_string).unwrap_or_default();
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let request = request.body(text).unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let mut answer = self.agent.run(request).ok()?;
        let body = answer.body_mut().with_config().limit(LARGEST).read_to_string().unwrap_or_default();
        Some((answer.status().as_u16(), serde_json::from_str(&body).unwrap_or(Value::Null)))
    }

    /// The body of an answer whose status is 2xx; panics otherwise.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let answer = self.try_send(method, path, body);
        let (status, body) = answer.unwrap_or_else(|| panic!("{method} {}{path}: no answer", self.base));
        assert!((200..300).contains(&status), "{method} {}{path}: status {status}, {body}", self.base);
        body
    }

    /// `GET`.
    pub fn get(&self, path: &str) -> Value {
        self.send("GET", path, None)
    }

    /// `POST`.
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.send("POST", path, Some(body))
    }

    /// `DELETE`.
    pub fn delete(&self, path: &str) -> Value {
        self.send("DELETE", path, None)
    }
}
