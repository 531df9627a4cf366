//! Calls to Google's services: repeated while that can help, with an eye on answers that were lost.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use google_cloud_gax::error::Error as Answer;
use google_cloud_gax::error::rpc::Code;
use tokio_util::sync::CancellationToken;

use super::answer;
use crate::wait::{Failed, Running};
use crate::{Cloud, Error, Operation};

/// The longest that one attempt may take before it counts as lost.
const ATTEMPT: Duration = Duration::from_secs(60);

/// How long to look at a thing whose change ended in doubt, when the operation itself is over.
const LAST_LOOK: Duration = Duration::from_secs(10);

/// The calls of one operation on one thing.
pub(crate) struct Calls {
    running: Running,
    /// The thing, as errors name it: `GPU pool "h100"`.
    what: String,
}

/// A call that did not succeed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: Error,
    /// Whether an attempt may have been carried out all the same: its answer was lost, or is no clear no.
    pub(crate) doubtful: bool,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

impl Calls {
    pub(crate) fn new(operation: &Operation, what: String) -> Self {
        Calls { running: operation.start(Cloud::Gcp), what }
    }

    /// Calls for a last look at the thing, whatever became of the operation.
    pub(crate) fn last_look(&self) -> Self {
        let operation = Operation { timeout: LAST_LOOK, cancel: CancellationToken::new() };
        Calls::new(&operation, self.what.clone())
    }

    /// The thing that the calls are about, as errors name it.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// The bounds of the operation, to wait within them.
    pub(crate) fn running(&self) -> &Running {
        &self.running
    }

    /// Makes one call of the API, again and again while the service asks for it. An attempt is told whether an earlier
    /// one may have been carried out.
    pub(crate) async fn run<T, Attempt>(
        &self,
        call: &'static str,
        attempt: impl Fn(bool) -> Attempt,
    ) -> Result<T, Failure>
    where
        Attempt: Future<Output = Result<T, Answer>>,
    {
        self.judged(call, attempt, |answer| judge(answer, answer::error(call, &self.what, answer))).await
    }

    /// As [`Calls::run`], for a service that says some things in its own way: `judge` tells what an answer that is no
    /// success comes to.
    pub(crate) async fn judged<T, Attempt>(
        &self,
        call: &'static str,
        attempt: impl Fn(bool) -> Attempt,
        judge: impl Fn(&Answer) -> Judged,
    ) -> Result<T, Failure>
    where
        Attempt: Future<Output = Result<T, Answer>>,
    {
        let judge = &judge;
        let (doubt, under_way) = (&AtomicBool::new(false), &AtomicBool::new(false));
        let attempt = || {
            let attempt = attempt(doubt.load(Ordering::Relaxed));
            async move {
                under_way.store(true, Ordering::Relaxed);
                let answer = tokio::time::timeout(ATTEMPT, attempt).await;
                under_way.store(false, Ordering::Relaxed);
                answer.unwrap_or_else(|elapsed| Err(Answer::timeout(elapsed))).map_err(|answer| {
                    let Judged { failed, doubtful } = judge(&answer);
                    doubt.fetch_or(doubtful, Ordering::Relaxed);
                    failed
                })
            }
        };
        self.running.call(call, attempt).await.map_err(|error| Failure {
            error,
            doubtful: doubt.load(Ordering::Relaxed) || under_way.load(Ordering::Relaxed),
        })
    }
}

/// What an answer that is no success comes to.
pub(crate) struct Judged {
    pub(crate) failed: Failed,
    /// Whether the call may have been carried out all the same.
    pub(crate) doubtful: bool,
}

/// What an answer comes to by what Google's services have in common; `error` tells it to the caller.
pub(crate) fn judge(answer: &Answer, error: Error) -> Judged {
    let verdict = verdict(answer);
    let failed = match verdict {
        Verdict::Refused => Failed::Final(error),
        Verdict::Rejected | Verdict::Doubtful => Failed::Passing(error),
        Verdict::Unreachable => Failed::Unreachable(error),
    };
    Judged { failed, doubtful: verdict == Verdict::Doubtful }
}

/// What an answer that is no success says of the call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    /// Refused for good.
    Refused,
    /// Not carried out, and worth repeating.
    Rejected,
    /// Never arrived.
    Unreachable,
    /// Worth repeating, but perhaps carried out.
    Doubtful,
}

/// What is worth repeating is what AIP-194 names, and what says so itself: too many requests, and a cluster that is busy
/// with another operation.
fn verdict(answer: &Answer) -> Verdict {
    if answer.is_connect() {
        return Verdict::Unreachable;
    }
    if answer.is_transient_and_before_rpc() || answer::is_busy(answer) {
        return Verdict::Rejected;
    }
    // What passes for an answer between us and the service has a code of HTTP and no more.
    match (answer.http_status_code(), answer.status().map(|status| status.code)) {
        (Some(429), _) | (_, Some(Code::ResourceExhausted)) => Verdict::Rejected,
        (Some(408 | 500 | 502 | 503 | 504), _) => Verdict::Doubtful,
        (_, Some(Code::Unavailable | Code::Internal | Code::DeadlineExceeded)) => Verdict::Doubtful,
        (None, None) if answer.is_io() || answer.is_timeout() || answer.is_transport() => Verdict::Doubtful,
        _ => Verdict::Refused,
    }
}

#[cfg(test)]
mod tests {
    use google_cloud_gax::error::rpc::Status;
    use http::HeaderMap;

    use super::*;

    #[test]
    fn what_is_repeated_and_what_may_have_been_done() {
        let told = |code, http| {
            let status = Status::default().set_code(code);
            Answer::service_with_http_metadata(status, Some(http), None)
        };
        let page = |http| Answer::http(http, HeaderMap::new(), bytes::Bytes::from_static(b"<html>"));
        for (answer, expected) in [
            (Answer::connect("refused"), Verdict::Unreachable),
            (Answer::io("reset"), Verdict::Doubtful),
            (Answer::timeout("late"), Verdict::Doubtful),
            (told(Code::Unavailable, 503), Verdict::Doubtful),
            (told(Code::ResourceExhausted, 429), Verdict::Rejected),
            (told(Code::PermissionDenied, 403), Verdict::Refused),
            (told(Code::FailedPrecondition, 400), Verdict::Refused),
            (page(502), Verdict::Doubtful),
            (page(429), Verdict::Rejected),
            (page(404), Verdict::Refused),
        ] {
            assert_eq!(verdict(&answer), expected, "{answer:?}");
        }
    }
}
