//! Calls to Cloud Storage, which speaks gRPC: an endpoint that does not is told of.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};

use google_cloud_storage::Error as Answer;

use super::error;
use crate::Operation;
use crate::gcp::{self, Failure, Judged, judge};
use crate::wait::Failed;

/// The calls of one operation on one bucket.
pub(super) struct Calls<'a> {
    calls: gcp::Calls,
    bucket: &'a str,
    /// Whether the endpoint has ever answered in gRPC. One that has not may be no endpoint of gRPC at all.
    answered: &'a AtomicBool,
}

impl<'a> Calls<'a> {
    pub(super) fn new(operation: &Operation, bucket: &'a str, answered: &'a AtomicBool) -> Self {
        Calls { calls: gcp::Calls::new(operation, format!("bucket {bucket:?}")), bucket, answered }
    }

    /// Calls for a last look at the bucket, whatever became of the operation.
    pub(super) fn last_look(&self) -> Self {
        Calls { calls: self.calls.last_look(), bucket: self.bucket, answered: self.answered }
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
        let answered = self.answered;
        let heard = |_| {
            let attempt = attempt();
            async move {
                let answer = attempt.await;
                let told = answer.as_ref().map_or_else(|error| error.status().is_some(), |_| true);
                answered.fetch_or(told, Ordering::Relaxed);
                answer
            }
        };
        self.calls.judged(call, heard, |answer| self.judge(call, answer)).await
    }

    /// What cuts a call off and has never answered in gRPC may have carried it out, but soon counts as unreachable.
    fn judge(&self, call: &'static str, answer: &Answer) -> Judged {
        let told = error::of(call, self.calls.what(), answer);
        if answer.is_transport() && !self.answered.load(Ordering::Relaxed) {
            return Judged { failed: Failed::Unreachable(error::with_hint(told)), doubtful: true };
        }
        judge(answer, told)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;

    /// What becomes of a call that was cut off, by whether the endpoint has answered before.
    fn check(answered: bool, expected: &str) {
        let operation = Operation { timeout: std::time::Duration::from_secs(60), cancel: Default::default() };
        let answered = AtomicBool::new(answered);
        let calls = Calls::new(&operation, "logs", &answered);
        let Judged { failed, doubtful } =
            calls.judge("GetBucket", &Answer::transport(HeaderMap::new(), "reset"));
        assert!(doubtful && format!("{failed:?}").starts_with(expected), "{failed:?}");
        let hint = format!("{failed:?}").contains("gcp.endpoints.storage is an endpoint of gRPC");
        assert_eq!(hint, expected == "Unreachable", "{failed:?}");
    }

    #[test]
    fn an_endpoint_that_has_never_spoken_grpc_is_told_of() {
        check(true, "Passing");
        check(false, "Unreachable");
    }
}
