//! Calls to the service: repeated while that can help, with an eye on answers that were lost.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use google_cloud_gax::error::rpc::Code;
use google_cloud_storage::Error as Answer;
use tokio_util::sync::CancellationToken;

use super::error;
use crate::wait::{Failed, Running};
use crate::{Cloud, Error, Operation};

/// The longest that one attempt may take before it counts as lost.
const ATTEMPT: Duration = Duration::from_secs(60);

/// How long to look at a bucket whose change ended in doubt, when the operation itself is over.
const LAST_LOOK: Duration = Duration::from_secs(10);

/// The calls of one operation on one bucket.
pub(super) struct Calls<'a> {
    running: Running,
    bucket: &'a str,
    /// Whether the endpoint has ever answered in gRPC. One that has not may be no endpoint of gRPC at all.
    answered: &'a AtomicBool,
}

/// A call that did not succeed.
pub(super) struct Failure {
    pub(super) error: Error,
    /// Whether an attempt may have been carried out all the same: its answer was lost, or is no clear no.
    pub(super) doubtful: bool,
}

impl<'a> Calls<'a> {
    pub(super) fn new(operation: &Operation, bucket: &'a str, answered: &'a AtomicBool) -> Self {
        Calls { running: operation.start(Cloud::Gcp), bucket, answered }
    }

    /// Calls for a last look at the bucket, whatever became of the operation.
    pub(super) fn last_look(&self) -> Self {
        let operation = Operation { timeout: LAST_LOOK, cancel: CancellationToken::new() };
        Calls::new(&operation, self.bucket, self.answered)
    }

    /// The bucket that the calls are about.
    pub(super) fn bucket(&self) -> &'a str {
        self.bucket
    }

    /// Makes one call of the API, again and again while the service asks for it.
    pub(super) async fn run<T, Attempt>(
        &self,
        call: &'static str,
        attempt: impl Fn() -> Attempt,
    ) -> Result<T, Failure>
    where
        Attempt: Future<Output = Result<T, Answer>>,
    {
        let (doubt, under_way) = (&AtomicBool::new(false), &AtomicBool::new(false));
        let attempt = || {
            let attempt = attempt();
            async move {
                under_way.store(true, Ordering::Relaxed);
                let answer = tokio::time::timeout(ATTEMPT, attempt).await;
                under_way.store(false, Ordering::Relaxed);
                let answer = answer.unwrap_or_else(|elapsed| Err(Answer::timeout(elapsed)));
                let told = answer.as_ref().map_or_else(|error| error.status().is_some(), |_| true);
                let known = self.answered.fetch_or(told, Ordering::Relaxed) || told;
                answer.map_err(|answer| {
                    let verdict = verdict(&answer, known);
                    doubt.fetch_or(verdict.is_doubtful(), Ordering::Relaxed);
                    verdict.about(error::of(call, self.bucket, &answer))
                })
            }
        };
        self.running.call(call, attempt).await.map_err(|error| Failure {
            error,
            doubtful: doubt.load(Ordering::Relaxed) || under_way.load(Ordering::Relaxed),
        })
    }
}

/// What an answer that is no success says of the call.
#[derive(Clone, Copy)]
enum Verdict {
    /// Refused for good.
    Refused,
    /// Not carried out, and worth repeating.
    Rejected,
    /// Never arrived.
    Unreachable,
    /// Cut off by something that has never answered in gRPC.
    Strange,
    /// Worth repeating, but perhaps carried out.
    Doubtful,
}

impl Verdict {
    fn is_doubtful(self) -> bool {
        matches!(self, Verdict::Strange | Verdict::Doubtful)
    }

    fn about(self, error: Error) -> Failed {
        match self {
            Verdict::Refused => Failed::Final(error),
            Verdict::Rejected | Verdict::Doubtful => Failed::Passing(error),
            Verdict::Unreachable => Failed::Unreachable(error),
            Verdict::Strange => Failed::Unreachable(error::with_hint(error)),
        }
    }
}

/// What is worth repeating is what "Retry strategy" (Cloud Storage docs) names, in gRPC's codes.
fn verdict(answer: &Answer, known: bool) -> Verdict {
    if answer.is_connect() {
        return Verdict::Unreachable;
    }
    if answer.is_transient_and_before_rpc() {
        return Verdict::Rejected;
    }
    if answer.is_transport() && !known {
        return Verdict::Strange;
    }
    if answer.is_io() || answer.is_timeout() || answer.is_transport() {
        return Verdict::Doubtful;
    }
    match answer.status().map(|status| status.code) {
        Some(Code::ResourceExhausted) => Verdict::Rejected,
        Some(Code::Unavailable | Code::Internal | Code::DeadlineExceeded) => Verdict::Doubtful,
        _ => Verdict::Refused,
    }
}
