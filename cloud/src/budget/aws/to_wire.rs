//! The neutral budget as the API's.

use std::collections::HashMap;

use super::expression::{Expression, Parts, TagKeys};
use super::{Budget, extras};
use crate::Error;
use crate::budget::{Amount, AutoAdjust, Basis, Credits, Level, Notify, Period, Threshold, day, decimal};
use aws_sdk_budgets::error::BuildError;
use aws_sdk_budgets::primitives::DateTime;
use aws_sdk_budgets::types::{
    self, AutoAdjustData, AutoAdjustType, BudgetType, ComparisonOperator, HistoricalOptions, Metric,
    Notification, NotificationType, Spend, Subscriber, SubscriptionType, ThresholdType, TimePeriod, TimeUnit,
};

/// What is summed up where nothing else is said: what `CostTypes` has by default (API reference).
pub(super) const DEFAULT_METRIC: &str = "UnblendedCost";

/// The end of a budget that has none: 15 June 2087 (API reference, `TimePeriod`).
pub(super) const FOREVER: &str = "2087-06-15";

/// Something that the API does not take, found while a request is made; the checks have told most of it before.
pub(super) fn invalid(attribute: &str, message: impl ToString) -> Error {
    Error::Invalid { attribute: attribute.to_owned(), message: message.to_string() }
}

/// The budget itself, without its notifications, actions and tags.
pub(super) fn budget(wanted: &Budget) -> Result<types::Budget, Error> {
    let extras = extras(wanted);
    let expression = expression(wanted)?;
    let metric = extras.metric.as_deref().or(expression.as_ref().map(|_| DEFAULT_METRIC));
    let unbuilt = |error: BuildError| invalid("name", error);
    let builder = types::Budget::builder()
        .budget_name(&wanted.name)
        .budget_type(BudgetType::Cost)
        .time_unit(time_unit(&wanted.period))
        .set_time_period(time_period(&wanted.period)?)
        .set_filter_expression(expression.map(|expression| expression.to_sdk()).transpose().map_err(unbuilt)?)
        .set_metrics(metric.map(|metric| vec![Metric::from(metric)]))
        .set_billing_view_arn(extras.billing_view.clone());
    let builder = match (&wanted.amount, &extras.planned_limits) {
        (Amount::Fixed { currency, .. }, Some(limits)) => {
            let limits: Result<HashMap<_, _>, Error> =
                limits.iter().map(|(day, units)| Ok((epoch(day)?, spend(units, currency)?))).collect();
            builder.set_planned_budget_limits(Some(limits?))
        }
        (Amount::Fixed { units, currency }, None) => builder.budget_limit(spend(units, currency)?),
        (Amount::LastPeriod, _) => {
            let adjust = extras.auto_adjust.unwrap_or(AutoAdjust::Historical(1));
            builder.auto_adjust_data(auto_adjust(adjust).map_err(unbuilt)?)
        }
    };
    builder.build().map_err(unbuilt)
}

/// What is counted.
fn expression(wanted: &Budget) -> Result<Option<Expression>, Error> {
    match &extras(wanted).filter_expression_json {
        Some(json) => Expression::from_json(json)
            .map(Some)
            .map_err(|error| invalid("aws.filter_expression_json", error)),
        None => Ok(parts(wanted).to_expression(TagKeys::Prefixed)),
    }
}

/// What is counted, where neutral attributes say it.
pub(super) fn parts(budget: &Budget) -> Parts {
    Parts { filter: budget.filter.clone(), without_credits: budget.credits == Some(Credits::Exclude) }
}

fn spend(units: &str, currency: &str) -> Result<Spend, Error> {
    Spend::builder().amount(units).unit(currency).build().map_err(|error| invalid("amount", error))
}

fn auto_adjust(adjust: AutoAdjust) -> Result<AutoAdjustData, BuildError> {
    let builder = AutoAdjustData::builder();
    match adjust {
        AutoAdjust::Forecast => builder.auto_adjust_type(AutoAdjustType::Forecast).build(),
        AutoAdjust::Historical(periods) => {
            let periods = i32::try_from(periods).unwrap_or(i32::MAX);
            let options = HistoricalOptions::builder().budget_adjustment_period(periods).build()?;
            builder.auto_adjust_type(AutoAdjustType::Historical).historical_options(options).build()
        }
    }
}

fn time_unit(period: &Period) -> TimeUnit {
    match period {
        Period::Day => TimeUnit::Daily,
        Period::Month => TimeUnit::Monthly,
        Period::Quarter => TimeUnit::Quarterly,
        Period::Year => TimeUnit::Annually,
        Period::Custom { .. } => TimeUnit::Custom,
    }
}

/// From when to when; what the API chooses itself (the start of the current period, and no end) is left to it.
fn time_period(period: &Period) -> Result<Option<TimePeriod>, Error> {
    let Period::Custom { start, end } = period else { return Ok(None) };
    let end = instant(end.as_deref().unwrap_or(FOREVER))?;
    Ok(Some(TimePeriod::builder().start(instant(start)?).end(end).build()))
}

/// A day, `YYYY-MM-DD`, as the instant that it begins at: so the API tells the first and the last day of a budget.
fn instant(text: &str) -> Result<DateTime, Error> {
    let parsed = day::parse(text).and_then(|day| day.and_hms_opt(0, 0, 0));
    let midnight = parsed.ok_or_else(|| invalid("custom_period", format!("{text:?} is no day")))?;
    Ok(DateTime::from_secs(midnight.and_utc().timestamp()))
}

/// The key of a planned limit: the begin of its period in seconds since 1970 (API reference, `Budget`).
fn epoch(day: &str) -> Result<String, Error> {
    Ok(instant(day)?.secs().to_string())
}

/// What is told of a threshold; `attribute` names it in errors.
pub(super) fn notification(threshold: &Threshold, attribute: &str) -> Result<Notification, Error> {
    let (at, kind) = level(&threshold.at, attribute)?;
    Notification::builder()
        .notification_type(basis(threshold.basis))
        .comparison_operator(ComparisonOperator::GreaterThan)
        .threshold(at)
        .threshold_type(kind)
        .build()
        .map_err(|error| invalid(attribute, error))
}

/// How far spending has come. The API takes a double: 80 is 80.0, and 33.3 is 33.3 again when it is read.
pub(super) fn level(level: &Level, attribute: &str) -> Result<(f64, ThresholdType), Error> {
    let (text, kind) = match level {
        Level::Percent(text) => (text, ThresholdType::Percentage),
        Level::Absolute(text) => (text, ThresholdType::AbsoluteValue),
    };
    match decimal::to_double(text) {
        Some(value) => Ok((value, kind)),
        None => Err(invalid(attribute, format!("{text:?} is no decimal of at most 15 digits"))),
    }
}

pub(super) fn basis(basis: Basis) -> NotificationType {
    match basis {
        Basis::Actual => NotificationType::Actual,
        Basis::Forecast => NotificationType::Forecasted,
    }
}

/// Everybody who hears of every threshold.
pub(super) fn subscribers(notify: &Notify) -> Result<Vec<Subscriber>, Error> {
    audience(notify.emails.as_deref().unwrap_or_default(), notify.sns_topic.as_deref(), "notify")
}

/// Some e-mail addresses and a topic as subscribers.
pub(super) fn audience(
    emails: &[String],
    sns_topic: Option<&str>,
    attribute: &str,
) -> Result<Vec<Subscriber>, Error> {
    let emails = emails.iter().map(|email| (SubscriptionType::Email, email.as_str()));
    let topic = sns_topic.map(|topic| (SubscriptionType::Sns, topic));
    emails
        .chain(topic)
        .map(|(kind, address)| {
            let built = Subscriber::builder().subscription_type(kind).address(address).build();
            built.map_err(|error| invalid(attribute, error))
        })
        .collect()
}
