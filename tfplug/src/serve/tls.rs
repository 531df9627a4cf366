//! Mutual TLS with exactly one caller: the one whose certificate stood in the environment.
//!
//! go-plugin makes a key of ECDSA P-521 and a certificate that says CA:TRUE. No stock verifier of rustls takes such
//! a leaf, and a server that does not offer P-521 gets no certificate from Go at all, hence a verifier of our own.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

use super::connection::Connection;
use super::error::ServeError;
use super::shutdown::Stop;
use super::socket;

/// A caller that does not finish the TLS handshake in this time is hung up on.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);

/// Our certificate and key, made for this process alone, and who may speak to them.
pub(super) struct Identity {
    certificate: CertificateDer<'static>,
    acceptor: TlsAcceptor,
}

impl Identity {
    /// Makes a new certificate; only the holder of `caller`'s key will be let in.
    pub(super) fn new(caller: &CertificateDer<'static>) -> Result<Self, ServeError> {
        let (certificate, key) = self_signed().map_err(ServeError::Certificate)?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let caller = Arc::new(OnlyCaller { certificate: caller.clone(), provider: provider.clone() });
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .and_then(|config| {
                config
                    .with_client_cert_verifier(caller)
                    .with_single_cert(vec![certificate.clone()], PrivateKeyDer::Pkcs8(key))
            })
            .map_err(ServeError::Tls)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        // No tickets: the caller connects once, and every connection is to prove anew that it holds the key.
        config.send_tls13_tickets = 0;
        Ok(Self { certificate, acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// The certificate that we show, as DER.
    pub(super) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    async fn admit(&self, stream: UnixStream) -> io::Result<TlsStream<UnixStream>> {
        tokio::time::timeout(HANDSHAKE_LIMIT, self.acceptor.accept(stream)).await?
    }
}

/// The connections of callers who proved who they are. Whoever fails is hung up on and keeps nobody waiting.
pub(super) fn incoming(
    listener: UnixListener,
    identity: Identity,
    stop: Stop,
) -> impl Stream<Item = io::Result<Connection<TlsStream<UnixStream>>>> {
    let (admitted, connections) = mpsc::channel(1);
    let identity = Arc::new(identity);
    tokio::spawn(async move {
        loop {
            let stream = tokio::select! {
                () = admitted.closed() => break,
                stream = socket::accept(&listener) => stream,
            };
            let (identity, admitted, stop) = (identity.clone(), admitted.clone(), stop.clone());
            tokio::spawn(async move {
                match identity.admit(stream).await {
                    // Nobody to hand it to means that the provider is about to end.
                    Ok(stream) => _ = admitted.send(Ok(Connection::new(stream, &stop))).await,
                    Err(error) => tracing::warn!(%error, "refused a connection"),
                }
            });
        }
    });
    ReceiverStream::new(connections)
}

fn self_signed() -> Result<(CertificateDer<'static>, PrivatePkcs8KeyDer<'static>), rcgen::Error> {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
    // go-plugin verifies us under this name, with our own certificate as the only root.
    let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()])?;
    params.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let certificate = params.self_signed(&key)?;
    Ok((certificate.into(), PrivatePkcs8KeyDer::from(key.serialize_der())))
}

/// Lets in whoever shows this very certificate and signs with its key.
#[derive(Debug)]
struct OnlyCaller {
    certificate: CertificateDer<'static>,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for OnlyCaller {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        // No chain, name or date is looked at: a certificate equal to the last byte needs none of them to vouch for
        // it, and it was made for this one run.
        if *end_entity == self.certificate {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("only TLS 1.3 is spoken here".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
