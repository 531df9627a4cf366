//! How go-plugin and a plugin find each other: the caller says who it is in the environment, and the plugin answers
//! with one line on stdout.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::PROTOCOL_VERSION;
use super::error::ServeError;
use super::socket::Socket;
use super::tls::Identity;

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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const PEM: &str = "-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n";

    fn read(environment: &[(&str, &str)]) -> Result<Caller, String> {
        let variable = |name: &str| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        };
        Caller::from_env(variable).map_err(|error| format!("{error:?}"))
    }

    #[test]
    fn the_caller_is_read_from_the_environment() {
        let cookie = (COOKIE.0, COOKIE.1);
        for versions in ["6", "5,6", "6,5", "5, 6"] {
            let environment = [cookie, (VERSIONS, versions), (CLIENT_CERT, PEM), (SOCKET_FOLDER, "/folder")];
            let caller = read(&environment).unwrap();
            assert_eq!(&*caller.certificate, [0, 1, 2]);
            assert_eq!(caller.socket_folder, Path::new("/folder"));
        }
        let elsewhere = read(&[cookie, (VERSIONS, "6"), (CLIENT_CERT, PEM), (SOCKET_FOLDER, "")]).unwrap();
        assert_eq!(elsewhere.socket_folder, std::env::temp_dir());
    }

    #[test]
    fn a_caller_who_does_not_say_enough_is_refused() {
        let cookie = (COOKIE.0, COOKIE.1);
        let table: [(&[_], _); 7] = [
            (&[], "ByHand"),
            (&[(COOKIE.0, "another")], "ByHand"),
            (&[cookie], "Protocol"),
            (&[cookie, (VERSIONS, "5,16,")], "Protocol"),
            (&[cookie, (VERSIONS, "6")], "it is not set"),
            (&[cookie, (VERSIONS, "6"), (CLIENT_CERT, "no certificate")], "ClientCertificate"),
            (&[cookie, (VERSIONS, "6"), (CLIENT_CERT, &PEM[..40])], "ClientCertificate"),
        ];
        for (environment, reason) in table {
            let error = read(environment).unwrap_err();
            assert!(error.contains(reason), "{environment:?}: {error}");
        }
    }
}
