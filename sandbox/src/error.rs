use std::path::PathBuf;

/// Why a sandbox did not start or stop well.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A port could not be had.
    #[error("cannot listen on 127.0.0.1:{port} for {purpose}; choose another port, or 0 for a free one")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What it was wanted for.
        purpose: &'static str,
        /// What the system answered.
        source: std::io::Error,
    },
    /// The state file could not be read or written, or does not hold a sandbox's state.
    #[error("cannot use the state file {}: {reason}; give another file or remove it", path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}
