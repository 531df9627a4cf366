//! Cloud Billing budgets, over REST (`billingbudgets.v1`): there is no client library.
//!
//! A budget is one message: created by one call, read by one, and updated by one with a mask of what changed and the etag
//! that it was planned for. Its id is made by the service and its name is not unique, so that nothing keeps a creation
//! whose answer was lost from being done twice, but that those which are there are listed first ([`left_over`]): one that
//! equals what is wanted in everything is taken for the one that an earlier attempt made. A second budget that equals one
//! of before can therefore not be made.

mod calls;
mod check;
mod create;
mod from_wire;
mod left_over;
mod observed;
#[cfg(test)]
mod tests;
mod to_wire;
mod update;
mod wire;

use async_trait::async_trait;

pub(super) use check::{check, replaced};

use self::left_over::FromBefore;
use self::observed::observed;
use self::to_wire::{Described, Difference};
use super::{Budget, BudgetKey};
use crate::check::refuse;
use crate::gcp::{Calls, Failure, GcpClients, Rest};
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Removal, Scope, Service};

/// The budgets of Google Cloud's billing accounts.
pub(super) struct GcpBudgets {
    rest: Rest,
    from_before: FromBefore,
}

impl GcpBudgets {
    /// Those that a session reaches.
    pub(super) async fn of(clients: &GcpClients) -> Result<Self, Error> {
        Ok(GcpBudgets::new(clients.billing_budgets().await?))
    }

    pub(super) fn new(rest: Rest) -> Self {
        GcpBudgets { rest, from_before: FromBefore::default() }
    }

    async fn get(&self, name: &str, calls: &Calls) -> Result<wire::Budget, Failure> {
        calls.run("GetBudget", |_| self.get_once(name)).await
    }
}

#[async_trait]
impl Service<Budget> for GcpBudgets {
    async fn create(
        &self,
        wanted: &Budget,
        operation: &Operation,
    ) -> Result<Observed<Budget>, Incomplete<Budget>> {
        let described = accepted(wanted)?;
        self.created(described, operation).await
    }

    async fn read(
        &self,
        key: &BudgetKey,
        scope: Scope<'_, Budget>,
        operation: &Operation,
    ) -> Result<Option<Observed<Budget>>, Error> {
        let name = resource_name(key)?;
        match self.get(&name, &Calls::new(operation, what(key))).await {
            Ok(found) => shown(&found, scope).map(Some),
            Err(Failure { error: Error::NotFound { .. }, .. }) => Ok(None),
            Err(failure) => Err(failure.error),
        }
    }

    async fn update(
        &self,
        key: &BudgetKey,
        change: Change<'_, Budget>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed<Budget>, Incomplete<Budget>> {
        let wanted = accepted(change.wanted)?;
        let prior = Described::of(change.prior).ok_or_else(elsewhere)?;
        let calls = Calls::new(operation, what(key));
        self.updated(&resource_name(key)?, Difference { prior, wanted }, revision, &calls).await
    }

    async fn delete(
        &self,
        key: &BudgetKey,
        _removal: Removal<'_, Budget>,
        operation: &Operation,
    ) -> Result<(), Error> {
        let name = resource_name(key)?;
        let answer = Calls::new(operation, what(key)).run("DeleteBudget", |_| self.delete_once(&name)).await;
        match answer {
            Ok(()) | Err(Failure { error: Error::NotFound { .. }, .. }) => Ok(()),
            Err(failure) => Err(failure.error),
        }
    }
}

/// The budget, if Google Cloud can do all that it asks for.
fn accepted(budget: &Budget) -> Result<Described<'_>, Error> {
    let described = Described::of(budget).ok_or_else(elsewhere)?;
    refuse(check(budget, described.extras, &|_| false))?;
    Ok(described)
}

fn elsewhere() -> Error {
    Error::Invalid { attribute: "cloud".into(), message: "the budget is not on Google Cloud".into() }
}

/// How errors name a budget.
fn what(key: &BudgetKey) -> String {
    format!("budget {:?}", key.to_string())
}

/// The budget's resource name. A key from an import may hold what no path can.
fn resource_name(key: &BudgetKey) -> Result<String, Error> {
    let plain = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    match key {
        BudgetKey::Gcp { billing_account, id } if plain(billing_account) && plain(id) => {
            Ok(format!("billingAccounts/{billing_account}/budgets/{id}"))
        }
        BudgetKey::Gcp { .. } => Err(Error::Invalid {
            attribute: "id".into(),
            message: format!(
                "{:?} names no budget: gcp/XXXXXX-XXXXXX-XXXXXX/ID is expected",
                key.to_string()
            ),
        }),
        BudgetKey::Aws { .. } => Err(elsewhere()),
    }
}

/// What is there, in our terms.
fn shown(message: &wire::Budget, scope: Scope<'_, Budget>) -> Result<Observed<Budget>, Error> {
    observed(message, scope).ok_or_else(|| Error::Service {
        cloud: Cloud::Gcp,
        operation: "GetBudget",
        code: "UNKNOWN".into(),
        message: format!("the answer names no budget: {:?}", message.name),
        request_id: None,
    })
}
