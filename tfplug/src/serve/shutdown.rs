//! How serving ends: Terraform asks for it, a signal does, or Terraform is gone.
//!
//! The caller holds two streams open for as long as it lives, and waits two seconds for each provider's process
//! before it kills it. So the end is told to those streams, and nothing is waited for without a limit.

use std::os::unix::process::parent_id;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_stream::{Stream, StreamExt as _};
use tokio_util::sync::CancellationToken;
use tonic::Status;

use super::error::ServeError;

/// The time for calls in flight once the caller asked us to end: it kills us after two seconds.
pub(super) const ASKED: Duration = Duration::from_secs(1);
/// The same where nobody waits. A change in the cloud that is cut off half-way is worse than a late end.
const UNASKED: Duration = Duration::from_secs(10);
/// How often it is looked whether the process that started us still lives.
const PARENT_CHECK: Duration = Duration::from_secs(2);

/// Tells everybody who serves that it is to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Stop {
    ending: CancellationToken,
    grace: Arc<OnceLock<Duration>>,
}

/// What an interrupt from the keyboard means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interrupt {
    /// It reaches Terraform as well, which calls StopProvider and still needs us to end its changes.
    LeaveToTerraform,
    /// Nobody but us hears it.
    Ends,
}

impl Stop {
    /// A part which may end by itself, and ends with the whole.
    pub(super) fn part(&self) -> Self {
        Self { ending: self.ending.child_token(), grace: Arc::default() }
    }

    /// The token for the provider's work: cancelled by StopProvider, which ends calls and not the process, and when
    /// serving ends.
    pub(super) fn work(&self) -> CancellationToken {
        self.ending.child_token()
    }

    /// No new calls; those in flight have `grace` to end. The first to say so decides.
    pub(super) fn end(&self, grace: Duration) {
        let _ = self.grace.set(grace);
        self.ending.cancel();
    }

    /// Resolves when serving should end.
    pub(super) fn ending(&self) -> impl Future<Output = ()> + Send + use<> {
        self.ending.clone().cancelled_owned()
    }

    /// Resolves when serving must have ended.
    pub(super) async fn over(&self) {
        self.ending.cancelled().await;
        tokio::time::sleep(*self.grace.get().unwrap_or(&ASKED)).await;
    }

    /// A stream for a caller who wants one to hold: nothing comes of it, and it ends when serving does.
    pub(super) fn silence<T>(&self) -> impl Stream<Item = Result<T, Status>> + Send + use<T>
    where
        T: Send,
    {
        futures::stream::once(self.ending()).filter_map(|()| None)
    }
}

/// Starts to watch for signals and for the parent's death. When it returns, no signal of the keyboard kills us.
pub(super) fn watch(stop: &Stop, interrupt: Interrupt) -> Result<(), ServeError> {
    let mut interrupts = signal(SignalKind::interrupt()).map_err(ServeError::Runtime)?;
    let mut terminations = signal(SignalKind::terminate()).map_err(ServeError::Runtime)?;
    let mut checks = tokio::time::interval(PARENT_CHECK);
    let (parent, stop) = (parent_id(), stop.clone());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupts.recv() => if interrupt == Interrupt::Ends {
                    break stop.end(ASKED);
                },
                _ = terminations.recv() => break stop.end(UNASKED),
                _ = checks.tick() => if interrupt == Interrupt::LeaveToTerraform && parent_id() != parent {
                    break stop.end(UNASKED);
                },
            }
        }
    });
    Ok(())
}
