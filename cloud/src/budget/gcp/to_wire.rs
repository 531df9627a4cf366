//! The neutral budget in the words of the API, and the difference of two as a message and a field mask.

#[cfg(test)]
pub(super) mod tests;

use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, ToPrimitive};
use chrono::{Datelike, NaiveDate};

use super::wire;
use crate::budget::{Amount, Basis, Budget, Credits, Extras, GcpExtras, Level, Period, decimal};

/// A budget that is on Google Cloud.
#[derive(Clone, Copy)]
pub(super) struct Described<'a> {
    pub(super) budget: &'a Budget,
    pub(super) extras: &'a GcpExtras,
}

impl<'a> Described<'a> {
    /// `None` when the budget is on another cloud.
    pub(super) fn of(budget: &'a Budget) -> Option<Self> {
        match &budget.extras {
            Extras::Gcp(extras) => Some(Described { budget, extras }),
            Extras::Aws(_) => None,
        }
    }

    fn caps(self) -> bool {
        self.extras.spend_cap == Some(true)
    }
}

/// From what to what.
#[derive(Clone, Copy)]
pub(super) struct Difference<'a> {
    pub(super) prior: Described<'a>,
    pub(super) wanted: Described<'a>,
}

/// What an update sends: the new values, and the paths that they are at. A path without a value is cleared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Patch {
    pub(super) message: wire::Budget,
    pub(super) paths: Vec<&'static str>,
}

/// The message that creates a budget: what is not set is left out.
pub(super) fn created(wanted: Described<'_>) -> wire::Budget {
    let mut message = wire::Budget::default();
    for field in FIELDS {
        let _ = (field.write)(wanted, &mut message);
    }
    message
}

/// What brings `prior` to `wanted`, and nothing that is the same in both.
pub(super) fn patch(difference: Difference<'_>) -> Patch {
    let Difference { prior, wanted } = difference;
    let mut patch = Patch::default();
    let differs = |field: &&Field| field.alone(prior) != field.alone(wanted);
    for field in FIELDS.iter().filter(differs) {
        patch.paths.extend(field.paths);
        let _ = (field.write)(wanted, &mut patch.message);
    }
    // "If the existing resource is a spend cap, `spend_cap` must be specified in the update mask."
    if wanted.caps() && !patch.paths.is_empty() && !patch.paths.contains(&SPEND_CAP) {
        patch.paths.push(SPEND_CAP);
        let _ = spend_cap(wanted, &mut patch.message);
    }
    patch
}

/// One attribute in the message.
struct Field {
    /// The paths that a field mask names it by.
    paths: &'static [&'static str],
    /// Writes the attribute; `None` when it is not set.
    write: fn(Described<'_>, &mut wire::Budget) -> Option<()>,
}

impl Field {
    /// A message with this attribute alone; `None` when it is not set.
    fn alone(&self, described: Described<'_>) -> Option<wire::Budget> {
        let mut message = wire::Budget::default();
        (self.write)(described, &mut message).map(|()| message)
    }
}

const SPEND_CAP: &str = "spendCap";

const FIELDS: &[Field] = &[
    Field { paths: &["amount"], write: amount },
    Field {
        paths: &["budgetFilter.calendarPeriod", "budgetFilter.customPeriod"],
        write: |it, message| period(&it.budget.period, filter(message)),
    },
    Field { paths: &["budgetFilter.creditTypesTreatment", "budgetFilter.creditTypes"], write: credits },
    Field {
        paths: &["budgetFilter.labels"],
        write: |it, message| copied(&it.budget.filter.labels, || &mut filter(message).labels),
    },
    Field {
        paths: &["budgetFilter.projects"],
        write: |it, message| copied(&it.budget.filter.projects, || &mut filter(message).projects),
    },
    Field {
        paths: &["budgetFilter.resourceAncestors"],
        write: |it, message| {
            copied(&it.extras.resource_ancestors, || &mut filter(message).resource_ancestors)
        },
    },
    Field {
        paths: &["budgetFilter.services"],
        write: |it, message| copied(&it.budget.filter.services, || &mut filter(message).services),
    },
    Field {
        paths: &["budgetFilter.subaccounts"],
        write: |it, message| copied(&it.extras.subaccounts, || &mut filter(message).subaccounts),
    },
    Field {
        paths: &["displayName"],
        write: |it, message| {
            message.display_name = Some(it.budget.name.clone());
            Some(())
        },
    },
    Field {
        paths: &["notificationsRule.disableDefaultIamRecipients"],
        write: |it, message| {
            rule(message).disable_default_iam_recipients = Some(it.extras.disable_default_iam_recipients?);
            Some(())
        },
    },
    Field {
        paths: &["notificationsRule.enableProjectLevelRecipients"],
        write: |it, message| {
            rule(message).enable_project_level_recipients = Some(it.extras.project_level_recipients?);
            Some(())
        },
    },
    Field {
        paths: &["notificationsRule.monitoringNotificationChannels"],
        write: |it, message| {
            copied(&it.budget.notify.channels, || &mut rule(message).monitoring_notification_channels)
        },
    },
    Field { paths: &["notificationsRule.pubsubTopic", "notificationsRule.schemaVersion"], write: topic },
    Field {
        paths: &["ownershipScope"],
        write: |it, message| {
            message.ownership_scope = Some(it.extras.ownership_scope.clone()?);
            Some(())
        },
    },
    Field { paths: &[SPEND_CAP], write: spend_cap },
    Field { paths: &["thresholdRules"], write: thresholds },
];

fn filter(message: &mut wire::Budget) -> &mut wire::Filter {
    message.budget_filter.get_or_insert_default()
}

fn rule(message: &mut wire::Budget) -> &mut wire::NotificationsRule {
    message.notifications_rule.get_or_insert_default()
}

/// Writes a value where there is one; no message is made around none.
fn copied<'a, T: Clone + 'a>(from: &Option<T>, to: impl FnOnce() -> &'a mut T) -> Option<()> {
    let value = from.clone()?;
    *to() = value;
    Some(())
}

fn amount(it: Described<'_>, message: &mut wire::Budget) -> Option<()> {
    message.amount = Some(match &it.budget.amount {
        Amount::Fixed { units, currency } => {
            wire::Amount { specified_amount: Some(money(units, currency)), last_period_amount: None }
        }
        Amount::LastPeriod => {
            wire::Amount { specified_amount: None, last_period_amount: Some(wire::LastPeriodAmount {}) }
        }
    });
    Some(())
}

/// Whole units and billionths of one. `check` refuses what does not fit before it comes here.
fn money(units: &str, currency: &str) -> wire::Money {
    let value = decimal::parse(units).unwrap_or_default();
    let (whole, nanos) = parts(&value).unwrap_or_default();
    wire::Money { currency_code: currency.to_owned(), units: Some(whole.to_string()), nanos }
}

/// An amount as `google.type.Money` has it; `None` for one with more than nine decimals, or too large a one.
pub(super) fn parts(value: &BigDecimal) -> Option<(i64, u32)> {
    let value = value.normalized();
    if value.fractional_digit_count() > NANO_DIGITS {
        return None;
    }
    let (billionths, _) = value.with_scale(NANO_DIGITS).into_bigint_and_exponent();
    let billion = BigInt::from(1_000_000_000_u32);
    Some(((&billionths / &billion).to_i64()?, (&billionths % &billion).to_u32()?))
}

const NANO_DIGITS: i64 = 9;

fn period(period: &Period, filter: &mut wire::Filter) -> Option<()> {
    let calendar = match period {
        Period::Month => "MONTH",
        Period::Quarter => "QUARTER",
        Period::Year => "YEAR",
        // `check` refuses a day, which the API does not have.
        Period::Day => return None,
        Period::Custom { start, end } => {
            let end_date = end.as_deref().and_then(date);
            filter.custom_period = Some(wire::CustomPeriod { start_date: date(start)?, end_date });
            return Some(());
        }
    };
    filter.calendar_period = Some(calendar.into());
    Some(())
}

/// A day written `YYYY-MM-DD`; `None` for anything else.
pub(super) fn date(text: &str) -> Option<wire::Date> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    let date = wire::Date { year: day.year().try_into().ok()?, month: day.month(), day: day.day() };
    // One spelling only: what is read back is written in it.
    (written(date) == text).then_some(date)
}

/// A day as configuration writes it.
pub(super) fn written(date: wire::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn credits(it: Described<'_>, message: &mut wire::Budget) -> Option<()> {
    let (treatment, types): (_, &[String]) = match it.budget.credits.as_ref()? {
        Credits::Include => ("INCLUDE_ALL_CREDITS", &[]),
        Credits::Exclude => ("EXCLUDE_ALL_CREDITS", &[]),
        Credits::Only(types) => ("INCLUDE_SPECIFIED_CREDITS", types),
    };
    let filter = filter(message);
    filter.credit_types_treatment = Some(treatment.into());
    filter.credit_types = types.to_vec();
    Some(())
}

fn topic(it: Described<'_>, message: &mut wire::Budget) -> Option<()> {
    let topic = it.budget.notify.pubsub_topic.clone()?;
    let rule = rule(message);
    rule.pubsub_topic = Some(topic);
    rule.schema_version = Some(wire::SCHEMA_VERSION.into());
    Some(())
}

fn spend_cap(it: Described<'_>, message: &mut wire::Budget) -> Option<()> {
    message.spend_cap =
        it.extras.spend_cap?.then(|| wire::SpendCap { input_state: Some("CONFIGURED".into()) });
    Some(())
}

fn thresholds(it: Described<'_>, message: &mut wire::Budget) -> Option<()> {
    let rule = |threshold: &crate::budget::Threshold| {
        // `check` refuses amounts, and what no number of the API stands for.
        let Level::Percent(percent) = &threshold.at else { return None };
        Some(wire::ThresholdRule {
            threshold_percent: fraction(percent)?,
            spend_basis: Some(basis(threshold.basis).into()),
        })
    };
    message.threshold_rules = it.budget.thresholds().iter().filter_map(rule).collect();
    Some(())
}

/// 80 percent are 0.8: the point is moved within the decimal, so that the number that is sent is the one next to the
/// exact quotient and is written with its digits. `None` where it has more digits than such a number keeps.
pub(super) fn fraction(percent: &str) -> Option<f64> {
    let (digits, scale) = decimal::parse(percent)?.into_bigint_and_exponent();
    decimal::to_double(&BigDecimal::new(digits, scale + 2).normalized().to_plain_string())
}

/// The other way: 0.8 are `80` percent.
pub(super) fn percent(fraction: f64) -> Option<String> {
    let (digits, scale) = decimal::parse(&decimal::of_double(fraction))?.into_bigint_and_exponent();
    Some(BigDecimal::new(digits, scale - 2).normalized().to_plain_string())
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Actual => "CURRENT_SPEND",
        Basis::Forecast => "FORECASTED_SPEND",
    }
}
