//! `plugin.GRPCController`: how the caller ends us.

use tonic::{Request, Response, Status};

use super::shutdown::Stop;
use crate::wire::plugin::{Empty, grpc_controller_server::GrpcController};

#[derive(Debug)]
pub(super) struct Controller {
    stop: Stop,
}

impl Controller {
    pub(super) fn new(stop: Stop) -> Self {
        Self { stop }
    }
}

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _request: Request<Empty>) -> Result<Response<Empty>, Status> {
        self.stop.end();
        Ok(Response::new(Empty {}))
    }
}
