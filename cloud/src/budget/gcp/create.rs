//! Creating a budget: a look at what is there from before, so that none is made twice, and one call.

use super::to_wire::{Described, created};
use super::{GcpBudgets, shown};
use crate::budget::Budget;
use crate::gcp::Calls;
use crate::{Error, Incomplete, Observed, Operation, Scope};

impl GcpBudgets {
    pub(super) async fn created(
        &self,
        wanted: Described<'_>,
        operation: &Operation,
    ) -> Result<Observed<Budget>, Incomplete<Budget>> {
        let account = account(wanted)?;
        let calls = Calls::new(operation, format!("budget {:?}", wanted.budget.name));
        let message = &created(wanted);
        let scope = Scope::Managed(wanted.budget);
        if let Some(found) = self.left_before(account, wanted, &calls).await? {
            tracing::info!(
                budget = wanted.budget.name,
                "going on with a budget that an earlier creation left"
            );
            return Ok(shown(&found, scope)?);
        }
        let answer = calls.run("CreateBudget", |doubt| async move {
            // The service would make a second one.
            let made = if doubt { self.left_over(account, wanted).await? } else { None };
            match made {
                Some(made) => Ok(made),
                None => self.create_once(account, message).await,
            }
        });
        let failure = match answer.await {
            Ok(made) => return Ok(shown(&made, scope)?),
            Err(failure) => failure,
        };
        self.failed(account, wanted);
        let mut kept = None;
        if failure.doubtful {
            let last = calls.last_look().run("ListBudgets", |_| self.left_over(account, wanted)).await;
            kept = last.ok().flatten().and_then(|made| shown(&made, scope).ok()).map(Box::new);
        }
        Err(Incomplete { error: failure.error, kept })
    }
}

fn account(wanted: Described<'_>) -> Result<&str, Error> {
    wanted.budget.scope.as_deref().ok_or_else(|| Error::Invalid {
        attribute: "scope".into(),
        message: "no billing account is named".into(),
    })
}
