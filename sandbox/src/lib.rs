//! Both clouds offline: the APIs that Palisade's resources call, served on loopback.
//!
//! [`start`] opens one port for AWS, one for Google's REST APIs and one for Google's gRPC APIs, and says where they
//! are. What they serve is meant to be told from the real services by nothing but the endpoint: requests are checked
//! as the real service checks them and errors have the real bodies.
//!
//! A port is one folder (`aws`, `gcp`), a service is one folder inside. What the services share stands beside them:
//! the `store` keeps their state, `fault` breaks calls on purpose, `calls` remembers every call and `requests`, when
//! told to, what came over the wire; `clock`, `fixtures` and `outcomes` say what time it is, what stands already and
//! how things end; `control` stands before the services and lets a test steer all that over HTTP; `web` is the HTTP/1.1
//! server under them all.

mod answer;
mod aws;
mod call;
mod calls;
mod clock;
mod control;
mod core;
mod error;
mod fault;
mod fixtures;
mod gcp;
mod outcomes;
mod requests;
mod store;
mod web;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::control::Control;
use crate::core::Core;
pub use crate::error::Error;

/// How long changes gather before they are written to the state file.
const SAVE_EVERY: Duration = Duration::from_millis(50);

/// What to serve and where. The default is free ports and state in memory.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Port of the AWS services; 0 takes a free one.
    pub aws_port: u16,
    /// Port of Google's REST services; 0 takes a free one.
    pub gcp_rest_port: u16,
    /// Port of Google's gRPC services; 0 takes a free one.
    pub gcp_grpc_port: u16,
    /// File that keeps the state from one run to the next. It is read at the start, where it exists, and written
    /// within a moment of each change.
    pub state: Option<PathBuf>,
    /// Keep the requests as they came, for `GET /_sandbox/requests`.
    pub keep_requests: bool,
}

/// Where a running sandbox is, as URLs such as `http://127.0.0.1:41234`.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Endpoints {
    /// STS, S3, EKS, EC2, Budgets and Cost Explorer.
    pub aws: String,
    /// Google Cloud Storage's JSON API, OAuth2 and IAM credentials.
    pub gcp_rest: String,
    /// Google Cloud Storage's gRPC API.
    pub gcp_grpc: String,
}

/// A running sandbox. It stops when it is told to or dropped.
pub struct Sandbox {
    /// Where it listens.
    pub endpoints: Endpoints,
    core: Core,
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

/// Starts a sandbox on the current tokio runtime.
///
/// # Errors
/// [`Error::Listen`] when a port is taken, [`Error::State`] when the state file is unfit.
pub async fn start(options: Options) -> Result<Sandbox, Error> {
    let core = Core::open(options.state)?;
    if options.keep_requests {
        core.calls.requests.keep();
    }
    let stop = CancellationToken::new();
    let (aws, aws_url) = listen(options.aws_port, "AWS").await?;
    let (gcp_rest, gcp_rest_url) = listen(options.gcp_rest_port, "Google's REST APIs").await?;
    let (gcp_grpc, gcp_grpc_url) = listen(options.gcp_grpc_port, "Google's gRPC APIs").await?;

    let mut tasks = JoinSet::new();
    let services = aws::Port::open(&core)?;
    tasks.spawn(web::serve(aws, Control { core: core.clone(), services }, stop.clone()));
    let services = gcp::port::Port::open(&core)?;
    tasks.spawn(web::serve(gcp_rest, Control { core: core.clone(), services }, stop.clone()));
    let services = gcp::storage::grpc::Api::open(&core)?;
    tasks.spawn(gcp::grpc::serve(gcp_grpc, core.clone(), services, stop.clone()));
    tasks.spawn(core.store.clone().save_on_change(SAVE_EVERY, stop.clone()));

    let endpoints = Endpoints { aws: aws_url, gcp_rest: gcp_rest_url, gcp_grpc: gcp_grpc_url };
    Ok(Sandbox { endpoints, core, stop, tasks })
}

impl Sandbox {
    /// Closes every connection and writes the state file, where there is one.
    ///
    /// # Errors
    /// [`Error::State`] when the file cannot be written.
    pub async fn stop(mut self) -> Result<(), Error> {
        self.stop.cancel();
        while self.tasks.join_next().await.is_some() {}
        self.core.store.save()
    }
}

async fn listen(port: u16, purpose: &'static str) -> Result<(TcpListener, String), Error> {
    let failed = |source| Error::Listen { port, purpose, source };
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(failed)?;
    let url = format!("http://{}", listener.local_addr().map_err(failed)?);
    Ok((listener, url))
}
