//! What every service is handed: the state, the faults, the log of calls, the time and what tests want of them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::answer::{Answer, Reply};
use crate::call::Call;
use crate::calls::Calls;
use crate::clock::Clock;
use crate::error::Error;
use crate::fault::{Admission, Faults};
use crate::fixtures::Fixtures;
use crate::outcomes::Outcomes;
use crate::store::{Section, Store};

/// The sandbox's own parts, cheap to clone: a clone shares everything.
#[derive(Clone)]
pub(crate) struct Core {
    pub(crate) store: Store,
    pub(crate) faults: Arc<Faults>,
    pub(crate) calls: Arc<Calls>,
    pub(crate) clock: Clock,
    pub(crate) fixtures: Section<Fixtures>,
    pub(crate) outcomes: Outcomes,
}

impl Core {
    pub(crate) fn open(state: Option<PathBuf>) -> Result<Self, Error> {
        let store = Store::open(state)?;
        Ok(Self {
            faults: Arc::default(),
            calls: Arc::default(),
            clock: Clock::open(&store)?,
            fixtures: store.section("sandbox.fixtures")?,
            outcomes: Outcomes::open(&store)?,
            store,
        })
    }

    /// Carries out one call of an HTTP service: applies the fault that a rule wants, if any, and logs the call.
    /// `refuse` gives the service's own error for the status that a fault asks for.
    pub(crate) async fn carry_out(
        &self,
        call: Call,
        refuse: impl FnOnce(u16) -> Reply,
        work: impl Future<Output = Reply>,
    ) -> Answer {
        let answer = match self.faults.admit(&call).await {
            Admission::Serve => Answer::Reply(work.await),
            Admission::Refuse(status) => Answer::Reply(refuse(status)),
            Admission::Drop => Answer::Drop,
            Admission::ServeThenDrop => {
                work.await;
                Answer::Drop
            }
        };
        self.calls.record(call, answer.status());
        answer
    }

    /// Forgets everything: state, calls, faults, and what tests set up.
    pub(crate) fn reset(&self) {
        self.store.reset();
        self.calls.clear();
        self.calls.requests.clear();
        self.faults.clear();
    }
}
