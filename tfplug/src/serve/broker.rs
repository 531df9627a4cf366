//! `plugin.GRPCBroker`: how a plugin would open further connections. A Terraform provider needs none, so the stream
//! is only held open, as the caller expects.

use std::pin::Pin;

use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming};

use super::shutdown::Stop;
use crate::wire::plugin::{ConnInfo, grpc_broker_server::GrpcBroker};

#[derive(Debug)]
pub(super) struct Broker {
    stop: Stop,
}

impl Broker {
    pub(super) fn new(stop: Stop) -> Self {
        Self { stop }
    }
}

#[tonic::async_trait]
impl GrpcBroker for Broker {
    async fn start_stream(
        &self,
        _request: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<Pin<Box<dyn Stream<Item = Result<ConnInfo, Status>> + Send>>>, Status> {
        Ok(Response::new(Box::pin(self.stop.silence())))
    }
}
