//! An AWS Budgets that answers by a script, within the process.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_budgets::Client;
use aws_sdk_budgets::config::{BehaviorVersion, Region};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;
use serde_json::Value;

use crate::budget::aws::target::Target;
use crate::wait::Running;
use crate::{Cloud, Operation};

pub(super) const ACCOUNT: &str = "123456789012";

/// What is answered to one attempt of a call.
#[derive(Clone, Debug)]
pub(super) enum Reply {
    /// The call is carried out.
    Done(Value),
    /// The call is refused with a code of the service.
    Refused(&'static str),
    /// The call is carried out or not, and nothing is heard of it.
    Lost,
}

/// Answers by operation, in turn; the last one is repeated, and what the script does not name is answered with `{}`.
#[derive(Clone, Debug, Default)]
pub(super) struct Fake(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    replies: BTreeMap<String, VecDeque<Reply>>,
    calls: Vec<(String, Value)>,
}

impl Fake {
    pub(super) fn new(script: impl IntoIterator<Item = (&'static str, Vec<Reply>)>) -> Self {
        let replies = script.into_iter().map(|(operation, replies)| (operation.to_owned(), replies.into()));
        Fake(Arc::new(Mutex::new(State { replies: replies.collect(), calls: Vec::new() })))
    }

    /// The operations that were called, in order.
    pub(super) fn operations(&self) -> Vec<String> {
        self.0.lock().unwrap().calls.iter().map(|(operation, _)| operation.clone()).collect()
    }

    /// The bodies of the calls of one operation.
    pub(super) fn bodies(&self, operation: &str) -> Vec<Value> {
        let state = self.0.lock().unwrap();
        state.calls.iter().filter(|(called, _)| called == operation).map(|(_, body)| body.clone()).collect()
    }

    pub(super) fn target<'a>(&self, name: &'a str, running: &'a Running) -> Target<'a> {
        let fake = self.clone();
        let http = http_client_fn(move |_, _| SharedHttpConnector::new(fake.clone()));
        let config = aws_sdk_budgets::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-east-1"))
            .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
            .retry_config(RetryConfig::disabled())
            .http_client(http)
            .build();
        let client = Client::from_conf(config);
        Target { client, account: ACCOUNT, own: ACCOUNT, name, partition: "aws", running }
    }
}

pub(super) fn running() -> Running {
    Operation { timeout: Duration::from_secs(30), cancel: Default::default() }.start(Cloud::Aws)
}

impl HttpConnector for Fake {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body = serde_json::from_slice(request.body().bytes().unwrap_or_default()).unwrap_or_default();
        let mut state = self.0.lock().unwrap();
        let reply = match state.replies.get_mut(&operation) {
            Some(replies) if replies.len() > 1 => replies.pop_front(),
            Some(replies) => replies.front().cloned(),
            None => None,
        };
        state.calls.push((operation, body));
        HttpConnectorFuture::ready(match reply.unwrap_or(Reply::Done(Value::Object(Default::default()))) {
            Reply::Done(body) => Ok(response(200, &body)),
            Reply::Refused(code) => {
                Ok(response(400, &serde_json::json!({ "__type": code, "Message": "no" })))
            }
            Reply::Lost => Err(ConnectorError::io("the connection was closed".into())),
        })
    }
}

fn response(status: u16, body: &Value) -> HttpResponse {
    HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body.to_string()))
}
