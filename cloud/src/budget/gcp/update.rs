//! Updating a budget: one message with a mask of what changed.

use google_cloud_gax::error::rpc::Code;

use super::observed::observed;
use super::to_wire::{Difference, patch};
use super::{GcpBudgets, shown, wire};
use crate::budget::Budget;
use crate::gcp::{Calls, Failure};
use crate::{Cloud, Error, Incomplete, Observed, Scope};

impl GcpBudgets {
    pub(super) async fn updated(
        &self,
        name: &str,
        difference: Difference<'_>,
        revision: Option<&str>,
        calls: &Calls,
    ) -> Result<Observed<Budget>, Incomplete<Budget>> {
        let wanted = difference.wanted.budget;
        let mut patch = patch(difference);
        if patch.paths.is_empty() {
            let now = self.get(name, calls).await.map_err(|failure| failure.error)?;
            if revision.is_some_and(|revision| now.etag.as_deref() != Some(revision)) {
                return Err(changed(calls).into());
            }
            return Ok(shown(&now, Scope::Managed(wanted))?);
        }
        patch.message.etag = revision.map(str::to_owned);
        let answer = calls.run("UpdateBudget", |doubt| {
            let patch = &patch;
            async move {
                // An attempt whose answer was lost may be what changed the etag.
                if doubt {
                    let now = self.get_once(name).await?;
                    if is_wanted(&now, wanted) {
                        return Ok(now);
                    }
                }
                self.patch_once(name, patch).await
            }
        });
        match answer.await {
            Ok(now) => Ok(shown(&now, Scope::Managed(wanted))?),
            Err(failure) => Err(self.half_way(name, difference, revision, failure, calls).await),
        }
    }

    /// An update failed. The budget itself tells what has become of it.
    async fn half_way(
        &self,
        name: &str,
        difference: Difference<'_>,
        revision: Option<&str>,
        failure: Failure,
        calls: &Calls,
    ) -> Incomplete<Budget> {
        let Failure { error, doubtful } = failure;
        let refused = is_precondition(&error);
        if !doubtful && !refused {
            return error.into();
        }
        let Ok(now) = self.get(name, &calls.last_look()).await else { return error.into() };
        let wanted = difference.wanted.budget;
        if doubtful && is_wanted(&now, wanted) {
            return Incomplete { error, kept: observed(&now, Scope::Managed(wanted)).map(Box::new) };
        }
        // A spend cap that is in force refuses changes in the same way (`billingbudgets.v1`, field `spendCap`).
        let moved = revision.is_some_and(|revision| now.etag.as_deref() != Some(revision));
        if refused && moved { changed(calls).into() } else { error.into() }
    }
}

/// Whether the budget has every attribute that is set.
fn is_wanted(now: &wire::Budget, wanted: &Budget) -> bool {
    observed(now, Scope::Managed(wanted)).is_some_and(|now| now.is == *wanted)
}

/// Whether the service refused a change because of what the budget is now.
fn is_precondition(error: &Error) -> bool {
    matches!(error, Error::Service { code, .. } if code == Code::FailedPrecondition.name())
}

fn changed(calls: &Calls) -> Error {
    Error::Changed { cloud: Cloud::Gcp, what: calls.what().to_owned() }
}
