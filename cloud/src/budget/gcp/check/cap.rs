//! What a spend cap asks of the rest of the budget (`billingbudgets.v1`, what each field says of `spend_cap`).

use super::super::to_wire::fraction;
use super::Subject;
use crate::budget::{Amount, Basis, Budget, Credits, Level, Period};

/// The thresholds that a spend cap has, as parts of the amount.
const THRESHOLDS: [f64; 3] = [0.5, 0.8, 1.0];

pub(super) fn check(subject: &mut Subject<'_>) {
    let (budget, extras) = (subject.wanted, subject.extras);
    let (filter, notify) = (&budget.filter, &budget.notify);
    let one = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| list.len() == 1);
    let none = |list: &Option<Vec<String>>| list.as_ref().is_none_or(Vec::is_empty);
    let no_labels = filter.labels.as_ref().is_none_or(|labels| labels.is_empty());
    let rows = [
        ("amount_from_last_period", budget.amount != Amount::LastPeriod, "a spend cap needs an amount"),
        ("period", budget.period == Period::Month, "a spend cap is for a month"),
        (
            "thresholds",
            has_thresholds(budget),
            "a spend cap has the thresholds 50, 80 and 100 percent, of what was spent",
        ),
        ("filter.projects", one(&filter.projects), "a spend cap is for one project: name it"),
        ("filter.services", one(&filter.services), "a spend cap is for one service: name it"),
        ("filter.labels", no_labels, "leave it out"),
        ("credits", budget.credits == Some(Credits::Exclude), "a spend cap counts no credits: exclude them"),
        ("notify.pubsub_topic", notify.pubsub_topic.is_none(), "leave it out"),
        ("notify.channels", none(&notify.channels), "leave it out"),
        ("gcp.resource_ancestors", none(&extras.resource_ancestors), "leave it out"),
        ("gcp.subaccounts", none(&extras.subaccounts), "leave it out"),
        ("gcp.ownership_scope", extras.ownership_scope.as_deref() != Some("BILLING_ACCOUNT"), "leave it out"),
        (
            "gcp.disable_default_iam_recipients",
            extras.disable_default_iam_recipients != Some(true),
            "a spend cap is told to the billing account's administrators",
        ),
        (
            "gcp.project_level_recipients",
            extras.project_level_recipients == Some(true),
            "a spend cap is told to the project's owners: set it to true",
        ),
    ];
    for (attribute, holds, detail) in rows {
        let top = attribute.split('.').next().unwrap_or(attribute);
        if !holds && subject.known(&[top]) {
            subject.problem(attribute, "does not go together with gcp.spend_cap", detail);
        }
    }
}

fn has_thresholds(budget: &Budget) -> bool {
    let there = |part: &f64| {
        budget.thresholds().iter().any(|threshold| match &threshold.at {
            Level::Percent(percent) => threshold.basis == Basis::Actual && fraction(percent) == Some(*part),
            Level::Absolute(_) => false,
        })
    };
    budget.thresholds().len() == THRESHOLDS.len() && THRESHOLDS.iter().all(there)
}
