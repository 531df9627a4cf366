//! A provider served as Terraform has it served, called over real sockets by callers good and bad.

mod admission;
mod calls;
mod debugging;
mod ending;
mod lasting;
mod process;

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hyper_util::rt::TokioIo;
use rustls::client::ResolvesClientCert;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use rustls::sign::CertifiedKey;
use rustls::version::TLS13;
use rustls::{ClientConfig, RootCertStore, SignatureScheme, SupportedProtocolVersion};
use tempfile::TempDir;
use tokio::net::UnixStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Response, Status};

use super::Options;
use super::error::ServeError;
use super::handshake::Caller;
use super::shutdown::Stop;
use crate::wire::provider_client::ProviderClient;
use crate::wire::provider_server::Provider;
use crate::wire::{
    apply_resource_change, get_metadata, plan_resource_change, read_data_source, read_resource,
    stop_provider, validate_provider_config,
};

const OPTIONS: Options = Options { address: "registry.terraform.io/palisade/probe", log_modules: &["probe"] };
/// Longer than anything here takes, so that a fault fails a test and does not hang it.
const PATIENCE: Duration = Duration::from_secs(20);

const HALF_AN_HOUR: Duration = Duration::from_secs(30 * 60);

/// A provider whose calls each behave in one way that serving has to bear.
struct Probe {
    work: CancellationToken,
}

#[tonic::async_trait]
impl Provider for Probe {
    async fn get_metadata(
        &self,
        _: Request<get_metadata::Request>,
    ) -> Result<Response<get_metadata::Response>, Status> {
        Ok(Response::new(get_metadata::Response::default()))
    }

    /// Answers with as long a text as the configuration is.
    async fn validate_provider_config(
        &self,
        request: Request<validate_provider_config::Request>,
    ) -> Result<Response<validate_provider_config::Response>, Status> {
        let length = request.into_inner().config.unwrap_or_default().msgpack.len();
        let diagnostic = crate::wire::Diagnostic { detail: "x".repeat(length), ..Default::default() };
        Ok(Response::new(validate_provider_config::Response { diagnostics: vec![diagnostic] }))
    }

    /// Ends when it is told to.
    async fn read_resource(
        &self,
        _: Request<read_resource::Request>,
    ) -> Result<Response<read_resource::Response>, Status> {
        self.work.cancelled().await;
        Ok(Response::new(read_resource::Response::default()))
    }

    /// Takes as long as a cloud takes to find machines, or until it is told to end.
    async fn read_data_source(
        &self,
        _: Request<read_data_source::Request>,
    ) -> Result<Response<read_data_source::Response>, Status> {
        tokio::select! {
            () = self.work.cancelled() => Err(Status::cancelled("was told to end")),
            () = tokio::time::sleep(HALF_AN_HOUR) => Ok(Response::new(read_data_source::Response::default())),
        }
    }

    /// Has a defect.
    async fn plan_resource_change(
        &self,
        _: Request<plan_resource_change::Request>,
    ) -> Result<Response<plan_resource_change::Response>, Status> {
        panic!("a defect, on purpose");
    }

    /// Never ends, whatever it is told.
    async fn apply_resource_change(
        &self,
        _: Request<apply_resource_change::Request>,
    ) -> Result<Response<apply_resource_change::Response>, Status> {
        std::future::pending().await
    }

    async fn stop_provider(
        &self,
        _: Request<stop_provider::Request>,
    ) -> Result<Response<stop_provider::Response>, Status> {
        self.work.cancel();
        Ok(Response::new(stop_provider::Response::default()))
    }
}

fn probe(work: CancellationToken) -> Probe {
    Probe { work }
}

/// A provider being served to `caller`.
struct Served {
    caller: Identity,
    handshake: Handshake,
    stop: Stop,
    serving: JoinHandle<Result<(), ServeError>>,
    folder: TempDir,
}

impl Served {
    async fn start() -> Self {
        let (caller, folder) = (Identity::new(), tempfile::tempdir().unwrap());
        let (mut out, mut lines) = capture();
        let stop = Stop::default();
        let serving = tokio::spawn({
            let (stop, socket_folder) = (stop.clone(), folder.path().to_owned());
            let caller = Caller { certificate: caller.certificate.clone(), socket_folder };
            async move { super::serve(&caller, &mut out, &stop, probe).await }
        });
        let line = lines.recv().await.expect("a handshake line");
        Self { caller, handshake: Handshake::parse(&line), stop, serving, folder }
    }

    /// A connection of the rightful caller.
    async fn channel(&self) -> Channel {
        self.handshake.channel(self.caller.shown()).await.expect("the rightful caller is let in")
    }

    async fn provider(&self) -> ProviderClient<Channel> {
        ProviderClient::new(self.channel().await)
    }
}

/// The plugin's line on stdout, taken apart.
#[derive(Clone, Debug)]
struct Handshake {
    path: String,
    certificate: CertificateDer<'static>,
}

impl Handshake {
    fn parse(line: &str) -> Self {
        let parts: Vec<_> = line.trim_end().split('|').collect();
        let ["1", "6", "unix", path, "grpc", certificate] = parts[..] else {
            panic!("no handshake of protocol 6 over a unix socket: {line}");
        };
        let certificate = STANDARD_NO_PAD.decode(certificate).expect("base64 without padding");
        Self { path: path.to_owned(), certificate: certificate.into() }
    }

    async fn channel(&self, credentials: Credentials) -> Result<Channel, tonic::transport::Error> {
        self.channel_over(credentials, &TLS13).await
    }

    /// Connects as go-plugin does: the announced certificate is the only root, and names `localhost`.
    async fn channel_over(
        &self,
        credentials: Credentials,
        version: &'static SupportedProtocolVersion,
    ) -> Result<Channel, tonic::transport::Error> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).expect("a certificate");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots)
            .with_client_cert_resolver(Arc::new(credentials));
        config.alpn_protocols = vec![b"h2".to_vec()];
        let (connector, path) = (TlsConnector::from(Arc::new(config)), self.path.clone());
        let connect = tower::service_fn(move |_| {
            let (connector, path) = (connector.clone(), path.clone());
            async move {
                let stream = UnixStream::connect(path).await?;
                let stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await?;
                io::Result::Ok(TokioIo::new(stream))
            }
        });
        Endpoint::from_static("http://localhost").connect_with_connector(connect).await
    }
}

/// A connection without TLS.
async fn plaintext(path: &str) -> Result<Channel, tonic::transport::Error> {
    let path = path.to_owned();
    let connect = tower::service_fn(move |_| {
        let path = path.clone();
        async move { UnixStream::connect(path).await.map(TokioIo::new) }
    });
    Endpoint::from_static("http://localhost").connect_with_connector(connect).await
}

/// A certificate as go-plugin makes one for a caller: P-521, and a CA of its own.
struct Identity {
    certificate: CertificateDer<'static>,
    pem: String,
    key: Arc<CertifiedKey>,
}

/// What a caller shows of itself, if anything.
#[derive(Debug)]
struct Credentials(Option<Arc<CertifiedKey>>);

impl Identity {
    fn new() -> Self {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512).unwrap();
        let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let made = params.self_signed(&key).unwrap();
        let (pem, certificate) = (made.pem(), CertificateDer::from(made));
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).unwrap();
        Self { pem, key: Arc::new(CertifiedKey::new(vec![certificate.clone()], key)), certificate }
    }

    fn shown(&self) -> Credentials {
        Credentials(Some(self.key.clone()))
    }

    /// The certificate of `self`, which is no secret, with the key of somebody else.
    fn shown_by(&self, thief: &Identity) -> Credentials {
        Credentials(Some(Arc::new(CertifiedKey::new(vec![self.certificate.clone()], thief.key.key.clone()))))
    }
}

impl ResolvesClientCert for Credentials {
    fn resolve(&self, _hints: &[&[u8]], _schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }

    fn has_certs(&self) -> bool {
        self.0.is_some()
    }
}

/// Something to print to, and what was printed.
fn capture() -> (impl Write + Send, UnboundedReceiver<String>) {
    struct Out {
        buffer: Vec<u8>,
        printed: UnboundedSender<String>,
    }

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.buffer.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            let text = String::from_utf8(std::mem::take(&mut self.buffer)).expect("UTF-8");
            self.printed.send(text).map_err(io::Error::other)
        }
    }

    let (printed, lines) = unbounded_channel();
    (Out { buffer: Vec::new(), printed }, lines)
}
