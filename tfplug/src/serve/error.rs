//! Why a provider could not be served. A fault in a call is never one of these: it is a diagnostic of that call.

use std::io;
use std::path::PathBuf;

use super::PROTOCOL_VERSION;

#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    #[error(
        "this program is a Terraform provider and is started by Terraform or OpenTofu, not by hand; \
         name it in required_providers and run `terraform init`, or start it with -debug to attach a debugger"
    )]
    ByHand,
    #[error(
        "the caller speaks plugin protocols {offered:?}, this provider speaks {PROTOCOL_VERSION}: \
         Terraform 1.0 or OpenTofu 1.6 and later are needed"
    )]
    Protocol { offered: String },
    #[error(
        "the caller's certificate in {variable} cannot be used, {reason}: without one anybody on this machine could \
         call the provider, so nothing is served"
    )]
    ClientCertificate { variable: &'static str, reason: String },
    #[error("no certificate could be made for the connection with Terraform")]
    Certificate(#[source] rcgen::Error),
    #[error("the connection with Terraform could not be encrypted")]
    Tls(#[source] rustls::Error),
    #[error(
        "cannot listen on the socket {path:?}; TMPDIR or PLUGIN_UNIX_SOCKET_DIR may name another, shorter folder"
    )]
    Socket { path: PathBuf, source: io::Error },
    #[error("cannot write to stdout where to find the socket")]
    Announce(#[source] io::Error),
    #[error("the operating system gave no thread, timer or signal handler")]
    Runtime(#[source] io::Error),
    #[error("the connection with Terraform broke down")]
    Transport(#[source] tonic::transport::Error),
}
