//! Reading a budget: the calls that its attributes need, in parallel.

use std::collections::BTreeMap;

use aws_sdk_budgets::types;
use futures::future::{FutureExt, OptionFuture};
use futures::try_join;

use super::notifications::Alert;
use super::target::{Call, Target};
use super::{Budget, Extras, actions, extras, from_wire, notifications, tags};
use crate::budget::Details;
use crate::{Error, Observed, Scope};

const DESCRIBE: Call = Call { operation: "DescribeBudget", attribute: "" };

/// A budget as the API tells it; a part is `None` where it was not asked for.
pub(super) struct Found {
    pub(super) budget: types::Budget,
    pub(super) alerts: Option<Vec<Alert>>,
    pub(super) tags: Option<BTreeMap<String, String>>,
    pub(super) actions: Option<Vec<types::Action>>,
}

pub(super) async fn read(
    at: &Target<'_>,
    scope: Scope<'_, Budget>,
) -> Result<Option<Observed<Budget>>, Error> {
    let expected = match scope {
        Scope::Managed(expected) => Some(expected),
        Scope::Everything => None,
    };
    match find(at, expected).await {
        Ok(found) => Ok(Some(observed(at, &found, expected))),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The budget with the parts that `expected` has, or with all.
pub(super) async fn find(at: &Target<'_>, expected: Option<&Budget>) -> Result<Found, Error> {
    let matters = |part: fn(&Budget) -> bool| expected.is_none_or(part);
    let alerts = matters(|expected| expected.thresholds.is_some()).then(|| notifications::read(at));
    let tags = matters(|expected| !expected.labels.is_empty()).then(|| tags::read(at));
    let actions = matters(|expected| extras(expected).actions.is_some()).then(|| actions::list(at));
    let (budget, alerts, tags, actions) = try_join!(
        describe(at),
        OptionFuture::from(alerts).map(Option::transpose),
        OptionFuture::from(tags).map(Option::transpose),
        OptionFuture::from(actions).map(Option::transpose),
    )?;
    Ok(Found { budget, alerts, tags, actions })
}

/// The budget itself. One of another type than costs is none of ours.
pub(super) async fn describe(at: &Target<'_>) -> Result<types::Budget, Error> {
    let request =
        at.client.describe_budget().account_id(at.account).budget_name(at.name).show_filter_expression(true);
    let answer = at.call(DESCRIBE, || request.clone().send()).await?;
    let budget = answer.budget.ok_or_else(|| at.gone())?;
    if budget.budget_type != types::BudgetType::Cost {
        return Err(Error::Invalid {
            attribute: "name".into(),
            message: format!(
                "{} is of type {}; a budget of costs (COST) is the only one that can be managed here",
                at.what(),
                budget.budget_type
            ),
        });
    }
    Ok(budget)
}

/// What was found, in neutral terms.
pub(super) fn observed(at: &Target<'_>, found: &Found, expected: Option<&Budget>) -> Observed<Budget> {
    let mut is = from_wire::budget(&found.budget, expected);
    if expected.is_none() && at.account != at.own {
        is.scope = Some(at.account.to_owned());
    }
    let known = expected.map(Budget::thresholds).unwrap_or_default();
    let managed = expected.is_some_and(|expected| expected.thresholds.is_some());
    let thresholds = found.alerts.as_deref().map(|alerts| from_wire::thresholds(alerts, known));
    is.thresholds = thresholds.filter(|thresholds| managed || !thresholds.is_empty());
    is.notify = from_wire::notify(found.alerts.as_deref().unwrap_or_default(), expected);
    is.labels = found.tags.clone().unwrap_or_default();
    if let Extras::Aws(is) = &mut is.extras {
        let known = expected.map_or(&[][..], super::actions_of);
        let actions = found.actions.as_deref().map(|actions| actions::observed(actions, known));
        is.actions = actions.filter(|actions| expected.is_some() || !actions.is_empty());
    }
    let (actual_spend, forecast_spend) = from_wire::spend(&found.budget);
    Observed {
        key: at.key(),
        is,
        native_id: at.arn(),
        revision: from_wire::revision(&found.budget),
        details: Details { scope: at.account.to_owned(), actual_spend, forecast_spend },
    }
}

/// What is known of a budget that was written and not read since.
pub(super) fn unread(at: &Target<'_>, is: Budget) -> Observed<Budget> {
    Observed {
        key: at.key(),
        is,
        native_id: at.arn(),
        revision: None,
        details: Details { scope: at.account.to_owned(), actual_spend: None, forecast_spend: None },
    }
}

/// A budget that was written as `is`, with what only the service can tell of it.
pub(super) async fn told(at: &Target<'_>, is: Budget) -> Result<Observed<Budget>, Error> {
    let found = describe(at).await?;
    let (actual_spend, forecast_spend) = from_wire::spend(&found);
    let known = unread(at, is);
    let details = Details { actual_spend, forecast_spend, ..known.details };
    Ok(Observed { revision: from_wire::revision(&found), details, ..known })
}
