//! A budget of the API as the neutral budget.

use bigdecimal::BigDecimal;

use super::to_wire::{percent, written};
use super::wire;
use crate::budget::{
    Amount, Basis, Budget, Credits, Extras, Filter, GcpExtras, Level, Notify, Period, Threshold,
};

/// Billing account and id of a budget, from its resource name.
pub(super) fn ids(message: &wire::Budget) -> Option<(&str, &str)> {
    message.name.strip_prefix("billingAccounts/")?.split_once("/budgets/")
}

/// All that the message says, with defaults spelled out.
pub(super) fn everything(message: &wire::Budget) -> Budget {
    let filter = message.budget_filter.clone().unwrap_or_default();
    let rule = message.notifications_rule.clone().unwrap_or_default();
    Budget {
        name: message.display_name.clone().unwrap_or_default(),
        scope: ids(message).map(|(account, _)| account.to_owned()),
        amount: amount(message.amount.clone().unwrap_or_default()),
        period: period(&filter),
        thresholds: Some(message.threshold_rules.iter().map(threshold).collect()),
        credits: Some(credits(&filter)),
        filter: Filter {
            labels: Some(filter.labels),
            services: Some(filter.services),
            projects: Some(filter.projects),
        },
        notify: Notify {
            emails: None,
            sns_topic: None,
            pubsub_topic: rule.pubsub_topic.filter(|topic| !topic.is_empty()),
            channels: Some(rule.monitoring_notification_channels),
        },
        extras: Extras::Gcp(GcpExtras {
            ownership_scope: Some(ownership(message)),
            resource_ancestors: Some(filter.resource_ancestors),
            subaccounts: Some(filter.subaccounts),
            disable_default_iam_recipients: Some(rule.disable_default_iam_recipients.unwrap_or_default()),
            project_level_recipients: Some(rule.enable_project_level_recipients.unwrap_or_default()),
            spend_cap: Some(message.spend_cap.is_some()),
        }),
        labels: Default::default(),
    }
}

fn amount(amount: wire::Amount) -> Amount {
    let Some(money) = amount.specified_amount else { return Amount::LastPeriod };
    let units = money.units.as_deref().and_then(|units| units.parse::<BigDecimal>().ok()).unwrap_or_default();
    let value = units + BigDecimal::new(money.nanos.into(), 9);
    Amount::Fixed { units: value.normalized().to_plain_string(), currency: money.currency_code }
}

fn period(filter: &wire::Filter) -> Period {
    if let Some(custom) = &filter.custom_period {
        let end = custom.end_date.map(written);
        return Period::Custom { start: written(custom.start_date), end };
    }
    match filter.calendar_period.as_deref() {
        Some("QUARTER") => Period::Quarter,
        Some("YEAR") => Period::Year,
        // A budget without a period is one of a month.
        _ => Period::Month,
    }
}

fn threshold(rule: &wire::ThresholdRule) -> Threshold {
    Threshold {
        at: Level::Percent(percent(rule.threshold_percent).unwrap_or_default()),
        basis: match rule.spend_basis.as_deref() {
            Some("FORECASTED_SPEND") => Basis::Forecast,
            _ => Basis::Actual,
        },
    }
}

fn credits(filter: &wire::Filter) -> Credits {
    match filter.credit_types_treatment.as_deref() {
        Some("EXCLUDE_ALL_CREDITS") => Credits::Exclude,
        Some("INCLUDE_SPECIFIED_CREDITS") => Credits::Only(filter.credit_types.clone()),
        _ => Credits::Include,
    }
}

/// Where nothing is said, everybody may see and change the budget.
fn ownership(message: &wire::Budget) -> String {
    let scope = message.ownership_scope.as_deref();
    scope.filter(|scope| *scope != "OWNERSHIP_SCOPE_UNSPECIFIED").unwrap_or("ALL_USERS").to_owned()
}
