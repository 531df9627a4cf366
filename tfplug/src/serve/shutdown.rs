//! How serving ends: Terraform asks for it, a signal does, or Terraform is gone.
//!
//! The caller holds two streams open for as long as it lives, and waits two seconds for each provider's process
//! before it kills it. So the end is told to those streams, and nothing is waited for without a limit.

use std::os::unix::process::parent_id;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio_stream::{Stream, StreamExt as _};
use tokio_util::sync::CancellationToken;
use tonic::Status;

use super::error::ServeError;

/// The time for calls in flight once serving ends: Terraform kills us two seconds after it asked.
const GRACE: Duration = Duration::from_secs(1);
/// The time for a caller who still lives to take leave after a signal. Were its connection cut at once, the answer to
/// a change in flight would be lost, and with it the state of what was created.
const LEAVE: Duration = Duration::from_secs(30);
/// How often it is looked whether the process that started us still lives.
const PARENT_CHECK: Duration = Duration::from_secs(2);

/// Tells everybody who serves that it is to end.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    ending: CancellationToken,
    work: CancellationToken,
    connections: watch::Sender<()>,
}

/// Says by its being there that a connection is open.
#[derive(Debug)]
pub(super) struct Held {
    _open: watch::Receiver<()>,
}

/// What an interrupt from the keyboard means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interrupt {
    /// It reaches Terraform as well, which calls StopProvider and still needs us to end its changes.
    LeaveToTerraform,
    /// Nobody but us hears it.
    Ends,
}

impl Default for Stop {
    fn default() -> Self {
        Self::under(CancellationToken::new())
    }
}

impl Stop {
    /// A part which may end by itself, and ends with the whole.
    pub(super) fn part(&self) -> Self {
        Self::under(self.ending.child_token())
    }

    /// The token for the provider's work: cancelled when calls are to end early, though the provider be served on.
    pub(super) fn work(&self) -> CancellationToken {
        self.work.clone()
    }

    /// To be held by a connection for as long as it is open.
    pub(super) fn connection(&self) -> Held {
        Held { _open: self.connections.subscribe() }
    }

    /// Resolves when no connection is open.
    pub(super) async fn all_closed(&self) {
        self.connections.closed().await;
    }

    /// No new calls; those in flight have little time to answer.
    pub(super) fn end(&self) {
        self.ending.cancel();
    }

    /// Tells calls in flight to end early, and ends once the caller took leave.
    pub(super) async fn wind_down(&self) {
        self.work.cancel();
        tokio::select! {
            () = self.all_closed() => {}
            () = self.ending.cancelled() => {}
            () = tokio::time::sleep(LEAVE) => {}
        }
        self.end();
    }

    /// Resolves when serving should end.
    pub(super) fn ending(&self) -> impl Future<Output = ()> + Send + use<> {
        self.ending.clone().cancelled_owned()
    }

    /// Resolves when serving must have ended.
    pub(super) async fn over(&self) {
        self.ending.cancelled().await;
        tokio::time::sleep(GRACE).await;
    }

    /// A stream for a caller who wants one to hold: nothing comes of it, and it ends when serving does.
    pub(super) fn silence<T>(&self) -> impl Stream<Item = Result<T, Status>> + Send + use<T>
    where
        T: Send,
    {
        futures::stream::once(self.ending()).filter_map(|()| None)
    }

    fn under(ending: CancellationToken) -> Self {
        Self { work: ending.child_token(), ending, connections: watch::Sender::new(()) }
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
                    break stop.end();
                },
                _ = terminations.recv() => break stop.wind_down().await,
                _ = checks.tick() => if interrupt == Interrupt::LeaveToTerraform && parent_id() != parent {
                    break stop.wind_down().await;
                },
            }
        }
    });
    Ok(())
}
