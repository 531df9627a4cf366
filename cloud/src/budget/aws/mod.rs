//! AWS Budgets: a budget of costs, its notifications with their subscribers, its actions and its tags, each with calls of
//! its own.
//!
//! What is filtered goes as `FilterExpression` and `Metrics`; the older `CostFilters` and `CostTypes`, which exclude them
//! (API reference, `CreateBudget`), are read where somebody else wrote them.

mod actions;
mod check;
mod create;
mod delete;
mod error;
pub(crate) mod expression;
mod from_wire;
mod legacy;
mod notifications;
mod read;
mod tags;
mod target;
#[cfg(test)]
pub(super) mod tests;
mod to_wire;
mod update;

use std::sync::Arc;

use async_trait::async_trait;

pub(super) use check::check;
pub(super) use check::replaced;

use self::target::Target;
use super::{Action, AwsExtras, Budget, BudgetKey, Extras};
use crate::aws::AwsClients;
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Removal, Scope, Service};

/// The budgets of AWS.
pub(super) struct AwsBudgets {
    clients: Arc<AwsClients>,
}

impl AwsBudgets {
    pub(super) fn new(clients: Arc<AwsClients>) -> Self {
        AwsBudgets { clients }
    }
}

#[async_trait]
impl Service<Budget> for AwsBudgets {
    async fn create(
        &self,
        wanted: &Budget,
        operation: &Operation,
    ) -> Result<Observed<Budget>, Incomplete<Budget>> {
        let running = operation.start(Cloud::Aws);
        let at = Target::new(&self.clients, wanted.scope.as_deref(), &wanted.name, &running).await?;
        create::create(&at, wanted).await
    }

    async fn read(
        &self,
        key: &BudgetKey,
        scope: Scope<'_, Budget>,
        operation: &Operation,
    ) -> Result<Option<Observed<Budget>>, Error> {
        let running = operation.start(Cloud::Aws);
        read::read(&Target::of_key(&self.clients, key, &running).await?, scope).await
    }

    async fn update(
        &self,
        key: &BudgetKey,
        change: Change<'_, Budget>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed<Budget>, Incomplete<Budget>> {
        let running = operation.start(Cloud::Aws);
        let at = Target::of_key(&self.clients, key, &running).await?;
        update::update(&at, change, revision).await
    }

    async fn delete(
        &self,
        key: &BudgetKey,
        _removal: Removal<'_, Budget>,
        operation: &Operation,
    ) -> Result<(), Error> {
        let running = operation.start(Cloud::Aws);
        delete::delete(&Target::of_key(&self.clients, key, &running).await?).await
    }
}

/// What only AWS has, of a budget that is on AWS.
fn extras(budget: &Budget) -> &AwsExtras {
    static NONE: AwsExtras = AwsExtras {
        metric: None,
        filter_expression_json: None,
        planned_limits: None,
        auto_adjust: None,
        billing_view: None,
        actions: None,
    };
    match &budget.extras {
        Extras::Aws(extras) => extras,
        Extras::Gcp(_) => &NONE,
    }
}

/// The actions of a budget; none where they are not managed.
fn actions_of(budget: &Budget) -> &[Action] {
    extras(budget).actions.as_deref().unwrap_or_default()
}

/// A list that was read, in the order that is known already where the two hold the same.
fn in_order_of(known: &[String], read: Vec<String>) -> Vec<String> {
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    if sorted(known) == sorted(&read) { known.to_vec() } else { read }
}
