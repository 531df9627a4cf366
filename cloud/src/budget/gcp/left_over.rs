//! Budgets that equal what is wanted, since an earlier creation made them: one whose answer was lost, or whose run was
//! killed.
//!
//! A killed run's are there before this process begins. One list, at the first creation, tells those of a whole account:
//! a list for each creation would be many calls where the account has many budgets, of which it may have 50,000. A call
//! tells a hundred, and 800 calls a minute may read (Cloud Billing, "Quotas and limits").

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use google_cloud_gax::error::Error as Answer;
use tokio::sync::OnceCell;

use super::observed::is_equal;
use super::to_wire::Described;
use super::{GcpBudgets, wire};
use crate::Error;
use crate::gcp::{Calls, Failure};

/// The budgets that were there when they were first asked for.
#[derive(Default)]
pub(super) struct FromBefore(Mutex<HashMap<Place, Listed>>);

type Listed = Arc<OnceCell<Vec<wire::Budget>>>;

/// What one list tells of: the service looks for the budgets of a billing account, or for those of one of its projects.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    account: String,
    project: Option<String>,
}

impl FromBefore {
    fn listed(&self, place: &Place) -> Listed {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lists.entry(place.clone()).or_default())
    }

    /// A creation failed, and may have left something that is not listed.
    fn forget(&self, place: &Place) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(place);
    }
}

impl GcpBudgets {
    /// The budget that a creation in an earlier run has left, if there is one.
    pub(super) async fn left_before(
        &self,
        account: &str,
        wanted: Described<'_>,
        calls: &Calls,
    ) -> Result<Option<wire::Budget>, Error> {
        let place = &place(account, wanted);
        let listed = &self.from_before.listed(place);
        calls
            .run(
                "ListBudgets",
                |_| async move { listed.get_or_try_init(|| self.list(place)).await.map(drop) },
            )
            .await?;
        for equal in listed.get().into_iter().flatten().filter(|budget| is_equal(budget, wanted)) {
            // It may have been changed or deleted since, by us too.
            match self.get(&equal.name, calls).await {
                Ok(found) if is_equal(&found, wanted) => return Ok(Some(found)),
                Ok(_) | Err(Failure { error: Error::NotFound { .. }, .. }) => {}
                Err(failure) => return Err(failure.error),
            }
        }
        Ok(None)
    }

    /// The budget that equals what is wanted now, if there is one: an attempt whose answer was lost may have made it.
    pub(super) async fn left_over(
        &self,
        account: &str,
        wanted: Described<'_>,
    ) -> Result<Option<wire::Budget>, Answer> {
        let all = self.list(&place(account, wanted)).await?;
        Ok(all.into_iter().find(|budget| is_equal(budget, wanted)))
    }

    /// A creation that failed is looked for anew by the next one.
    pub(super) fn failed(&self, account: &str, wanted: Described<'_>) {
        self.from_before.forget(&place(account, wanted));
    }

    async fn list(&self, place: &Place) -> Result<Vec<wire::Budget>, Answer> {
        let (mut all, mut token) = (Vec::new(), String::new());
        loop {
            let page = self.list_once(&place.account, place.project.as_deref(), &token).await?;
            all.extend(page.budgets);
            token = page.next_page_token;
            if token.is_empty() {
                return Ok(all);
            }
        }
    }
}

fn place(account: &str, wanted: Described<'_>) -> Place {
    // The service looks for those of one project at most.
    let project = match wanted.budget.filter.projects.as_deref() {
        Some([project]) => Some(project.clone()),
        _ => None,
    };
    Place { account: account.to_owned(), project }
}
