//! Serving under a debugger: the provider is started by hand with `-debug`, and Terraform is told where it is.

use std::io::Write;

use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;

use super::Options;
use super::PROTOCOL_VERSION;
use super::connection::Connection;
use super::error::ServeError;
use super::session;
use super::shutdown::Stop;
use super::socket::{self, Socket};
use crate::wire::provider_server::Provider;

/// Serves whoever may open the socket, without TLS, until `stop` ends it: no caller can, for the next run of Terraform
/// comes to the same process. Each connection has a service of its own, as if a process had been started for it.
pub(super) async fn serve<S, F>(
    options: &Options,
    out: &mut impl Write,
    stop: &Stop,
    make: F,
) -> Result<(), ServeError>
where
    S: Provider,
    F: Fn(CancellationToken) -> S,
{
    let (socket, listener) = Socket::bind(&std::env::temp_dir())?;
    announce(options, out, &socket).map_err(ServeError::Announce)?;
    loop {
        let stream = tokio::select! {
            () = stop.ending() => return Ok(()),
            stream = socket::accept(&listener) => stream,
        };
        let part = stop.part();
        let connection = Connection::new(stream, &part);
        let service = make(part.work());
        tokio::spawn(async move {
            // The stream of connections must not end with its first, or the first would be told to leave.
            let one = tokio_stream::once(Ok(connection)).chain(tokio_stream::pending());
            let served = tokio::select! {
                served = session::serve(service, one, &part) => served,
                () = part.all_closed() => Ok(()),
            };
            if let Err(error) = served {
                tracing::warn!(%error, "a connection broke down");
            }
        });
    }
}

fn announce(options: &Options, out: &mut impl Write, socket: &Socket) -> std::io::Result<()> {
    let reattach = serde_json::json!({
        options.address: {
            "Protocol": "grpc",
            "ProtocolVersion": PROTOCOL_VERSION,
            "Pid": std::process::id(),
            "Test": true,
            "Addr": { "Network": "unix", "String": socket.path() },
        }
    });
    writeln!(out, "Serving until interrupted. Where Terraform is to use this process, set:\n")?;
    writeln!(out, "TF_REATTACH_PROVIDERS='{reattach}'\n")?;
    out.flush()
}
