use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// The bounds of one operation: how long it may take in all, retries included, and how it is told to stop.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The time given, retries and waits included.
    pub timeout: Duration,
    /// Cancelled when the caller asks to stop.
    pub cancel: CancellationToken,
}
