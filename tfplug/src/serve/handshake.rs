//! How go-plugin and a plugin find each other: the caller says who it is in the environment, and the plugin answers
//! with one line on stdout.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::error::ServeError;
use super::socket::Socket;
use super::tls::Identity;

/// The one major version of Terraform's plugin protocol that is spoken here.
pub(super) const PROTOCOL_VERSION: u8 = 6;
/// The version of go-plugin's own handshake.
const CORE_VERSION: u8 = 1;

const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");
const VERSIONS: &str = "PLUGIN_PROTOCOL_VERSIONS";
const CLIENT_CERT: &str = "PLUGIN_CLIENT_CERT";
const SOCKET_FOLDER: &str = "PLUGIN_UNIX_SOCKET_DIR";

/// Who started this process, as it said in the environment.
#[derive(Debug)]
pub(super) struct Caller {
    /// The only certificate that may call us.
    pub(super) certificate: CertificateDer<'static>,
    /// Where the socket is to lie.
    pub(super) socket_folder: PathBuf,
}

impl Caller {
    /// Reads the caller's side of the handshake; `variable` looks up one variable of the environment.
    pub(super) fn from_env(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, ServeError> {
        let text = |name| variable(name).map(|value| value.to_string_lossy().into_owned());
        // The cookie is no secret. It only tells a human who started the program from a caller who knows it.
        if text(COOKIE.0).as_deref() != Some(COOKIE.1) {
            return Err(ServeError::ByHand);
        }
        let offered = text(VERSIONS).unwrap_or_default();
        if !offered.split(',').any(|version| version.trim().parse() == Ok(PROTOCOL_VERSION)) {
            return Err(ServeError::Protocol { offered });
        }
        Ok(Self {
            certificate: certificate(&text(CLIENT_CERT).unwrap_or_default())?,
            socket_folder: variable(SOCKET_FOLDER)
                .filter(|folder| !folder.is_empty())
                .map_or_else(std::env::temp_dir, PathBuf::from),
        })
    }
}

/// Writes the line which tells the caller where we listen and which certificate we show. It has to be the first on
/// stdout.
pub(super) fn announce(out: &mut impl Write, socket: &Socket, identity: &Identity) -> Result<(), ServeError> {
    let path = socket.path();
    let certificate = STANDARD_NO_PAD.encode(identity.certificate());
    writeln!(out, "{CORE_VERSION}|{PROTOCOL_VERSION}|unix|{path}|grpc|{certificate}")
        .and_then(|()| out.flush())
        .map_err(ServeError::Announce)
}

fn certificate(pem: &str) -> Result<CertificateDer<'static>, ServeError> {
    let fault = |reason| ServeError::ClientCertificate { variable: CLIENT_CERT, reason };
    if pem.is_empty() {
        return Err(fault("it is not set".to_owned()));
    }
    CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|error| fault(error.to_string()))
}
