//! Cloud Billing budgets.

use async_trait::async_trait;

use super::{Budget, BudgetKey, GcpExtras};
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Problem, Scope, Service};

/// Cloud Billing budgets.
pub(crate) struct GcpBudgets;

/// What this cloud cannot do or does not take.
pub(super) fn check(_: &Budget, _: &GcpExtras, _: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    Vec::new()
}

/// What this cloud cannot change in place.
pub(super) fn replaced(_: &Budget, _: &Budget) -> Vec<&'static str> {
    Vec::new()
}

#[async_trait]
impl Service<Budget> for GcpBudgets {
    async fn create(&self, _: &Budget, _: &Operation) -> Result<Observed<Budget>, Incomplete<Budget>> {
        Err(unserved("create").into())
    }

    async fn read(
        &self,
        _: &BudgetKey,
        _: Scope<'_, Budget>,
        _: &Operation,
    ) -> Result<Option<Observed<Budget>>, Error> {
        Err(unserved("read"))
    }

    async fn update(
        &self,
        _: &BudgetKey,
        _: Change<'_, Budget>,
        _: Option<&str>,
        _: &Operation,
    ) -> Result<Observed<Budget>, Incomplete<Budget>> {
        Err(unserved("update").into())
    }

    async fn delete(&self, _: &BudgetKey, _: &Operation) -> Result<(), Error> {
        Err(unserved("delete"))
    }
}

fn unserved(operation: &'static str) -> Error {
    Error::Service {
        cloud: Cloud::Gcp,
        operation,
        code: "Unserved".into(),
        message: "Cloud Billing budgets are not served yet".into(),
        request_id: None,
    }
}
