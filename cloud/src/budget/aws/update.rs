//! Bringing a budget from one description to another, with the calls that the difference needs.

use aws_sdk_budgets::types;

use super::target::{Call, Target};
use super::{
    Budget, Change, Extras, actions, actions_of, extras, from_wire, legacy, notifications, read, tags,
    to_wire,
};
use crate::budget::decimal;
use crate::{Cloud, Error, Incomplete, Observed};

const UPDATE: Call = Call { operation: "UpdateBudget", attribute: "" };

pub(super) async fn update(
    at: &Target<'_>,
    change: Change<'_, Budget>,
    revision: Option<&str>,
) -> Result<Observed<Budget>, Incomplete<Budget>> {
    stays(at, change.wanted)?;
    let there = read::describe(at).await?;
    let moved = |known: &str| from_wire::revision(&there).is_some_and(|there| there != known);
    if revision.is_some_and(moved) {
        return Err(Error::Changed { cloud: Cloud::Aws, what: at.what() }.into());
    }
    let mut is = change.prior.clone();
    let (prior, wanted) = (change.prior, change.wanted);
    match bring(at, &there, change, &mut is).await {
        Ok(()) => {}
        Err(error) if is == *prior => return Err(error.into()),
        Err(error) => return Err(Incomplete { error, kept: Some(Box::new(read::unread(at, is))) }),
    }
    match read::told(at, wanted.clone()).await {
        Ok(observed) => Ok(observed),
        Err(error) => Err(Incomplete { error, kept: Some(Box::new(read::unread(at, wanted.clone()))) }),
    }
}

/// A budget stays in its account: another scope is another budget.
fn stays(at: &Target<'_>, wanted: &Budget) -> Result<(), Error> {
    let scope = wanted.scope.as_deref().unwrap_or(at.own);
    if scope == at.account {
        return Ok(());
    }
    Err(to_wire::invalid(
        "scope",
        format!(
            "{} cannot move to account {scope}; replace it (terraform apply -replace=ADDRESS)",
            at.what()
        ),
    ))
}

/// Writes what differs, part after part; `is` follows.
async fn bring(
    at: &Target<'_>,
    there: &types::Budget,
    Change { prior, wanted }: Change<'_, Budget>,
    is: &mut Budget,
) -> Result<(), Error> {
    if !same(&to_wire::budget(prior)?, &to_wire::budget(wanted)?) {
        let request = request(there, prior, wanted)?;
        let request = at.client.update_budget().account_id(at.account).new_budget(request);
        at.call(UPDATE, || request.clone().send()).await?;
    }
    *is = Budget {
        thresholds: is.thresholds.clone(),
        notify: is.notify.clone(),
        labels: is.labels.clone(),
        ..wanted.clone()
    };
    if let Extras::Aws(is) = &mut is.extras {
        is.actions = extras(prior).actions.clone();
    }
    if prior.thresholds != wanted.thresholds || prior.notify != wanted.notify {
        notifications::bring(at, wanted).await?;
        is.thresholds = wanted.thresholds.clone();
        is.notify = wanted.notify.clone();
    }
    if prior.labels != wanted.labels {
        tags::bring(at, &prior.labels, &wanted.labels).await?;
        is.labels = wanted.labels.clone();
    }
    if actions_of(prior) != actions_of(wanted) {
        let there = actions::list(at).await?;
        actions::bring(at, there, actions_of(wanted)).await?;
    }
    Ok(())
}

/// The budget that `UpdateBudget` puts in place of the one that is there.
fn request(there: &types::Budget, prior: &Budget, wanted: &Budget) -> Result<types::Budget, Error> {
    let counted = from_wire::counts(prior) || from_wire::counts(wanted);
    let mut request = match counted {
        true => to_wire::budget(&from_wire::merged(there, prior, wanted))?,
        false => to_wire::budget(wanted)?,
    };
    if !counted {
        // Nothing of it is managed: it stays in the form that it has.
        request.filter_expression = there.filter_expression.clone();
        request.metrics = there.metrics.clone();
        if request.filter_expression.is_none() && request.metrics.is_none() {
            legacy::carry_over(there, &mut request);
        }
    }
    if extras(prior).billing_view.is_none() && extras(wanted).billing_view.is_none() {
        request.billing_view_arn = there.billing_view_arn.clone();
    }
    if request.time_period.is_none() && request.time_unit == there.time_unit {
        request.time_period = there.time_period.clone();
    }
    Ok(request)
}

/// Whether two requests ask for one budget: amounts are compared by value.
pub(super) fn same(one: &types::Budget, other: &types::Budget) -> bool {
    let normal = |budget: &types::Budget| {
        let mut budget = budget.clone();
        let planned = budget.planned_budget_limits.iter_mut().flat_map(|limits| limits.values_mut());
        for spend in budget.budget_limit.iter_mut().chain(planned) {
            spend.amount = decimal::plain(&spend.amount);
        }
        budget
    };
    normal(one) == normal(other)
}
