//! How much.

use std::collections::BTreeMap;

use aws_sdk_budgets::types::{self, AutoAdjustType};

use super::day_of;
use crate::budget::aws::extras;
use crate::budget::{Amount, AutoAdjust, AwsExtras, Budget, decimal};

pub(super) fn amount(found: &types::Budget, expected: Option<&Budget>) -> Amount {
    if found.auto_adjust_data.is_some() {
        return Amount::LastPeriod;
    }
    let known = expected.and_then(|expected| match &expected.amount {
        Amount::Fixed { units, .. } => Some(units.as_str()),
        Amount::LastPeriod => None,
    });
    let planned = limits(found);
    let first = planned.first_key_value();
    let (units, currency) = match (first, &found.budget_limit) {
        (Some((_, first)), limit) => {
            // The API tells the limit of the current period, which moves on; the plan is what was written.
            let unplanned = expected.is_some_and(|expected| extras(expected).planned_limits.is_none());
            let told = limit.as_ref().filter(|_| unplanned).unwrap_or(first);
            (told.amount.clone(), told.unit.clone())
        }
        (None, Some(limit)) => (limit.amount.clone(), limit.unit.clone()),
        (None, None) => (String::new(), String::new()),
    };
    let units = match known {
        Some(known) => decimal::spelt_as(known, units),
        None => decimal::plain(&units),
    };
    Amount::Fixed { units, currency }
}

/// The planned limits by day, the first first.
fn limits(found: &types::Budget) -> BTreeMap<String, types::Spend> {
    let limits = found.planned_budget_limits.iter().flatten();
    limits.filter_map(|(epoch, spend)| Some((day_of(epoch.parse().ok()?)?, spend.clone()))).collect()
}

pub(super) fn planned_limits(
    found: &types::Budget,
    known: Option<&AwsExtras>,
) -> Option<BTreeMap<String, String>> {
    let known_limits = known.and_then(|known| known.planned_limits.as_ref());
    let limits: BTreeMap<_, _> = limits(found)
        .into_iter()
        .map(|(day, spend)| {
            let spelt = known_limits.and_then(|limits| limits.get(&day));
            let units = match spelt {
                Some(spelt) => decimal::spelt_as(spelt, spend.amount),
                None => decimal::plain(&spend.amount),
            };
            (day, units)
        })
        .collect();
    match known {
        Some(known) => known.planned_limits.as_ref().map(|_| limits),
        None => Some(limits).filter(|limits| !limits.is_empty()),
    }
}

/// How an amount follows the past. The last period alone is what the neutral amount says already.
pub(super) fn adjust(found: &types::Budget, known: Option<&AwsExtras>) -> Option<AutoAdjust> {
    let data = found.auto_adjust_data.as_ref()?;
    let adjust = match data.auto_adjust_type {
        AutoAdjustType::Forecast => AutoAdjust::Forecast,
        _ => {
            let periods =
                data.historical_options.as_ref().map_or(1, |options| options.budget_adjustment_period);
            AutoAdjust::Historical(u32::try_from(periods).unwrap_or(1))
        }
    };
    let is_known = known.is_some_and(|known| known.auto_adjust.is_some());
    (is_known || adjust != AutoAdjust::Historical(1)).then_some(adjust)
}
