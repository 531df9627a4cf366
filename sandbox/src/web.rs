//! The HTTP/1.1 server under the services: whole requests in, whole replies out, and connections that can be closed
//! with no answer.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::answer::{Answer, Reply};

/// The largest request taken, in bytes: enough for small objects, too little to fill a machine by accident.
const LARGEST: usize = 64 << 20;

/// What answers the requests of a port.
pub(crate) trait Handler: Send + Sync + 'static {
    fn handle(&self, request: Request<Bytes>) -> impl Future<Output = Answer> + Send;
}

/// Serves by `handler` until `stop`.
pub(crate) async fn serve<H: Handler>(listener: TcpListener, handler: H, stop: CancellationToken) {
    let handler = Arc::new(handler);
    let mut connections = JoinSet::new();
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        // A connection that could not be accepted concerns only whoever asked for it.
        if let Ok((stream, _)) = accepted {
            connections.spawn(connection(stream, Arc::clone(&handler)));
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection<H: Handler>(stream: TcpStream, handler: Arc<H>) {
    // Small replies go out at once: a client that waits for Nagle's algorithm waits 40 ms a call.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| exchange(request, &*handler));
    // An error here is a client that went away or a connection closed on purpose.
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!("connection ended: {error}");
    }
}

/// The error that makes hyper close a connection with no answer.
#[derive(Debug)]
struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed with no answer")
    }
}

impl std::error::Error for Dropped {}

async fn exchange<H: Handler>(
    request: Request<Incoming>,
    handler: &H,
) -> Result<Response<Full<Bytes>>, Dropped> {
    let (parts, body) = request.into_parts();
    let reply = match Limited::new(body, LARGEST).collect().await {
        Err(_) => too_large(),
        Ok(body) => match handler.handle(Request::from_parts(parts, body.to_bytes())).await {
            Answer::Reply(reply) => reply,
            Answer::Drop => return Err(Dropped),
        },
    };
    Ok(reply.map(Full::<Bytes>::new))
}

fn too_large() -> Reply {
    let mut reply = Reply::new(Bytes::from_static(b"the sandbox takes requests of up to 64 MiB\n"));
    *reply.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    reply
}
