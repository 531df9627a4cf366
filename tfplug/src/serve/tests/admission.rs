//! Who is let in: the holder of the key to the certificate that stood in the environment, and nobody else.

use std::os::unix::fs::PermissionsExt as _;

use rustls::version::{TLS12, TLS13};
use tonic::transport::{Channel, Error};

use super::*;

/// Whether one call can be made over `channel`. With TLS 1.3 a caller learns only then that it was refused.
async fn admitted(channel: Result<Channel, Error>) -> bool {
    let Ok(channel) = channel else { return false };
    ProviderClient::new(channel).get_metadata(get_metadata::Request {}).await.is_ok()
}

#[tokio::test]
async fn only_the_caller_who_started_us_is_let_in() {
    let served = Served::start().await;
    let stranger = Identity::new();
    let (caller, at) = (&served.caller, &served.handshake);
    let table = [
        ("the caller", true, at.channel(caller.shown()).await),
        ("no certificate", false, at.channel(Credentials(None)).await),
        ("another certificate", false, at.channel(stranger.shown()).await),
        ("the caller's certificate without its key", false, at.channel(caller.shown_by(&stranger)).await),
        ("the caller over TLS 1.2", false, at.channel_over(caller.shown(), &TLS12).await),
        ("no TLS", false, plaintext(&at.path).await),
        ("the caller once more", true, at.channel_over(caller.shown(), &TLS13).await),
    ];
    for (who, expected, channel) in table {
        assert_eq!(admitted(channel).await, expected, "{who}");
    }
}

#[tokio::test]
async fn a_caller_who_says_nothing_keeps_nobody_waiting() {
    let served = Served::start().await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(UnixStream::connect(&served.handshake.path).await.unwrap());
    }
    assert!(admitted(served.handshake.channel(served.caller.shown()).await).await);
}

#[tokio::test]
async fn the_socket_is_its_owners_alone_and_lies_where_the_caller_wants_it() {
    let served = Served::start().await;
    let path = std::path::Path::new(&served.handshake.path);
    assert_eq!(path.parent(), Some(served.folder.path()));
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}
