//! AWS within the process: answers by a script, and remembers what it was asked.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;

use super::AwsClients;

/// What is answered to one attempt of a call.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// The call is carried out.
    Done(String),
    /// The call is refused with a code of the service.
    Refused(&'static str),
    /// The call is carried out or not, and nothing is heard of it.
    Lost,
}

/// Answers by operation, in turn; the last one is repeated, and what the script does not name is answered with nothing.
#[derive(Clone, Debug)]
pub(crate) struct Fake(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    replies: BTreeMap<&'static str, VecDeque<Reply>>,
    calls: Vec<(String, String)>,
}

impl Fake {
    pub(crate) fn new(script: impl IntoIterator<Item = (&'static str, Vec<Reply>)>) -> Self {
        let replies = script.into_iter().map(|(operation, replies)| (operation, replies.into()));
        Fake(Arc::new(Mutex::new(State { replies: replies.collect(), calls: Vec::new() })))
    }

    /// Clients that talk to it.
    pub(crate) fn clients(&self) -> AwsClients {
        let fake = self.clone();
        let credentials = Credentials::new("id", "secret", None, None, "test");
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .retry_config(RetryConfig::disabled())
            .http_client(http_client_fn(move |_, _| SharedHttpConnector::new(fake.clone())))
            .build();
        AwsClients::of(config)
    }

    /// The operations that were called, in order.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.0.lock().unwrap().calls.iter().map(|(operation, _)| operation.clone()).collect()
    }

    /// The bodies of the calls of one operation.
    pub(crate) fn bodies(&self, operation: &str) -> Vec<String> {
        let state = self.0.lock().unwrap();
        state.calls.iter().filter(|(called, _)| called == operation).map(|(_, body)| body.clone()).collect()
    }
}

impl HttpConnector for Fake {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        let operation = operation(&request, &body);
        let is_xml = body.starts_with("Action=");
        let mut state = self.0.lock().unwrap();
        let reply = match state.replies.get_mut(operation.as_str()) {
            Some(replies) if replies.len() > 1 => replies.pop_front(),
            Some(replies) => replies.front().cloned(),
            None => None,
        };
        state.calls.push((operation, body));
        let nothing = if is_xml { "<Nothing/>" } else { "{}" };
        HttpConnectorFuture::ready(match reply.unwrap_or(Reply::Done(nothing.into())) {
            Reply::Done(body) => Ok(response(200, body)),
            Reply::Refused(code) if is_xml => Ok(response(
                400,
                format!(
                    "<Response><Errors><Error><Code>{code}</Code><Message>no</Message></Error></Errors></Response>"
                ),
            )),
            Reply::Refused(code) => Ok(response(400, format!(r#"{{"__type":"{code}","message":"no"}}"#))),
            Reply::Lost => Err(ConnectorError::io("the connection was closed".into())),
        })
    }
}

/// The operation that a request is: told by a header (JSON), by the body (query), or by method and path (EKS).
fn operation(request: &HttpRequest, body: &str) -> String {
    if let Some(target) = request.headers().get("x-amz-target") {
        return target.rsplit('.').next().unwrap_or_default().to_owned();
    }
    if let Some(rest) = body.strip_prefix("Action=") {
        return rest.split('&').next().unwrap_or_default().to_owned();
    }
    let uri: http::Uri = request.uri().parse().unwrap();
    let parts: Vec<&str> = uri.path().trim_matches('/').split('/').collect();
    match (request.method(), parts.as_slice()) {
        ("GET", ["clusters", _]) => "DescribeCluster",
        ("GET", ["clusters", _, "updates", _]) => "DescribeUpdate",
        ("POST", ["clusters", _, "node-groups"]) => "CreateNodegroup",
        ("GET", ["clusters", _, "node-groups", _]) => "DescribeNodegroup",
        ("DELETE", ["clusters", _, "node-groups", _]) => "DeleteNodegroup",
        ("POST", ["clusters", _, "node-groups", _, "update-config"]) => "UpdateNodegroupConfig",
        ("POST", ["clusters", _, "node-groups", _, "update-version"]) => "UpdateNodegroupVersion",
        ("POST", ["tags", ..]) => "TagResource",
        ("DELETE", ["tags", ..]) => "UntagResource",
        (method, parts) => panic!("{method} {parts:?} is no call that is known here"),
    }
    .to_owned()
}

fn response(status: u16, body: String) -> HttpResponse {
    HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))
}
