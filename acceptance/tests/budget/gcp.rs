//! What a budget on Google Cloud can be.

use serde_json::{Value, json};

use super::aws::TIMEOUTS;
use super::case::Case;

/// Scope, amount and period where a case is about something else.
const PLAIN: &str = "  scope = \"000000-AAAAAA-BBBBBB\"\n  amount = { units = 100, currency = \"USD\" }\n  period = \"month\"";

/// All cases of Google Cloud.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        cloud(),
        scope(),
        name(),
        counted(),
        credits(),
        ancestors(),
        silence(),
        told(),
        last_period(),
        custom(),
        cap(),
        timeouts(),
    ]
}

fn case(label: &'static str, before: &str, after: &str) -> Case {
    Case::new("gcp", label, &format!("{PLAIN}\n{before}"), &format!("{PLAIN}\n{after}"))
}

fn bare(label: &'static str, before: &str, after: &str) -> Case {
    let scope = "  scope = \"000000-AAAAAA-BBBBBB\"";
    Case::new("gcp", label, &format!("{scope}\n{before}"), &format!("{scope}\n{after}"))
}

fn cloud() -> Case {
    let after = PLAIN.replace("000000-AAAAAA-BBBBBB", "123456789012");
    Case::new("gcp", "cloud", PLAIN, &after).to("aws").replaces().row("cloud", "/on", "gcp", "aws")
}

/// A billing account has one currency, so that a change of it goes with a change of the account.
fn scope() -> Case {
    let after = PLAIN.replace("000000-AAAAAA-BBBBBB", "111111-CCCCCC-DDDDDD").replace("USD", "EUR");
    Case::new("gcp", "scope", PLAIN, &after)
        .replaces()
        .row("scope", "/in", "000000-AAAAAA-BBBBBB", "111111-CCCCCC-DDDDDD")
        .row("amount.currency", "/amount/specifiedAmount/currencyCode", "USD", "EUR")
}

fn name() -> Case {
    let body = |name: &str, units: &str, period: &str| {
        format!(
            "  name = \"palisade-{name}\"\n  amount = {{ units = {units}, currency = \"USD\" }}\n  period = \"{period}\""
        )
    };
    bare("name", &body("first", "5000.50", "month"), &body("second", "6000.50", "quarter"))
        .row("name", "/displayName", "palisade-first", "palisade-second")
        .row("amount.units", "/amount/specifiedAmount/units", "5000", "6000")
        .row("period", "/budgetFilter/calendarPeriod", "MONTH", "QUARTER")
}

fn counted() -> Case {
    let body = |team: &str,
                service: &str,
                project: &str,
                level: &str,
                basis: &str,
                scope: &str,
                account: &str| {
        format!(
            "  filter = {{\n    labels = {{ team = [\"{team}\"] }}\n    services = [\"services/{service}\"]\n    \
             projects = [\"projects/{project}\"]\n  }}\n  thresholds = [{{ percent = {level}, basis = \"{basis}\" }}]\n  \
             gcp = {{ ownership_scope = \"{scope}\", subaccounts = [\"billingAccounts/{account}\"] }}"
        )
    };
    case(
        "counted",
        &body("one", "24E6-581D-38E5", "111111111111", "80", "actual", "ALL_USERS", "222222-EEEEEE-FFFFFF"),
        &body(
            "two",
            "95FF-2EF5-5EA1",
            "222222222222",
            "112.5",
            "forecast",
            "BILLING_ACCOUNT",
            "333333-EEEEEE-FFFFFF",
        ),
    )
    .row("filter.labels", "/budgetFilter/labels/team/0", "one", "two")
    .row("filter.services", "/budgetFilter/services/0", "services/24E6-581D-38E5", "services/95FF-2EF5-5EA1")
    .row("filter.projects", "/budgetFilter/projects/0", "projects/111111111111", "projects/222222222222")
    .row("thresholds.percent", "/thresholdRules/0/thresholdPercent", 0.8, 1.125)
    .row("thresholds.basis", "/thresholdRules/0/spendBasis", "CURRENT_SPEND", "FORECASTED_SPEND")
    .row("gcp.ownership_scope", "/ownershipScope", "ALL_USERS", "BILLING_ACCOUNT")
    .row(
        "gcp.subaccounts",
        "/budgetFilter/subaccounts/0",
        "billingAccounts/222222-EEEEEE-FFFFFF",
        "billingAccounts/333333-EEEEEE-FFFFFF",
    )
}

fn credits() -> Case {
    let body = |credit: &str| format!("  credits = \"only\"\n  credit_types = [\"{credit}\"]");
    let after = "  credits = \"exclude\"";
    case("credits", &body("PROMOTION"), after)
        .row(
            "credits",
            "/budgetFilter/creditTypesTreatment",
            "INCLUDE_SPECIFIED_CREDITS",
            "EXCLUDE_ALL_CREDITS",
        )
        .row("credit_types", "/budgetFilter/creditTypes/0", "PROMOTION", Value::Null)
}

fn ancestors() -> Case {
    let body = |folder: &str, second: &str| {
        format!(
            "  gcp = {{ resource_ancestors = [\"{folder}\"] }}\n  \
             thresholds = [{{ percent = 50, basis = \"actual\" }}{second}]"
        )
    };
    case(
        "ancestors",
        &body("folders/123", ""),
        &body("organizations/456", ", { percent = 100, basis = \"actual\" }"),
    )
    .row("gcp.resource_ancestors", "/budgetFilter/resourceAncestors/0", "folders/123", "organizations/456")
    .row("thresholds", "/thresholdRules/1/thresholdPercent", Value::Null, 1.0)
}

/// Nobody is to hear of it, and that is managed: what somebody adds is seen.
fn silence() -> Case {
    case("silence", "  thresholds = [{ percent = 80, basis = \"actual\" }]", "  thresholds = []").row(
        "thresholds",
        "/thresholdRules/0/thresholdPercent",
        0.8,
        Value::Null,
    )
}

fn told() -> Case {
    let body = |n: u32, quiet: bool, owners: bool| {
        format!(
            "  thresholds = [{{ percent = 80, basis = \"actual\" }}]\n  \
             notify = {{\n    pubsub_topic = \"projects/my-project/topics/t{n}\"\n    \
             channels = [\"projects/my-project/notificationChannels/{n}\"]\n  }}\n  \
             filter = {{ projects = [\"projects/111111111111\"] }}\n  \
             gcp = {{ disable_default_iam_recipients = {quiet}, project_level_recipients = {owners} }}"
        )
    };
    case("told", &body(1, false, false), &body(2, true, true))
        .row(
            "notify.pubsub_topic",
            "/notificationsRule/pubsubTopic",
            "projects/my-project/topics/t1",
            "projects/my-project/topics/t2",
        )
        .row(
            "notify.channels",
            "/notificationsRule/monitoringNotificationChannels/0",
            "projects/my-project/notificationChannels/1",
            "projects/my-project/notificationChannels/2",
        )
        .row(
            "gcp.disable_default_iam_recipients",
            "/notificationsRule/disableDefaultIamRecipients",
            Value::Null,
            true,
        )
        .row(
            "gcp.project_level_recipients",
            "/notificationsRule/enableProjectLevelRecipients",
            Value::Null,
            true,
        )
}

fn last_period() -> Case {
    let fixed = "  amount = { units = 100, currency = \"USD\" }\n  period = \"month\"";
    let last = "  amount_from_last_period = true\n  period = \"month\"";
    bare("last", fixed, last)
        .row("amount_from_last_period", "/amount/lastPeriodAmount", Value::Null, json!({}))
        .row("amount", "/amount/specifiedAmount/units", "100", Value::Null)
}

fn custom() -> Case {
    let body = |start: &str, end: &str| {
        format!(
            "  amount = {{ units = 100, currency = \"USD\" }}\n  period = \"custom\"\n  \
             custom_period = {{ start = \"{start}\", end = \"{end}\" }}"
        )
    };
    let day = |year: u32, month: u32, day: u32| json!({"year": year, "month": month, "day": day});
    bare("custom", &body("2035-01-01", "2036-01-31"), &body("2035-02-01", "2036-02-29"))
        .row("custom_period.start", "/budgetFilter/customPeriod/startDate", day(2035, 1, 1), day(2035, 2, 1))
        .row("custom_period.end", "/budgetFilter/customPeriod/endDate", day(2036, 1, 31), day(2036, 2, 29))
}

fn cap() -> Case {
    let body = |cap: bool| {
        format!(
            "  thresholds = [for percent in [50, 80, 100] : {{ percent = percent, basis = \"actual\" }}]\n  \
             filter = {{ projects = [\"projects/111111111111\"], services = [\"services/24E6-581D-38E5\"] }}\n  \
             credits = \"exclude\"\n  gcp = {{ spend_cap = {cap}, project_level_recipients = true }}"
        )
    };
    case("cap", &body(false), &body(true)).row(
        "gcp.spend_cap",
        "/spendCap/inputState",
        Value::Null,
        "CONFIGURED",
    )
}

fn timeouts() -> Case {
    let body = |time: &str| {
        format!(
            "  timeouts = {{ create = \"{time}\", read = \"{time}\", update = \"{time}\", delete = \"{time}\" }}"
        )
    };
    let case = case("timeouts", &body("20m"), &body("30m"));
    let case = ["timeouts.create", "timeouts.read", "timeouts.update", "timeouts.delete"]
        .into_iter()
        .fold(case, |case, attribute| case.local(attribute, TIMEOUTS));
    case.untold(&["timeouts"])
}
