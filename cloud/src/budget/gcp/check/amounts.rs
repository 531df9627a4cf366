//! The amount, its period, the thresholds, and the credits.

use super::super::to_wire::{date, fraction, parts};
use super::Subject;
use crate::budget::{Amount, Basis, Credits, Level, Period, decimal};

/// The first day that a period can have (`billingbudgets.v1`, field `startDate`: "after January 1, 2017").
const FIRST_DAY: &str = "2017-01-02";

pub(super) fn check(subject: &mut Subject<'_>) {
    if subject.known(&["amount"])
        && let Amount::Fixed { units, currency } = &subject.wanted.amount
    {
        amount(subject, units, currency);
    }
    if subject.known(&["period", "custom_period"]) {
        period(subject);
    }
    if subject.known(&["thresholds"]) {
        thresholds(subject);
    }
    if subject.known(&["credit_types"]) && subject.wanted.credits == Some(Credits::Only(Vec::new())) {
        subject.problem(
            "credit_types",
            "no type of credit is named",
            "name those that count, or exclude all credits",
        );
    }
}

fn amount(subject: &mut Subject<'_>, units: &str, currency: &str) {
    if decimal::parse(units).as_ref().and_then(parts).is_none() {
        let detail = format!("{units:?} must be digits with at most nine decimals, such as \"1250.50\"");
        subject.problem("amount.units", "not an amount that the service takes", detail);
    }
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let detail = format!("{currency:?} must be a code of ISO 4217, that of the billing account: \"USD\"");
        subject.problem("amount.currency", "not a currency", detail);
    }
}

fn period(subject: &mut Subject<'_>) {
    match &subject.wanted.period {
        Period::Day => subject.problem(
            "period",
            "a budget on Google Cloud has no period of a day",
            "choose month, quarter or year, or custom with the two days",
        ),
        Period::Custom { start, end } => custom(subject, start, end.as_deref()),
        Period::Month | Period::Quarter | Period::Year => {}
    }
}

fn custom(subject: &mut Subject<'_>, start: &str, end: Option<&str>) {
    let days = [("custom_period.start", Some(start)), ("custom_period.end", end)];
    for (at, day) in days.into_iter().filter_map(|(at, day)| Some((at, day?))) {
        if date(day).is_none() {
            subject.problem(at, "not a day", format!("{day:?} must be a day such as \"2026-01-31\""));
        }
    }
    // Days in this spelling come in the order of their texts.
    if date(start).is_some() && start < FIRST_DAY {
        subject.problem(
            "custom_period.start",
            "too long ago",
            format!("the first day that can be is {FIRST_DAY}"),
        );
    }
    if end.is_some_and(|end| end < start) {
        subject.problem(
            "custom_period.end",
            "the period ends before it begins",
            format!("it begins on {start}"),
        );
    }
    if subject.known(&["amount_from_last_period"]) && subject.wanted.amount == Amount::LastPeriod {
        subject.problem(
            "amount_from_last_period",
            "a period that does not recur has no last one",
            "name an amount, or choose month, quarter or year as the period",
        );
    }
}

fn thresholds(subject: &mut Subject<'_>) {
    let budget = subject.wanted;
    let recurs = !matches!(budget.period, Period::Custom { .. });
    for (index, threshold) in budget.thresholds().iter().enumerate() {
        let at = format!("thresholds[{index}]");
        match &threshold.at {
            Level::Absolute(_) => subject.problem(
                format!("{at}.absolute"),
                "Google Cloud's thresholds are parts of the amount",
                "write the percent of the amount as percent",
            ),
            Level::Percent(percent) if fraction(percent).is_none() => subject.problem(
                format!("{at}.percent"),
                "not a percentage that the service takes",
                format!("{percent:?} must be a number of at most 15 digits, such as \"112.5\""),
            ),
            Level::Percent(_) => {}
        }
        // "It cannot be set in combination with Filter.custom_period."
        if threshold.basis == Basis::Forecast && !recurs && subject.known(&["period"]) {
            subject.problem(
                format!("{at}.basis"),
                "a custom period has no forecast",
                "compare with what was spent (basis = \"actual\"), or choose month, quarter or year as the period",
            );
        }
    }
}
