//! The API's budget as the neutral one.
//!
//! With `expected`, what was last known or is wanted: the attributes that are set there, each in the spelling that it has
//! there where it means the same. Without, everything that differs from AWS's default.

use std::collections::BTreeMap;

use aws_sdk_budgets::primitives::DateTime;
use aws_sdk_budgets::types::{self, AutoAdjustType, NotificationType, ThresholdType, TimeUnit};
use chrono::{DateTime as Utc, NaiveDate};

use super::expression::{Expression, Parts};
use super::notifications::{Alert, audience};
use super::to_wire::DEFAULT_METRIC;
use super::{extras, in_order_of, legacy};
use crate::budget::{
    Amount, AutoAdjust, AwsExtras, Basis, Budget, Credits, Extras, Filter, Level, Notify, Period, Threshold,
    decimal,
};

/// The end of a budget that has none: 15 June 2087 (API reference, `TimePeriod`).
const FOREVER: &str = "2087-06-15";

/// The ending of the ARN of the view that every account has, which a budget without a view of its own counts.
const PRIMARY_VIEW: &str = ":billingview/primary";

/// The budget itself. Notifications, actions and labels are not part of it.
pub(super) fn budget(found: &types::Budget, expected: Option<&Budget>) -> Budget {
    let counted = Counted::of(found);
    let known = expected.map(extras);
    let metric = Some(metric(found)).filter(|metric| match known {
        Some(known) => known.metric.is_some(),
        None => metric != DEFAULT_METRIC,
    });
    let view = found.billing_view_arn.clone().filter(|view| match known {
        Some(known) => known.billing_view.is_some(),
        None => !view.ends_with(PRIMARY_VIEW),
    });
    Budget {
        name: found.budget_name.clone(),
        scope: expected.and_then(|expected| expected.scope.clone()),
        amount: amount(found, expected),
        period: period(found),
        thresholds: Vec::new(),
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

fn amount(found: &types::Budget, expected: Option<&Budget>) -> Amount {
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
        None => units,
    };
    Amount::Fixed { units, currency }
}

/// The planned limits by day, the first first.
fn limits(found: &types::Budget) -> BTreeMap<String, types::Spend> {
    let limits = found.planned_budget_limits.iter().flatten();
    limits.filter_map(|(epoch, spend)| Some((day_of(epoch.parse().ok()?)?, spend.clone()))).collect()
}

fn planned_limits(found: &types::Budget, known: Option<&AwsExtras>) -> Option<BTreeMap<String, String>> {
    let known_limits = known.and_then(|known| known.planned_limits.as_ref());
    let limits: BTreeMap<_, _> = limits(found)
        .into_iter()
        .map(|(day, spend)| {
            let spelt = known_limits.and_then(|limits| limits.get(&day));
            let units = match spelt {
                Some(spelt) => decimal::spelt_as(spelt, spend.amount),
                None => spend.amount,
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
fn adjust(found: &types::Budget, known: Option<&AwsExtras>) -> Option<AutoAdjust> {
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

fn period(found: &types::Budget) -> Period {
    match &found.time_unit {
        TimeUnit::Daily => Period::Day,
        TimeUnit::Quarterly => Period::Quarter,
        TimeUnit::Annually => Period::Year,
        TimeUnit::Custom => {
            let period = found.time_period.as_ref();
            let day = |instant: Option<&DateTime>| instant.and_then(|instant| day_of(instant.secs()));
            Period::Custom {
                start: day(period.and_then(|period| period.start())).unwrap_or_default(),
                end: day(period.and_then(|period| period.end())).filter(|end| end != FOREVER),
            }
        }
        _ => Period::Month,
    }
}

/// The day of an instant.
fn day_of(seconds: i64) -> Option<String> {
    let day: NaiveDate = Utc::from_timestamp(seconds, 0)?.date_naive();
    Some(day.to_string())
}

fn metric(found: &types::Budget) -> String {
    let metric = found.metrics().first().map(|metric| metric.as_str());
    metric.unwrap_or_else(|| legacy::metric(found)).to_owned()
}

/// What is counted: as neutral attributes say it, or as only an expression can.
struct Counted {
    parts: Parts,
    foreign: Option<Expression>,
    expression: Option<Expression>,
}

impl Counted {
    fn of(found: &types::Budget) -> Counted {
        let expression = match &found.filter_expression {
            Some(expression) => Expression::of_sdk(expression),
            None => legacy::expression(found),
        };
        match expression.as_ref().map(Parts::of_expression) {
            None => Counted { parts: Parts::default(), foreign: None, expression },
            Some(Some(parts)) => Counted { parts, foreign: None, expression },
            Some(None) => Counted { parts: Parts::default(), foreign: expression.clone(), expression },
        }
    }

    fn filter(&self, expected: Option<&Filter>) -> Filter {
        let Filter { labels, services, projects } = self.parts.filter.clone();
        let Some(expected) = expected else { return Filter { labels, services, projects } };
        let list = |known: &Option<Vec<String>>, read: Option<Vec<String>>| {
            known.as_ref().map(|known| in_order_of(known, read.unwrap_or_default()))
        };
        let labels = expected.labels.as_ref().map(|known| {
            let read = labels.unwrap_or_default().into_iter();
            read.map(|(key, values)| {
                let values = in_order_of(known.get(&key).map_or(&[], Vec::as_slice), values);
                (key, values)
            })
            .collect()
        });
        Filter {
            labels,
            services: list(&expected.services, services),
            projects: list(&expected.projects, projects),
        }
    }

    fn credits(&self, expected: Option<&Budget>) -> Option<Credits> {
        match (expected, self.parts.without_credits) {
            (Some(expected), _) if expected.credits.is_none() => None,
            (_, true) => Some(Credits::Exclude),
            (Some(_), false) => Some(Credits::Include),
            (None, false) => None,
        }
    }

    /// The expression in JSON, where it is set so, or where neutral attributes cannot say what is counted.
    fn json(&self, expected: Option<&Budget>) -> Option<String> {
        let known = expected.and_then(|expected| extras(expected).filter_expression_json.as_ref());
        let Some(known) = known else {
            // What is not managed and was made by somebody else is no drift.
            let managed = expected.is_none_or(counts);
            return self.foreign.as_ref().filter(|_| managed).map(|foreign| foreign.to_json().to_string());
        };
        let there = self.expression.as_ref()?;
        let wanted = Expression::from_json(known).ok();
        let same = wanted.is_some_and(|wanted| wanted.normal() == there.clone().normal());
        Some(if same { known.clone() } else { there.to_json().to_string() })
    }
}

/// Whether a budget says anything of what is counted.
pub(super) fn counts(budget: &Budget) -> bool {
    let Filter { labels, services, projects } = &budget.filter;
    let extras = extras(budget);
    labels.is_some()
        || services.is_some()
        || projects.is_some()
        || budget.credits.is_some()
        || extras.metric.is_some()
        || extras.filter_expression_json.is_some()
}

/// The thresholds, in the order and spelling of those that are known; others follow.
pub(super) fn thresholds(alerts: &[Alert], known: &[Threshold]) -> Vec<Threshold> {
    let mut read: Vec<_> = alerts.iter().map(|alert| threshold(&alert.notification)).collect();
    read.sort_by_key(|threshold| (threshold.basis, decimal::parse(text(&threshold.at))));
    let mut ordered = Vec::new();
    for known in known {
        if let Some(index) = read.iter().position(|read| same_threshold(read, known)) {
            read.remove(index);
            ordered.push(known.clone());
        }
    }
    ordered.extend(read);
    ordered
}

/// Whether two thresholds are one.
pub(super) fn same_threshold(one: &Threshold, other: &Threshold) -> bool {
    let same_kind = matches!(
        (&one.at, &other.at),
        (Level::Percent(_), Level::Percent(_)) | (Level::Absolute(_), Level::Absolute(_))
    );
    same_kind && one.basis == other.basis && decimal::same(text(&one.at), text(&other.at))
}

fn text(level: &Level) -> &str {
    match level {
        Level::Percent(text) | Level::Absolute(text) => text,
    }
}

fn threshold(found: &types::Notification) -> Threshold {
    let kind = found.threshold_type.as_ref();
    Threshold { at: level(found.threshold, kind), basis: basis(&found.notification_type) }
}

/// How far spending has come.
pub(super) fn level(value: f64, kind: Option<&ThresholdType>) -> Level {
    let text = decimal::of_double(value);
    match kind {
        Some(ThresholdType::AbsoluteValue) => Level::Absolute(text),
        _ => Level::Percent(text),
    }
}

pub(super) fn basis(kind: &NotificationType) -> Basis {
    match kind {
        NotificationType::Forecasted => Basis::Forecast,
        _ => Basis::Actual,
    }
}

/// Who hears of it. Each notification has subscribers of its own: where one differs from what is expected, it is that one
/// that is told, so that the difference is seen; with nothing expected, everybody who hears of any.
pub(super) fn notify(alerts: &[Alert], expected: Option<&Budget>) -> Notify {
    let audiences = alerts.iter().map(|alert| audience(&alert.subscribers));
    let Some(expected) = expected else {
        let (mut emails, mut topics) = (Vec::new(), Vec::new());
        for (more, topic) in audiences {
            emails.extend(more);
            topics.extend(topic);
        }
        emails.sort();
        emails.dedup();
        let emails = Some(emails).filter(|emails| !emails.is_empty());
        return Notify { emails, sns_topic: topics.into_iter().next(), ..Notify::default() };
    };
    let known = &expected.notify;
    let known_emails = known.emails.clone().unwrap_or_default();
    for (emails, topic) in audiences {
        let emails = in_order_of(&known_emails, emails);
        if emails != known_emails || topic != known.sns_topic {
            let emails = Some(emails).filter(|emails| known.emails.is_some() || !emails.is_empty());
            return Notify { emails, sns_topic: topic, ..Notify::default() };
        }
    }
    Notify { emails: known.emails.clone(), sns_topic: known.sns_topic.clone(), ..Notify::default() }
}

/// What an update must find unchanged. AWS Budgets has no etag; the instant of the last change tells as much.
pub(super) fn revision(found: &types::Budget) -> Option<String> {
    let changed = found.last_updated_time.as_ref()?;
    Some(format!("{}.{:09}", changed.secs(), changed.subsec_nanos()))
}

/// The actual and the forecast spend.
pub(super) fn spend(found: &types::Budget) -> (Option<String>, Option<String>) {
    let spend = found.calculated_spend.as_ref();
    let amount = |spend: Option<&types::Spend>| spend.map(|spend| spend.amount.clone());
    (
        amount(spend.and_then(|spend| spend.actual_spend())),
        amount(spend.and_then(|spend| spend.forecasted_spend())),
    )
}

/// What is wanted of a budget that is there: where an attribute that tells what is counted is managed neither now nor
/// before, what is there stays.
pub(super) fn merged(there: &types::Budget, prior: &Budget, wanted: &Budget) -> Budget {
    let found = budget(there, None);
    let mut merged = wanted.clone();
    let metric = kept(&extras(wanted).metric, &extras(prior).metric, extras(&found).metric.clone());
    if let Extras::Aws(merged) = &mut merged.extras {
        merged.metric = metric;
    }
    if extras(wanted).filter_expression_json.is_none() {
        let (wanted, prior) = (&wanted.filter, &prior.filter);
        merged.filter = Filter {
            labels: kept(&wanted.labels, &prior.labels, found.filter.labels),
            services: kept(&wanted.services, &prior.services, found.filter.services),
            projects: kept(&wanted.projects, &prior.projects, found.filter.projects),
        };
    }
    if extras(&merged).filter_expression_json.is_none() {
        merged.credits = kept(&merged.credits, &prior.credits, found.credits);
    }
    merged
}

/// What is wanted, or what is there where it is managed neither now nor before.
fn kept<T: Clone>(wanted: &Option<T>, prior: &Option<T>, there: Option<T>) -> Option<T> {
    match (wanted, prior) {
        (None, None) => there,
        _ => wanted.clone(),
    }
}
