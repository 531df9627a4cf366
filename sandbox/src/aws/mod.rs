//! AWS: every service behind one port.

use bytes::Bytes;
use http::Request;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::Error;
use crate::core::Core;
use crate::web::{self, Answer, Handler, Reply};

/// Opens the services' sections and gives the task that serves them until `stop`.
pub(crate) fn serve(
    listener: TcpListener,
    core: Core,
    stop: CancellationToken,
) -> Result<impl Future<Output = ()> + use<>, Error> {
    Ok(web::serve(listener, core, Aws, stop))
}

struct Aws;

impl Handler for Aws {
    async fn handle(&self, _request: Request<Bytes>) -> Answer {
        Answer::Reply(Reply::default())
    }
}
