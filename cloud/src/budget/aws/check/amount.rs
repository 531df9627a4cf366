//! How much, and for how long.

use chrono::{Datelike, Months, NaiveDate};

use super::Subject;
use crate::budget::{Amount, AutoAdjust, Period, decimal};

pub(super) fn check(subject: &mut Subject<'_>) {
    let budget = subject.wanted;
    if let Amount::Fixed { units, currency } = &budget.amount
        && subject.known(&["amount"])
    {
        subject.units("amount.units", units);
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            subject.problem(
                "amount.currency",
                format!("{currency:?} is no currency"),
                "Write its three letters, such as \"USD\": the currency that the account is billed in.",
            );
        }
    }
    if let Period::Custom { start, end } = &budget.period
        && subject.known(&["period", "custom_period"])
    {
        let first = subject.day("custom_period.start", start);
        let last = end.as_ref().and_then(|end| subject.day("custom_period.end", end));
        if first.zip(last).is_some_and(|(first, last)| last <= first) {
            subject.problem(
                "custom_period.end",
                "the period ends before it begins",
                "AWS Budgets takes an end that comes after the start.",
            );
        }
    }
    if subject.known(&["amount", "amount_from_last_period", "period", "aws"]) {
        follows(subject);
        planned(subject);
    }
}

/// An amount that follows the past: API reference, `HistoricalOptions`.
fn follows(subject: &mut Subject<'_>) {
    let adjust = subject.extras.auto_adjust;
    let adjusts = subject.wanted.amount == Amount::LastPeriod;
    if adjust.is_some() && !adjusts {
        subject.problem(
            "aws.auto_adjust",
            "an amount is fixed, or it follows the past",
            "Set `amount_from_last_period = true` in place of `amount`; `aws.auto_adjust` tells how the amount follows.",
        );
        return;
    }
    let (most, unit) = match subject.wanted.period {
        Period::Day => (60, "days"),
        Period::Month => (12, "months"),
        Period::Quarter => (4, "quarters"),
        Period::Year => (1, "years"),
        Period::Custom { .. } if adjusts => {
            subject.problem(
                "period",
                "a custom period has no last period",
                "AWS Budgets adjusts the amount of a day, month, quarter or year. Choose one, or set `amount`.",
            );
            return;
        }
        Period::Custom { .. } => return,
    };
    if let Some(AutoAdjust::Historical(periods)) = adjust
        && !(1..=most).contains(&periods)
    {
        subject.problem(
            "aws.auto_adjust.periods",
            format!("the average of {periods} {unit} is not what AWS Budgets computes"),
            format!("It takes 1 to {most} {unit}."),
        );
    }
}

/// Amounts by period: API reference, `Budget`, `PlannedBudgetLimits`.
fn planned(subject: &mut Subject<'_>) {
    let Some(limits) = &subject.extras.planned_limits else { return };
    let attribute = "aws.planned_limits";
    let Amount::Fixed { units, .. } = &subject.wanted.amount else {
        subject.problem(
            attribute,
            "amounts are planned, or they follow the past",
            "Set `amount`, whose currency the planned amounts have, in place of `amount_from_last_period`.",
        );
        return;
    };
    let (step, most) = match subject.wanted.period {
        Period::Month => (1, 12),
        Period::Quarter => (3, 4),
        _ => {
            subject.problem(
                attribute,
                "amounts are planned by month or by quarter",
                "Set `period` to \"month\" or \"quarter\".",
            );
            return;
        }
    };
    let Some((_, first)) = limits.first_key_value() else {
        subject.problem(attribute, "no amount is planned", "Leave the attribute out, or name the amounts.");
        return;
    };
    if !decimal::same(first, units) {
        subject.problem(
            "amount.units",
            format!("the amount is {units}, and the first planned one is {first}"),
            "AWS Budgets takes one of the two. Set `amount.units` to what is planned for the first period.",
        );
    }
    let mut days: Vec<NaiveDate> = Vec::new();
    for (day, units) in limits {
        let attribute = format!("{attribute}[{day:?}]");
        subject.units(&attribute, units);
        days.extend(subject.day(&attribute, day));
    }
    let begins = |day: &NaiveDate| day.day() == 1 && day.month0().is_multiple_of(step);
    let follows = |pair: &[NaiveDate]| pair[0].checked_add_months(Months::new(step)) == Some(pair[1]);
    if limits.len() > most || !days.iter().all(begins) || !days.windows(2).all(follows) {
        subject.problem(
            attribute,
            "these are not the first days of periods that follow each other",
            format!(
                "Name {most} periods by their first day, from the current one on, one after the other, such as \
                 \"2027-01-01\"."
            ),
        );
    }
}
