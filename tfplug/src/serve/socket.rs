//! The unix socket: only its owner may connect, and it is gone when the process is.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};

use super::error::ServeError;

/// How many names are tried. A process that was killed leaves its socket behind, and process numbers come again.
const NAMES: u32 = 1_000;

/// A socket in the file system, removed when this is dropped.
#[derive(Debug)]
pub(super) struct Socket {
    path: String,
}

impl Socket {
    /// Listens on a new socket in `folder`.
    pub(super) fn bind(folder: &Path) -> Result<(Self, UnixListener), ServeError> {
        let mut number = 0;
        loop {
            let path = folder.join(format!("tfplug-{}-{number}.sock", std::process::id()));
            match Self::listen(&path) {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && number < NAMES => number += 1,
                bound => return bound.map_err(|source| ServeError::Socket { path, source }),
            }
        }
    }

    /// Where it lies; without a `|` or an end of line, which the handshake could not carry.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    fn listen(path: &Path) -> io::Result<(Self, UnixListener)> {
        let name = path
            .to_str()
            .filter(|path| !path.contains(['|', '\n', '\r']))
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "its path is no plain text"))?;
        let listener = UnixListener::bind(path)?;
        let socket = Self { path: name.to_owned() };
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
        Ok((socket, listener))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // It may be gone with its folder already.
        let _ = fs::remove_file(&self.path);
    }
}

/// The next connection. What fails here is out of our hands (too many open files, say) and may pass.
pub(super) async fn accept(listener: &UnixListener) -> UnixStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}
