//! The API's budget as the neutral one.
//!
//! With `expected`, what was last known or is wanted: the attributes that are set there, each in the spelling that it has
//! there where it means the same. Without, everything that differs from AWS's default, and the billing view.

mod amount;
mod counted;
mod notified;

use std::collections::BTreeMap;

use aws_sdk_budgets::primitives::DateTime;
use aws_sdk_budgets::types::{self, TimeUnit};
use chrono::DateTime as Utc;

pub(super) use counted::{counts, merged};
pub(super) use notified::{basis, level, notify, same_threshold, thresholds};

use self::amount::{adjust, amount, planned_limits};
use self::counted::Counted;
use super::to_wire::{DEFAULT_METRIC, FOREVER};
use super::{extras, legacy};
use crate::budget::{AwsExtras, Budget, Extras, Notify, Period, decimal};

/// The budget itself. Notifications, actions and labels are not part of it.
pub(super) fn budget(found: &types::Budget, expected: Option<&Budget>) -> Budget {
    let counted = Counted::of(found);
    let known = expected.map(extras);
    let metric = Some(metric(found)).filter(|metric| match known {
        Some(known) => known.metric.is_some(),
        None => metric != DEFAULT_METRIC,
    });
    let view = found.billing_view_arn.clone();
    let view = view.filter(|_| known.is_none_or(|known| known.billing_view.is_some()));
    Budget {
        name: found.budget_name.clone(),
        scope: expected.and_then(|expected| expected.scope.clone()),
        amount: amount(found, expected),
        period: period(found, expected),
        thresholds: None,
        filter: counted.filter(expected.map(|expected| &expected.filter)),
        credits: counted.credits(expected),
        notify: Notify::default(),
        extras: Extras::Aws(AwsExtras {
            metric,
            filter_expression_json: counted.json(expected),
            planned_limits: planned_limits(found, known),
            auto_adjust: adjust(found, known),
            billing_view: view,
            actions: None,
        }),
        labels: BTreeMap::new(),
    }
}

/// The last day of a budget that has none is told where it is written so.
fn period(found: &types::Budget, expected: Option<&Budget>) -> Period {
    let forever = expected.is_some_and(
        |expected| matches!(&expected.period, Period::Custom { end: Some(end), .. } if end == FOREVER),
    );
    match &found.time_unit {
        TimeUnit::Daily => Period::Day,
        TimeUnit::Quarterly => Period::Quarter,
        TimeUnit::Annually => Period::Year,
        TimeUnit::Custom => {
            let period = found.time_period.as_ref();
            let day = |instant: Option<&DateTime>| instant.and_then(|instant| day_of(instant.secs()));
            Period::Custom {
                start: day(period.and_then(|period| period.start())).unwrap_or_default(),
                end: day(period.and_then(|period| period.end())).filter(|end| forever || end != FOREVER),
            }
        }
        _ => Period::Month,
    }
}

/// The day of an instant.
fn day_of(seconds: i64) -> Option<String> {
    Some(Utc::from_timestamp(seconds, 0)?.date_naive().to_string())
}

fn metric(found: &types::Budget) -> String {
    let metric = found.metrics().first().map(|metric| metric.as_str());
    metric.unwrap_or_else(|| legacy::metric(found)).to_owned()
}

/// What an update must find unchanged. AWS Budgets has no etag; the instant of the last change tells as much.
pub(super) fn revision(found: &types::Budget) -> Option<String> {
    let changed = found.last_updated_time.as_ref()?;
    Some(format!("{}.{:09}", changed.secs(), changed.subsec_nanos()))
}

/// The actual and the forecast spend.
pub(super) fn spend(found: &types::Budget) -> (Option<String>, Option<String>) {
    let spend = found.calculated_spend.as_ref();
    let amount = |spend: Option<&types::Spend>| spend.map(|spend| decimal::plain(&spend.amount));
    (
        amount(spend.and_then(|spend| spend.actual_spend())),
        amount(spend.and_then(|spend| spend.forecasted_spend())),
    )
}
