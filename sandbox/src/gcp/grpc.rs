//! The gRPC port: HTTP/2 without TLS, one message in and one message out.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Frame, Incoming};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status};

use super::caller::Caller;
use super::refusal::Refusal;
use crate::answer::{Answer, Reply};
use crate::call::Call;
use crate::core::Core;

/// The largest message taken, in bytes: the default of gRPC's own servers.
const LARGEST: usize = 4 << 20;

const GRPC: HeaderValue = HeaderValue::from_static("application/grpc");

/// What the port serves.
pub(crate) trait Service: Send + Sync + 'static {
    /// Understands a call.
    fn prepare(&self, service: &str, method: &str, message: &[u8]) -> Result<Work, Status>;
}

/// A call that is understood and not yet carried out.
pub(crate) struct Work {
    /// As the log of calls names the service.
    pub(crate) service: &'static str,
    /// Name of what the call is about; empty where there is none.
    pub(crate) resource: String,
    pub(crate) run: Box<dyn FnOnce() -> Result<Vec<u8>, Refusal> + Send>,
}

#[derive(Clone)]
struct Port {
    core: Core,
    service: Arc<dyn Service>,
}

/// Serves until `stop`.
pub(crate) async fn serve(listener: TcpListener, core: Core, service: impl Service, stop: CancellationToken) {
    let port = Port { core, service: Arc::new(service) };
    let mut connections = JoinSet::new();
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        // A connection that could not be accepted concerns only whoever asked for it.
        if let Ok((stream, _)) = accepted {
            connections.spawn(connection(stream, port.clone()));
        }
        while connections.try_join_next().is_some() {}
    }
}

/// One connection. A call that is to be dropped takes the whole connection with it, and what else runs on it: that
/// is what a lost connection does.
async fn connection(stream: TcpStream, port: Port) {
    let _ = stream.set_nodelay(true);
    let lost = CancellationToken::new();
    let losing = lost.clone();
    let service = service_fn(move |request| {
        let (port, losing) = (port.clone(), losing.clone());
        async move {
            match port.handle(request).await {
                Answer::Reply(reply) => Ok::<_, Infallible>(send(reply)),
                Answer::Drop => {
                    losing.cancel();
                    // The connection is gone before this could be answered.
                    std::future::pending().await
                }
            }
        }
    });
    let serving = http2::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service);
    if let Some(Err(error)) = lost.run_until_cancelled(serving).await {
        tracing::debug!("connection ended: {error}");
    }
}

impl Port {
    async fn handle(&self, request: Request<Incoming>) -> Answer {
        let (parts, body) = request.into_parts();
        if parts.headers.get(CONTENT_TYPE).is_none_or(|kind| !kind.as_bytes().starts_with(GRPC.as_bytes())) {
            let mut reply = Reply::new(Bytes::from_static(b"this port speaks gRPC alone\n"));
            *reply.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Answer::Reply(reply);
        }
        let message = match read(body).await {
            Ok(message) => message,
            Err(status) => return Answer::Reply(refused(&status, StatusCode::BAD_REQUEST)),
        };
        let answer = self.answer(&parts, &message);
        self.core.calls.requests.serve(&parts, &message, answer).await
    }

    async fn answer(&self, parts: &Parts, message: &Bytes) -> Answer {
        let path = parts.uri.path();
        let (service, method) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
        let Work { service: name, resource, run } = match self.service.prepare(service, method, message) {
            Ok(work) => work,
            Err(status) => return Answer::Reply(refused(&status, StatusCode::NOT_IMPLEMENTED)),
        };
        let call = Call { cloud: "gcp", service: name, operation: method.to_owned(), resource };
        let carry_out = async {
            if let Err(status) = authenticate(&parts.headers, name, &format!("{service}.{method}")) {
                return refused(&status, StatusCode::UNAUTHORIZED);
            }
            match run() {
                Ok(message) => Reply::new(message.into()),
                Err(refusal) => refuse(&refusal),
            }
        };
        self.core.carry_out(call, |status| refuse(&Refusal::wanted(status)), carry_out).await
    }
}

/// The one message of a call: a byte that tells of compression, four of length, and the message.
async fn read(body: Incoming) -> Result<Bytes, Status> {
    let unreadable = |what: &str| Status::invalid_argument(format!("unreadable message: {what}"));
    let body = Limited::new(body, LARGEST).collect().await;
    let mut body = body.map_err(|error| Status::resource_exhausted(error.to_string()))?.to_bytes();
    if body.len() < 5 {
        return Err(unreadable("too short"));
    }
    if body.get_u8() != 0 {
        return Err(Status::unimplemented("compressed messages are not taken"));
    }
    if usize::try_from(body.get_u32()).ok() != Some(body.len()) {
        return Err(unreadable("another length than it says, or more than one"));
    }
    Ok(body)
}

/// `name` is the service's short name, `method` has its full one in front.
fn authenticate(headers: &HeaderMap, name: &str, method: &str) -> Result<(), Status> {
    let reason = match Caller::of(headers) {
        Caller::Token(_) => return Ok(()),
        Caller::Anonymous => "CREDENTIALS_MISSING",
        Caller::Unreadable => "ACCESS_TOKEN_TYPE_UNSUPPORTED",
    };
    let info = ErrorInfo {
        reason: reason.into(),
        domain: "googleapis.com".into(),
        metadata: [("service", format!("{name}.googleapis.com")), ("method", method.to_owned())]
            .map(|(key, value)| (key.to_owned(), value))
            .into(),
    };
    let message = "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie \
                   or other valid authentication credential. See \
                   https://developers.google.com/identity/sign-in/web/devconsole-project.";
    let details = RpcStatus {
        code: Code::Unauthenticated.into(),
        message: message.into(),
        details: vec![prost_types::Any {
            type_url: "type.googleapis.com/google.rpc.ErrorInfo".into(),
            value: info.encode_to_vec(),
        }],
    };
    Err(Status::with_details(Code::Unauthenticated, message, details.encode_to_vec().into()))
}

/// `google.rpc.ErrorInfo`.
#[derive(Message)]
struct ErrorInfo {
    #[prost(string, tag = "1")]
    reason: String,
    #[prost(string, tag = "2")]
    domain: String,
    #[prost(map = "string, string", tag = "3")]
    metadata: std::collections::HashMap<String, String>,
}

/// `google.rpc.Status`.
#[derive(Message)]
struct RpcStatus {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
    #[prost(message, repeated, tag = "3")]
    details: Vec<prost_types::Any>,
}

/// What a service answers with a message or a refusal has the HTTP status of the same answer over REST, for the log of
/// calls alone: on the wire the status of gRPC's answers is 200.
fn refuse(refusal: &Refusal) -> Reply {
    let status = StatusCode::from_u16(refusal.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    refused(&Status::new(refusal.kind.code(), refusal.message.clone()), status)
}

fn refused(status: &Status, logged: StatusCode) -> Reply {
    let mut reply = status.clone().into_http::<()>().map(|()| Bytes::new());
    *reply.status_mut() = logged;
    reply
}

/// Frames a reply: the message and the status in trailers, or the status alone in headers.
fn send(reply: Reply) -> Response<Frames> {
    let (mut parts, message) = reply.into_parts();
    let mut frames = VecDeque::new();
    if parts.status == StatusCode::OK {
        let mut framed = BytesMut::with_capacity(message.len() + 5);
        framed.put_u8(0);
        // A message of ours is far below 4 GiB.
        framed.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
        framed.put(message);
        let name = http::HeaderName::from_static("grpc-status");
        let trailers = HeaderMap::from_iter([(name, HeaderValue::from_static("0"))]);
        frames.extend([Frame::data(framed.freeze()), Frame::trailers(trailers)]);
        parts.headers.insert(CONTENT_TYPE, GRPC);
    }
    if parts.headers.contains_key(CONTENT_TYPE) {
        parts.status = StatusCode::OK;
    }
    Response::from_parts(parts, Frames(frames))
}

/// A body of whole frames. With none left it ends with the headers: clients take a status in headers for the call's
/// only when nothing follows, not even an empty frame.
struct Frames(VecDeque<Frame<Bytes>>);

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use googleapis_tonic_google_storage_v2::google::storage::v2 as pb;
    use pb::storage_client::StorageClient;
    use tonic::metadata::MetadataValue;
    use tonic::transport::Channel;

    use super::*;
    use crate::fault::Rule;

    /// A port with one bucket, and a client of it.
    async fn port() -> (Core, StorageClient<Channel>) {
        let core = Core::open(None).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let storage = crate::gcp::storage::grpc::Api::open(&core).unwrap();
        tokio::spawn(serve(listener, core.clone(), storage, CancellationToken::new()));
        let channel = Channel::from_shared(url).unwrap().connect().await.unwrap();
        let mut client = StorageClient::new(channel);
        let bucket = pb::Bucket { project: "projects/my-project".into(), ..pb::Bucket::default() };
        let create = pb::CreateBucketRequest {
            bucket_id: "a-bucket".into(),
            bucket: Some(bucket),
            ..pb::CreateBucketRequest::default()
        };
        client.create_bucket(signed(create)).await.unwrap();
        (core, client)
    }

    fn signed<T>(message: T) -> tonic::Request<T> {
        let mut request = tonic::Request::new(message);
        request.metadata_mut().insert("authorization", MetadataValue::from_static("Bearer abc"));
        request
    }

    fn named(name: &str) -> pb::GetBucketRequest {
        pb::GetBucketRequest { name: format!("projects/_/buckets/{name}"), ..pb::GetBucketRequest::default() }
    }

    #[tokio::test]
    async fn calls_are_answered_and_logged() {
        let (core, mut client) = port().await;
        assert_eq!(
            client.get_bucket(signed(named("a-bucket"))).await.unwrap().into_inner().bucket_id,
            "a-bucket"
        );
        let missing = client.get_bucket(signed(named("no-bucket"))).await.unwrap_err();
        assert_eq!(
            (missing.code(), missing.message()),
            (Code::NotFound, "The specified bucket does not exist.")
        );
        let stranger = client.get_bucket(named("a-bucket")).await.unwrap_err();
        assert_eq!(stranger.code(), Code::Unauthenticated);
        let details = RpcStatus::decode(stranger.details()).unwrap();
        assert_eq!(
            ErrorInfo::decode(details.details[0].value.as_slice()).unwrap().reason,
            "CREDENTIALS_MISSING"
        );
        let other = client.compose_object(signed(pb::ComposeObjectRequest::default())).await.unwrap_err();
        assert_eq!(other.code(), Code::Unimplemented);
        let statuses: Vec<u16> = core.calls.all().iter().map(|record| record.status).collect();
        assert_eq!(statuses, [200, 200, 404, 401]);
    }

    #[tokio::test]
    async fn faults_break_calls() {
        let (core, mut client) = port().await;
        for (fault, expected) in [
            (r#"{"status":429}"#, Code::ResourceExhausted),
            (r#"{"status":500}"#, Code::Internal),
            (r#"{"status":503}"#, Code::Unavailable),
        ] {
            core.faults.add(serde_json::from_str::<Rule>(&format!(r#"{{"fault":{fault}}}"#)).unwrap());
            let broken = client.get_bucket(signed(named("a-bucket"))).await.unwrap_err();
            assert_eq!(broken.code(), expected, "{fault}");
        }
        for when in ["before", "after"] {
            let rule = format!(r#"{{"fault":{{"drop":"{when}"}}}}"#);
            core.faults.add(serde_json::from_str::<Rule>(&rule).unwrap());
            let broken = client.get_bucket(signed(named("a-bucket"))).await.unwrap_err();
            assert!(matches!(broken.code(), Code::Unavailable | Code::Unknown), "{when}: {broken}");
            client.get_bucket(signed(named("a-bucket"))).await.expect("the client connects again");
        }
    }
}
