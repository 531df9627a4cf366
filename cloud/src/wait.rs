//! The bounds of an operation, and the retries within them.

use std::collections::hash_map::RandomState;
use std::fmt::Display;
use std::future::Future;
use std::hash::BuildHasher;
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{Cloud, Error};

/// The bounds of one operation: how long it may take in all, retries included, and how it is told to stop.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The time given, retries and waits included.
    pub timeout: Duration,
    /// Cancelled when the caller asks to stop.
    pub cancel: CancellationToken,
}

impl Operation {
    /// Starts the clock: everything done with the result ends within the bounds.
    pub(crate) fn start(&self, cloud: Cloud) -> Running {
        Running { cloud, bounds: self.clone(), started: Instant::now() }
    }
}

/// An operation under way.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    cloud: Cloud,
    bounds: Operation,
    started: Instant,
}

/// A call that failed, and what is to be done about it.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The service may answer otherwise in a moment.
    Passing(Error),
    /// No connection could be made. An endpoint that is misspelt answers so for ever: given up after a few times.
    Unreachable(Error),
    /// Asking again changes nothing.
    Final(Error),
}

/// Attempts without any connection before an endpoint counts as unreachable: some twenty seconds.
const UNREACHABLE_ATTEMPTS: u32 = 8;
/// The first wait; tests have no time for it.
const FIRST_WAIT: Duration = if cfg!(test) { Duration::from_micros(100) } else { Duration::from_millis(100) };
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The longest time between two looks at what takes minutes.
const LONGEST_LOOK: Duration = Duration::from_secs(5);

impl Running {
    /// Time since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Makes one call of the API until it succeeds or fails for good, with waits that double up to twenty seconds,
    /// half of each left to chance so that many callers do not come back at once.
    pub(crate) async fn call<T, F>(
        &self,
        operation: &'static str,
        mut attempt: impl FnMut() -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Failed>>,
    {
        let mut last = None;
        let mut unreachable = 0;
        for tried in 0.. {
            // The SDKs' futures are large, and those who wait for them hold them: on the heap they are held once.
            let answer = self.bounded(operation, &last, Box::pin(attempt())).await?;
            let error = match answer {
                Ok(value) => return Ok(value),
                Err(Failed::Final(error)) => return Err(error),
                Err(Failed::Passing(error)) => error,
                Err(Failed::Unreachable(error)) => {
                    unreachable += 1;
                    if unreachable >= UNREACHABLE_ATTEMPTS {
                        return Err(error);
                    }
                    error
                }
            };
            let wait = wait_before(tried);
            tracing::debug!(operation, attempt = tried + 1, ?wait, %error, "the call is made again");
            last = Some(error);
            self.bounded(operation, &last, tokio::time::sleep(wait)).await?;
        }
        unreachable!("the loop has no end of its own")
    }

    /// Looks at something that takes its time until `look` breaks with the end of it; what it continues with is what
    /// was seen, which the log tells. The time between two looks doubles up to five seconds.
    pub(crate) async fn watch<T, F>(
        &self,
        operation: &'static str,
        mut look: impl FnMut() -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<ControlFlow<T, String>, Error>>,
    {
        let mut wait = FIRST_WAIT;
        loop {
            let seen = match Box::pin(look()).await? {
                ControlFlow::Break(end) => return Ok(end),
                ControlFlow::Continue(seen) => seen,
            };
            tracing::info!(operation, elapsed = ?self.elapsed(), "{seen}");
            self.bounded(operation, &Some(seen), tokio::time::sleep(wait)).await?;
            wait = (wait * 2).min(LONGEST_LOOK);
        }
    }

    /// Waits for a future within the bounds.
    async fn bounded<T>(
        &self,
        operation: &'static str,
        last: &Option<impl Display>,
        future: impl Future<Output = T>,
    ) -> Result<T, Error> {
        let cloud = self.cloud;
        tokio::select! {
            biased;
            () = self.bounds.cancel.cancelled() => Err(Error::Cancelled { cloud, operation }),
            done = future => Ok(done),
            () = tokio::time::sleep_until(self.started + self.bounds.timeout) => Err(Error::Timeout {
                cloud,
                operation,
                after: self.bounds.timeout,
                last: last.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string),
            }),
        }
    }
}

fn wait_before(tried: u32) -> Duration {
    let full = FIRST_WAIT.saturating_mul(1 << tried.min(16)).min(LONGEST_WAIT);
    // The keys of a new RandomState are random, which is chance enough for jitter.
    let chance = RandomState::new().hash_one(tried) as f64 / u64::MAX as f64;
    full.mul_f64(0.5 + chance / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(timeout: Duration) -> Running {
        Operation { timeout, cancel: CancellationToken::new() }.start(Cloud::Aws)
    }

    fn answer(code: &str) -> Error {
        Error::Service {
            cloud: Cloud::Aws,
            operation: "PutBucketTagging",
            code: code.into(),
            message: "no".into(),
            request_id: None,
        }
    }

    /// Answers in turn from a script: `p`assing, `u`nreachable, `f`inal, `o`k; the last one is repeated.
    async fn check(script: &str, timeout: Duration, expected: &str, calls: usize) {
        let mut made = 0;
        let result = running(timeout)
            .call("PutBucketTagging", || {
                let letter = script.chars().nth(made).or(script.chars().last());
                made += 1;
                std::future::ready(match letter {
                    Some('p') => Err(Failed::Passing(answer("SlowDown"))),
                    Some('u') => Err(Failed::Unreachable(answer("ConnectionFailed"))),
                    Some('f') => Err(Failed::Final(answer("MalformedXML"))),
                    _ => Ok("done"),
                })
            })
            .await;
        let text = result.map_or_else(|error| error.to_string(), str::to_owned);
        assert!(text.contains(expected), "{script}: {text}");
        assert_eq!(made, calls, "{script}");
    }

    #[tokio::test]
    async fn calls_are_made_until_the_answer_is_final() {
        let hour = Duration::from_secs(3600);
        check("o", hour, "done", 1).await;
        check("ppo", hour, "done", 3).await;
        check("pf", hour, "MalformedXML", 2).await;
        check("u", hour, "ConnectionFailed", 8).await;
        check("uuuupo", hour, "done", 6).await;
    }

    #[tokio::test]
    async fn time_runs_out_with_the_last_answer() {
        let result = running(Duration::from_millis(30))
            .call("PutBucketTagging", || {
                std::future::ready(Err::<(), _>(Failed::Passing(answer("SlowDown"))))
            })
            .await;
        let text = result.map_or_else(|error| error.to_string(), |()| String::new());
        assert!(text.contains("not done within 30ms") && text.contains("SlowDown"), "{text}");
    }

    #[tokio::test]
    async fn what_takes_its_time_is_watched_to_its_end() {
        let mut looks = 0;
        let patient = running(Duration::from_secs(60));
        let end = patient.watch("CreateNodegroup", || {
            looks += 1;
            let end = if looks < 4 {
                ControlFlow::Continue("CREATING".to_owned())
            } else {
                ControlFlow::Break(looks)
            };
            std::future::ready(Ok(end))
        });
        assert!(matches!(end.await, Ok(4)));
        let hasty = running(Duration::from_millis(30));
        let never = hasty.watch("CreateNodegroup", || {
            std::future::ready(Ok::<_, Error>(ControlFlow::<(), _>::Continue(
                "CREATING: no capacity".to_owned(),
            )))
        });
        let text = never.await.map_or_else(|error| error.to_string(), |()| String::new());
        assert!(text.contains("not done within 30ms; last answer: CREATING: no capacity"), "{text}");
    }

    #[tokio::test]
    async fn a_caller_can_stop_a_call() {
        let operation = Operation { timeout: Duration::from_secs(60), cancel: CancellationToken::new() };
        operation.cancel.cancel();
        let result =
            operation.start(Cloud::Aws).call("HeadBucket", std::future::pending::<Result<(), Failed>>).await;
        assert!(matches!(result, Err(Error::Cancelled { operation: "HeadBucket", .. })), "{result:?}");
    }

    #[test]
    fn waits_grow_to_a_bound() {
        for tried in [0, 3, 7, 8, 30, u32::MAX] {
            let wait = wait_before(tried);
            assert!(wait >= FIRST_WAIT / 2 && wait <= LONGEST_WAIT, "{tried}: {wait:?}");
        }
        assert!(wait_before(30) >= FIRST_WAIT * 1000);
    }
}
