//! One provider's services over the connections of one caller.

use std::io;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_stream::Stream;
use tonic::transport::Server;
use tonic::transport::server::Connected;
use tonic_health::ServingStatus;

use super::broker::Broker;
use super::controller::Controller;
use super::error::ServeError;
use super::shutdown::Stop;
use super::stdio::Stdio;
use crate::wire::plugin::grpc_broker_server::GrpcBrokerServer;
use crate::wire::plugin::grpc_controller_server::GrpcControllerServer;
use crate::wire::plugin::grpc_stdio_server::GrpcStdioServer;
use crate::wire::provider_server::{Provider, ProviderServer};

/// The longest message, in bytes. tonic allows 4 MiB, less than a large state; terraform-plugin-go takes 256 MiB.
pub(super) const MESSAGE_LIMIT: usize = 256 << 20;
/// The name under which go-plugin asks for the health of a plugin.
const HEALTH_NAME: &str = "plugin";

/// Answers calls until `stop` says to end, then lets those in flight end within its grace.
pub(super) async fn serve<S, I, C>(service: S, incoming: I, stop: &Stop) -> Result<(), ServeError>
where
    S: Provider,
    I: Stream<Item = io::Result<C>>,
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_service_status(HEALTH_NAME, ServingStatus::Serving).await;
    let provider = ProviderServer::new(service)
        .max_decoding_message_size(MESSAGE_LIMIT)
        .max_encoding_message_size(MESSAGE_LIMIT);
    let served = Server::builder()
        .add_service(provider)
        .add_service(GrpcControllerServer::new(Controller::new(stop.clone())))
        .add_service(GrpcStdioServer::new(Stdio::new(stop.clone())))
        .add_service(GrpcBrokerServer::new(Broker::new(stop.clone())))
        .add_service(health_service)
        .serve_with_incoming_shutdown(incoming, stop.ending());
    tokio::select! {
        served = served => served.map_err(ServeError::Transport),
        () = stop.over() => Ok(()),
    }
}
