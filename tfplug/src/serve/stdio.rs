//! `plugin.GRPCStdio`: where a plugin may send what it would have printed. We log on stderr and print nothing, so
//! the stream is only held open, as the caller expects.

use std::pin::Pin;

use tokio_stream::Stream;
use tonic::{Request, Response, Status};

use super::shutdown::Stop;
use crate::wire::plugin::{StdioData, grpc_stdio_server::GrpcStdio};

#[derive(Debug)]
pub(super) struct Stdio {
    stop: Stop,
}

impl Stdio {
    pub(super) fn new(stop: Stop) -> Self {
        Self { stop }
    }
}

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    async fn stream_stdio(
        &self,
        _request: Request<()>,
    ) -> Result<Response<Pin<Box<dyn Stream<Item = Result<StdioData, Status>> + Send>>>, Status> {
        Ok(Response::new(Box::pin(self.stop.silence())))
    }
}
