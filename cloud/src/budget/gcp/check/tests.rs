use super::super::to_wire::tests::{budget, described, gcp};
use super::{check, replaced};
use crate::budget::*;

/// Changes a plain budget and compares the problems, one `attribute: summary` a line.
fn find(change: impl FnOnce(&mut Budget), unknown: &[&str], expected: &[&str]) {
    let mut budget = budget();
    change(&mut budget);
    let found = check(&budget, described(&budget).extras, &|attribute| unknown.contains(&attribute));
    let found: Vec<_> =
        found.iter().map(|problem| format!("{}: {}", problem.attribute, problem.summary)).collect();
    assert_eq!(found, expected, "{budget:#?}");
}

fn list(names: &[&str]) -> Option<Vec<String>> {
    Some(names.iter().map(|name| (*name).to_owned()).collect())
}

fn threshold(at: Level, basis: Basis) -> Option<Vec<Threshold>> {
    Some(vec![Threshold { at, basis }])
}

#[test]
fn names() {
    find(|_| {}, &[], &[]);
    find(|b| b.name = "ä".repeat(60), &[], &[]);
    for name in [String::new(), "ä".repeat(61)] {
        find(|b| b.name = name.clone(), &[], &["name: not a name that a budget on Google Cloud can have"]);
        find(|b| b.name = name.clone(), &["name"], &[]);
    }
    find(|b| b.scope = None, &[], &["scope: no billing account is named"]);
    find(|b| b.scope = None, &["scope"], &[]);
    for scope in
        ["", "012345", "012345-6789ab-CDEF01", "billingAccounts/012345-6789AB-CDEF01", "012345-6789AB-CDEF0/"]
    {
        find(|b| b.scope = Some(scope.into()), &[], &["scope: not a billing account"]);
    }
    find(
        |b| {
            b.filter.projects =
                list(&["projects/my-project", "projects/example.com:my-project", "projects/7"])
        },
        &[],
        &[],
    );
    let bad = "not a name that the service takes";
    for name in ["my-project", "projects/", "projects/my-project/q", "projects/short", "projects/My-Project"]
    {
        find(|b| b.filter.projects = list(&[name]), &[], &[&format!("filter.projects: {bad}")]);
    }
    find(|b| b.filter.services = list(&["Compute"]), &[], &[&format!("filter.services: {bad}")]);
    find(|b| gcp(b).resource_ancestors = list(&["folders/1", "organizations/2"]), &[], &[]);
    find(|b| gcp(b).resource_ancestors = list(&["1"]), &[], &[&format!("gcp.resource_ancestors: {bad}")]);
    find(|b| gcp(b).subaccounts = list(&["x"]), &[], &[&format!("gcp.subaccounts: {bad}")]);
    find(
        |b| gcp(b).ownership_scope = Some("ME".into()),
        &[],
        &["gcp.ownership_scope: not an ownership scope"],
    );
    let labels = |values: &[&str], keys: &[&str]| {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let labels = keys.iter().map(|key| ((*key).to_owned(), values.clone())).collect();
        move |b: &mut Budget| b.filter.labels = Some(labels)
    };
    let one = "filter.labels: a budget on Google Cloud counts by one label with one value";
    find(labels(&["ml"], &["team"]), &[], &[]);
    find(labels(&["ml"], &[]), &[], &[]);
    find(labels(&["ml"], &["team", "env"]), &[], &[one]);
    find(labels(&["ml", "web"], &["team"]), &[], &[one]);
    find(labels(&[], &["team"]), &[], &[one]);
    find(labels(&[], &["team"]), &["filter"], &[]);
}

#[test]
fn notifications() {
    let channel = "projects/p/notificationChannels/1";
    let told = |channels: &[&str]| {
        let channels = list(channels);
        move |b: &mut Budget| {
            b.notify.channels = channels;
            b.thresholds = threshold(Level::Percent("80".into()), Basis::Actual);
        }
    };
    find(told(&[channel]), &[], &[]);
    find(told(&[channel; 6]), &[], &["notify.channels: too many channels"]);
    find(told(&["mail"]), &[], &["notify.channels: not a name that the service takes"]);
    find(|b| b.notify.channels = list(&[channel]), &[], &["thresholds: nobody would hear of anything"]);
    find(|b| b.notify.pubsub_topic = Some("projects/p/topics/t".into()), &[], &[]);
    find(
        |b| b.notify.pubsub_topic = Some("t".into()),
        &[],
        &["notify.pubsub_topic: not a name that the service takes"],
    );
    find(
        |b| {
            b.notify.emails = list(&["a@example.com"]);
            b.notify.sns_topic = Some("arn".into());
            b.labels = [("team".to_owned(), "ml".to_owned())].into();
        },
        &[],
        &[
            "notify.emails: Google Cloud's budgets hold no e-mail addresses",
            "notify.sns_topic: SNS is a service of AWS",
            "labels: Google Cloud's budgets have no labels",
        ],
    );
    let owners = |projects: &[&str]| {
        let projects = list(projects);
        move |b: &mut Budget| {
            b.filter.projects = projects;
            gcp(b).project_level_recipients = Some(true);
        }
    };
    find(owners(&["projects/my-project"]), &[], &[]);
    let nobody = "gcp.project_level_recipients: no project's owners can be told";
    find(owners(&["projects/my-project", "projects/other-project"]), &[], &[nobody]);
    find(owners(&[]), &[], &[nobody]);
    find(owners(&[]), &["filter"], &[]);
}

#[test]
fn amounts() {
    let amount = |units: &str, currency: &str| {
        let (units, currency) = (units.to_owned(), currency.to_owned());
        move |b: &mut Budget| b.amount = Amount::Fixed { units, currency }
    };
    find(amount("0", "USD"), &[], &[]);
    for units in ["", "-1", "1e3", "0.0000000001", "9223372036854775808"] {
        find(amount(units, "USD"), &[], &["amount.units: not an amount that the service takes"]);
        find(amount(units, "USD"), &["amount"], &[]);
    }
    find(amount("1", "usd"), &[], &["amount.currency: not a currency"]);
    let at = |at: Level| move |b: &mut Budget| b.thresholds = threshold(at, Basis::Actual);
    find(at(Level::Percent("112.5".into())), &[], &[]);
    let percent = "thresholds[0].percent: not a percentage that the service takes";
    find(at(Level::Percent("80.00000000000001".into())), &[], &[percent]);
    let absolute = "thresholds[0].absolute: Google Cloud's thresholds are parts of the amount";
    find(at(Level::Absolute("80".into())), &[], &[absolute]);
    find(at(Level::Absolute("80".into())), &["thresholds"], &[]);
    find(|b| b.credits = Some(Credits::Only(Vec::new())), &[], &["credit_types: no type of credit is named"]);
}

#[test]
fn periods() {
    find(|b| b.period = Period::Day, &[], &["period: a budget on Google Cloud has no period of a day"]);
    let custom = |start: &str, end: Option<&str>| {
        let (start, end) = (start.to_owned(), end.map(str::to_owned));
        move |b: &mut Budget| b.period = Period::Custom { start, end }
    };
    find(custom("2026-01-01", None), &[], &[]);
    find(custom("2026-01-01", Some("2026-01-01")), &[], &[]);
    for day in ["2026-02-29", "2026-1-1", "soon", ""] {
        find(custom(day, None), &[], &["custom_period.start: not a day"]);
    }
    find(custom("2017-01-01", None), &[], &["custom_period.start: too long ago"]);
    find(
        custom("2026-02-01", Some("2026-01-01")),
        &[],
        &["custom_period.end: the period ends before it begins"],
    );
    find(
        |b| {
            custom("2026-01-01", None)(b);
            b.amount = Amount::LastPeriod;
            b.thresholds = threshold(Level::Percent("80".into()), Basis::Forecast);
        },
        &[],
        &[
            "amount_from_last_period: a period that does not recur has no last one",
            "thresholds[0].basis: a custom period has no forecast",
        ],
    );
}

#[test]
fn spend_caps() {
    let capped = |b: &mut Budget| {
        let at = |percent: &str| Threshold { at: Level::Percent(percent.into()), basis: Basis::Actual };
        b.thresholds = Some(vec![at("50"), at("80.0"), at("100")]);
        b.filter.projects = list(&["projects/my-project"]);
        b.filter.services = list(&["services/x"]);
        b.credits = Some(Credits::Exclude);
        gcp(b).project_level_recipients = Some(true);
        gcp(b).spend_cap = Some(true);
    };
    find(capped, &[], &[]);
    let bad = |attribute: &str| format!("{attribute}: does not go together with gcp.spend_cap");
    type Row = (&'static str, fn(&mut Budget));
    let changes: [Row; 8] = [
        ("period", |b| b.period = Period::Year),
        ("thresholds", |b| b.thresholds = threshold(Level::Percent("50".into()), Basis::Actual)),
        ("filter.services", |b| b.filter.services = None),
        ("filter.labels", |b| b.filter.labels = Some([("a".to_owned(), vec!["b".to_owned()])].into())),
        ("credits", |b| b.credits = None),
        ("notify.pubsub_topic", |b| b.notify.pubsub_topic = Some("projects/p/topics/t".into())),
        ("gcp.disable_default_iam_recipients", |b| gcp(b).disable_default_iam_recipients = Some(true)),
        ("gcp.project_level_recipients", |b| gcp(b).project_level_recipients = None),
    ];
    for (attribute, change) in changes {
        let both = |b: &mut Budget| {
            capped(b);
            change(b);
        };
        find(both, &[], &[&bad(attribute)]);
        find(both, &[attribute.split('.').next().unwrap()], &[]);
    }
}

#[test]
fn a_budget_stays_in_its_billing_account() {
    let other = Budget { scope: Some("012345-6789AB-CDEF02".into()), ..budget() };
    assert_eq!(replaced(&budget(), &other), ["scope"]);
    let other = Budget { name: "other".into(), period: Period::Year, amount: Amount::LastPeriod, ..budget() };
    assert!(replaced(&budget(), &other).is_empty());
}
