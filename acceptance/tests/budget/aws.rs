//! What a budget on AWS can be.

use std::process::Command;

use serde_json::Value;

use super::case::Case;

/// Amount and period where a case is about something else.
const PLAIN: &str = "  amount = { units = 100, currency = \"USD\" }\n  period = \"month\"";

/// What tests that timeouts are kept: no cloud knows them.
pub(crate) const TIMEOUTS: &str = "kept by the same code as a bucket's, whose tests try them";

/// All cases of AWS.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        cloud(),
        name(),
        amount(),
        thresholds(),
        silence(),
        filter(),
        expression(),
        last_period(),
        following(),
        custom(),
        planned(),
        view(),
        iam(),
        scp(),
        ssm(),
        timeouts(),
    ]
}

fn case(label: &'static str, before: &str, after: &str) -> Case {
    Case::new("aws", label, &format!("{PLAIN}\n{before}"), &format!("{PLAIN}\n{after}"))
}

fn bare(label: &'static str, before: &str, after: &str) -> Case {
    Case::new("aws", label, before, after)
}

fn cloud() -> Case {
    let after = "  scope = \"000000-AAAAAA-BBBBBB\"";
    case("cloud", "", after).to("gcp").replaces().row("cloud", "/on", "aws", "gcp")
}

fn name() -> Case {
    let body = |name: &str| format!("  name = \"palisade-{name}\"\n  scope = \"123456789012\"");
    case("name", &body("first"), &body("second"))
        .replaces()
        .row("name", "/Budget/BudgetName", "palisade-first", "palisade-second")
        .fixed("scope", "/on", "aws", "the account is the one that the budget is looked for in")
}

fn amount() -> Case {
    bare(
        "amount",
        "  amount = { units = 5000.50, currency = \"USD\" }\n  period = \"month\"\n  labels = { team = \"one\" }\n  \
         credits = \"include\"\n  aws = { metric = \"UnblendedCost\" }",
        "  amount = { units = 6000.25, currency = \"USD\" }\n  period = \"quarter\"\n  labels = { team = \"two\" }\n  \
         credits = \"exclude\"\n  aws = { metric = \"NetAmortizedCost\" }",
    )
    .row("amount.units", "/Budget/BudgetLimit/Amount", "5000.5", "6000.25")
    .fixed("amount.currency", "/Budget/BudgetLimit/Unit", "USD", "an account is billed in one currency")
    .row("period", "/Budget/TimeUnit", "MONTHLY", "QUARTERLY")
    .row("labels", "/Tags/0/Value", "one", "two")
    .row("credits", "/Budget/FilterExpression/Not/Dimensions/Values/0", Value::Null, "Credit")
    .row("aws.metric", "/Budget/Metrics/0", "UnblendedCost", "NetAmortizedCost")
}

fn thresholds() -> Case {
    case(
        "thresholds",
        "  thresholds = [{ percent = 112.5, basis = \"forecast\" }]\n  \
         notify = { emails = [\"a@example.com\"], sns_topic = \"arn:aws:sns:us-east-1:123456789012:one\" }",
        "  thresholds = [{ absolute = 90, basis = \"actual\" }, { percent = 80, basis = \"forecast\" }]\n  \
         notify = { emails = [\"b@example.com\"], sns_topic = \"arn:aws:sns:us-east-1:123456789012:two\" }",
    )
    .row("thresholds", "/Notifications/1/Threshold", Value::Null, 80.0)
    .row("thresholds.percent", "/Notifications/0/ThresholdType", "PERCENTAGE", "ABSOLUTE_VALUE")
    .row("thresholds.absolute", "/Notifications/0/Threshold", 112.5, 90.0)
    .row("thresholds.basis", "/Notifications/0/NotificationType", "FORECASTED", "ACTUAL")
    .row("notify.emails", "/Notifications/0/Subscribers/0/Address", "a@example.com", "b@example.com")
    .row(
        "notify.sns_topic",
        "/Notifications/0/Subscribers/1/Address",
        "arn:aws:sns:us-east-1:123456789012:one",
        "arn:aws:sns:us-east-1:123456789012:two",
    )
}

/// Nobody is to hear of it, and that is managed: what somebody adds is seen.
fn silence() -> Case {
    case(
        "silence",
        "  thresholds = [{ percent = 80, basis = \"actual\" }]\n  notify = { emails = [\"a@example.com\"] }",
        "  thresholds = []",
    )
    .row("thresholds", "/Notifications/0/Threshold", 80.0, Value::Null)
    .row("notify.emails", "/Notifications/0/Subscribers/0/Address", "a@example.com", Value::Null)
}

fn filter() -> Case {
    let body = |team: &str, service: &str, account: &str| {
        format!(
            "  filter = {{\n    labels = {{ team = [\"{team}\"] }}\n    services = [\"{service}\"]\n    \
             projects = [\"{account}\"]\n  }}"
        )
    };
    case(
        "filter",
        &body("one", "Amazon Simple Storage Service", "123456789012"),
        &body("two", "AWS Lambda", "210987654321"),
    )
    .row("filter.labels", "/Budget/FilterExpression/And/0/Tags/Values/0", "one", "two")
    .row(
        "filter.services",
        "/Budget/FilterExpression/And/1/Dimensions/Values/0",
        "Amazon Simple Storage Service",
        "AWS Lambda",
    )
    .row(
        "filter.projects",
        "/Budget/FilterExpression/And/2/Dimensions/Values/0",
        "123456789012",
        "210987654321",
    )
}

fn expression() -> Case {
    let body = |team: &str| {
        format!(
            "  aws = {{ filter_expression_json = jsonencode({{ Or = [{{ Tags = {{ Key = \"user:team\", Values = \
             [\"{team}\"] }} }}, {{ Dimensions = {{ Key = \"REGION\", Values = [\"eu-west-1\"] }} }}] }}) }}"
        )
    };
    case("expression", &body("one"), &body("two")).row(
        "aws.filter_expression_json",
        "/Budget/FilterExpression/Or/0/Tags/Values/0",
        "one",
        "two",
    )
}

fn last_period() -> Case {
    bare(
        "last",
        "  period = \"month\"\n  amount_from_last_period = true\n  \
         aws = { auto_adjust = { kind = \"historical\", periods = 3 } }",
        "  period = \"month\"\n  amount_from_last_period = true\n  aws = { auto_adjust = { kind = \"forecast\" } }",
    )
    .row("aws.auto_adjust.kind", "/Budget/AutoAdjustData/AutoAdjustType", "HISTORICAL", "FORECAST")
    .row(
        "aws.auto_adjust.periods",
        "/Budget/AutoAdjustData/HistoricalOptions/BudgetAdjustmentPeriod",
        3,
        Value::Null,
    )
}

fn following() -> Case {
    bare(
        "following",
        "  period = \"month\"\n  amount = { units = 100, currency = \"USD\" }",
        "  period = \"month\"\n  amount_from_last_period = true\n  \
         aws = { auto_adjust = { kind = \"historical\", periods = 2 } }",
    )
    .row("amount_from_last_period", "/Budget/AutoAdjustData/AutoAdjustType", Value::Null, "HISTORICAL")
    .row("aws.auto_adjust", "/Budget/AutoAdjustData/HistoricalOptions/BudgetAdjustmentPeriod", Value::Null, 2)
    .row("amount", "/Budget/AutoAdjustData/AutoAdjustType", Value::Null, "HISTORICAL")
}

fn custom() -> Case {
    let body = |start: &str, end: &str| {
        format!(
            "  amount = {{ units = 100, currency = \"USD\" }}\n  period = \"custom\"\n  \
             custom_period = {{ start = \"{start}\", end = \"{end}\" }}"
        )
    };
    bare("custom", &body("2035-01-01", "2036-01-31"), &body("2035-02-01", "2036-02-29"))
        .row(
            "custom_period.start",
            "/Budget/TimePeriod/Start",
            midnight("2035-01-01"),
            midnight("2035-02-01"),
        )
        .row("custom_period.end", "/Budget/TimePeriod/End", midnight("2036-01-31"), midnight("2036-02-29"))
}

/// A day as AWS's client tells it.
fn midnight(day: &str) -> String {
    format!("{day} 00:00:00+00:00")
}

/// AWS wants an amount for each of the twelve months from this one on.
fn planned() -> Case {
    let body = |units: u32| {
        let months: String = months().iter().map(|day| format!("    \"{day}\" = {units}\n")).collect();
        format!(
            "  amount = {{ units = {units}, currency = \"USD\" }}\n  period = \"month\"\n  \
             aws = {{ planned_limits = {{\n{months}  }} }}"
        )
    };
    bare("planned", &body(100), &body(200))
        .row("aws.planned_limits", "/Limits/11/Amount", "100.0", "200.0")
        .row("amount.units", "/Budget/BudgetLimit/Amount", "100.0", "200.0")
}

/// The first days of the twelve months from the current one on.
fn months() -> Vec<String> {
    let now = Command::new("date").args(["-u", "+%Y-%m"]).output().expect("the program date");
    let now = String::from_utf8_lossy(&now.stdout).trim().to_owned();
    let (year, month) = now.split_once('-').expect("a year and a month");
    let first = year.parse::<u32>().expect("a year") * 12 + month.parse::<u32>().expect("a month") - 1;
    (first..first + 12).map(|month| format!("{}-{:02}-01", month / 12, month % 12 + 1)).collect()
}

fn view() -> Case {
    let arn = |id: &str| format!("arn:aws:billing::123456789012:billingview/custom-{id}");
    let body = |id: &str| format!("  aws = {{ billing_view = \"{}\" }}", arn(id));
    case("view", &body("1a2b3c"), &body("4d5e6f")).row(
        "aws.billing_view",
        "/Budget/BillingViewArn",
        arn("1a2b3c"),
        arn("4d5e6f"),
    )
}

fn iam() -> Case {
    let body = |n: u32, automatic: bool, level: &str, basis: &str| {
        format!(
            "  aws = {{ actions = [{{\n    threshold = {{ {level}, basis = \"{basis}\" }}\n    \
             iam = {{ policy = \"arn:aws:iam::123456789012:policy/p{n}\", users = [\"u{n}\"], groups = [\"g{n}\"], \
             roles = [\"r{n}\"] }}\n    role = \"arn:aws:iam::123456789012:role/b{n}\"\n    automatic = {automatic}\n    \
             emails = [\"a{n}@example.com\"]\n    sns_topic = \"arn:aws:sns:us-east-1:123456789012:t{n}\"\n  }}] }}"
        )
    };
    let policy = |n: u32| format!("arn:aws:iam::123456789012:policy/p{n}");
    case("iam", &body(1, false, "percent = 100", "actual"), &body(2, true, "absolute = 95", "forecast"))
        .row("aws.actions.threshold.percent", "/Actions/0/ActionThreshold/ActionThresholdValue", 100.0, 95.0)
        .row(
            "aws.actions.threshold.absolute",
            "/Actions/0/ActionThreshold/ActionThresholdType",
            "PERCENTAGE",
            "ABSOLUTE_VALUE",
        )
        .row("aws.actions.threshold.basis", "/Actions/0/NotificationType", "ACTUAL", "FORECASTED")
        .row(
            "aws.actions.iam.policy",
            "/Actions/0/Definition/IamActionDefinition/PolicyArn",
            policy(1),
            policy(2),
        )
        .row("aws.actions.iam.users", "/Actions/0/Definition/IamActionDefinition/Users/0", "u1", "u2")
        .row("aws.actions.iam.groups", "/Actions/0/Definition/IamActionDefinition/Groups/0", "g1", "g2")
        .row("aws.actions.iam.roles", "/Actions/0/Definition/IamActionDefinition/Roles/0", "r1", "r2")
        .row(
            "aws.actions.role",
            "/Actions/0/ExecutionRoleArn",
            "arn:aws:iam::123456789012:role/b1",
            "arn:aws:iam::123456789012:role/b2",
        )
        .row("aws.actions.automatic", "/Actions/0/ApprovalModel", "MANUAL", "AUTOMATIC")
        .row("aws.actions.emails", "/Actions/0/Subscribers/0/Address", "a1@example.com", "a2@example.com")
        .row(
            "aws.actions.sns_topic",
            "/Actions/0/Subscribers/1/Address",
            "arn:aws:sns:us-east-1:123456789012:t1",
            "arn:aws:sns:us-east-1:123456789012:t2",
        )
}

/// Actions, each the part of its body that says what it does.
fn actions(what: &[String]) -> String {
    let action = |what: &String| {
        format!(
            "{{\n    threshold = {{ percent = 90, basis = \"actual\" }}\n    {what}\n    \
             role = \"arn:aws:iam::123456789012:role/b\"\n    emails = [\"a@example.com\"]\n  }}"
        )
    };
    let actions: Vec<String> = what.iter().map(action).collect();
    format!("  aws = {{ actions = [{}] }}", actions.join(", "))
}

fn scp() -> Case {
    let scp = |n: u32| format!("scp = {{ policy = \"p-example{n}\", targets = [\"ou-exam-exampleu{n}\"] }}");
    let stop = stop(1, "STOP_EC2_INSTANCES", "us-east-1");
    case("scp", &actions(&[scp(1)]), &actions(&[stop, scp(2)]))
        .row("aws.actions", "/Actions/1/ActionType", Value::Null, "RUN_SSM_DOCUMENTS")
        .row(
            "aws.actions.scp.policy",
            "/Actions/0/Definition/ScpActionDefinition/PolicyId",
            "p-example1",
            "p-example2",
        )
        .row(
            "aws.actions.scp.targets",
            "/Actions/0/Definition/ScpActionDefinition/TargetIds/0",
            "ou-exam-exampleu1",
            "ou-exam-exampleu2",
        )
}

fn stop(n: u32, kind: &str, region: &str) -> String {
    format!("ssm = {{ action = \"{kind}\", region = \"{region}\", instances = [\"i-{n}234567890abcdef0\"] }}")
}

fn ssm() -> Case {
    let body = |n: u32, kind: &str, region: &str| actions(&[stop(n, kind, region)]);
    case("ssm", &body(1, "STOP_EC2_INSTANCES", "us-east-1"), &body(2, "STOP_RDS_INSTANCES", "eu-west-1"))
        .row(
            "aws.actions.ssm.action",
            "/Actions/0/Definition/SsmActionDefinition/ActionSubType",
            "STOP_EC2_INSTANCES",
            "STOP_RDS_INSTANCES",
        )
        .row(
            "aws.actions.ssm.region",
            "/Actions/0/Definition/SsmActionDefinition/Region",
            "us-east-1",
            "eu-west-1",
        )
        .row(
            "aws.actions.ssm.instances",
            "/Actions/0/Definition/SsmActionDefinition/InstanceIds/0",
            "i-1234567890abcdef0",
            "i-2234567890abcdef0",
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
