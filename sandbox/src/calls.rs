//! The log of calls, for tests that ask what a client really sent.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::call::Call;
use crate::requests::Requests;

/// Calls kept; older ones are forgotten, so that a sandbox left running does not grow for ever.
const KEPT: usize = 200_000;

/// A call in the log.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Record {
    /// 1 for the first call since the start, the last reset or the last clearing of the log.
    pub(crate) n: u64,
    #[serde(flatten)]
    pub(crate) call: Call,
    /// The HTTP status answered; 0 when the connection was closed with no answer.
    pub(crate) status: u16,
}

/// The calls so far, oldest first.
#[derive(Default)]
pub(crate) struct Calls {
    log: Mutex<Log>,
    /// The requests that they came in, where those are kept.
    pub(crate) requests: Requests,
}

#[derive(Default)]
struct Log {
    last: u64,
    records: VecDeque<Record>,
}

impl Calls {
    pub(crate) fn record(&self, call: Call, status: u16) {
        self.requests.take(call.clone());
        let mut log = self.lock();
        log.last += 1;
        let n = log.last;
        if log.records.len() == KEPT {
            log.records.pop_front();
        }
        log.records.push_back(Record { n, call, status });
    }

    pub(crate) fn all(&self) -> Vec<Record> {
        self.lock().records.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Log::default();
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
