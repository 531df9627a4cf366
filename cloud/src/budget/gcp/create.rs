//! Creating a budget: a list, so that none is made twice, and one call.

use google_cloud_gax::error::Error as Answer;

use super::observed::is_equal;
use super::to_wire::{Described, created};
use super::{GcpBudgets, shown, wire};
use crate::budget::Budget;
use crate::session::gcp::Calls;
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
        let looked = calls.run("ListBudgets", |_| self.left_over(account, wanted)).await;
        if let Some(found) = looked.map_err(|failure| failure.error)? {
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
        let mut kept = None;
        if failure.doubtful {
            let last = calls.last_look().run("ListBudgets", |_| self.left_over(account, wanted)).await;
            kept = last.ok().flatten().and_then(|made| shown(&made, scope).ok()).map(Box::new);
        }
        Err(Incomplete { error: failure.error, kept })
    }

    /// A budget that equals what is wanted, if there is one.
    async fn left_over(&self, account: &str, wanted: Described<'_>) -> Result<Option<wire::Budget>, Answer> {
        // The service looks for those of one project at most.
        let project = match wanted.budget.filter.projects.as_deref() {
            Some([project]) => Some(project.as_str()),
            _ => None,
        };
        let mut token = String::new();
        loop {
            let page = self.list_once(account, project, &token).await?;
            let found = page.budgets.into_iter().find(|budget| is_equal(budget, wanted));
            if found.is_some() || page.next_page_token.is_empty() {
                return Ok(found);
            }
            token = page.next_page_token;
        }
    }
}

fn account(wanted: Described<'_>) -> Result<&str, Error> {
    wanted.budget.scope.as_deref().ok_or_else(|| Error::Invalid {
        attribute: "scope".into(),
        message: "no billing account is named".into(),
    })
}
