use serde_json::{Value, json};

use super::super::observed::{is_equal, observed};
use super::super::wire;
use super::*;
use crate::Scope;
use crate::budget::{Basis, Credits, Filter, Notify, Threshold};

/// A budget that sets nothing but what it must.
pub(in super::super) fn budget() -> Budget {
    Budget {
        name: "team".into(),
        scope: Some("012345-6789AB-CDEF01".into()),
        amount: Amount::Fixed { units: "1250.50".into(), currency: "USD".into() },
        period: Period::Month,
        thresholds: None,
        filter: Filter::default(),
        credits: None,
        notify: Notify::default(),
        extras: Extras::Gcp(GcpExtras::default()),
        labels: Default::default(),
    }
}

/// What only Google Cloud has of a budget.
pub(in super::super) fn gcp(budget: &mut Budget) -> &mut GcpExtras {
    match &mut budget.extras {
        Extras::Gcp(extras) => extras,
        Extras::Aws(_) => panic!("the budget is on Google Cloud"),
    }
}

pub(in super::super) fn described(budget: &Budget) -> Described<'_> {
    Described::of(budget).expect("the budget is on Google Cloud")
}

fn threshold(percent: &str, basis: Basis) -> Threshold {
    Threshold { at: Level::Percent(percent.into()), basis }
}

/// A budget with every attribute set to what is not the default, but for the spend cap, which goes with few.
fn full() -> Budget {
    let list = |name: &str| Some(vec![name.to_owned()]);
    let mut budget = budget();
    budget.period = Period::Custom { start: "2026-01-01".into(), end: Some("2026-12-31".into()) };
    budget.thresholds = Some(vec![threshold("80", Basis::Actual), threshold("112.50", Basis::Actual)]);
    budget.filter = Filter {
        labels: Some([("team".to_owned(), vec!["ml".to_owned()])].into()),
        services: list("services/6F81-5844-456A"),
        projects: Some(vec!["projects/my-project".into(), "projects/7".into()]),
    };
    budget.credits = Some(Credits::Only(vec!["PROMOTION".into(), "FREE_TIER".into()]));
    budget.notify = Notify {
        pubsub_topic: Some("projects/p/topics/t".into()),
        channels: list("projects/p/notificationChannels/1"),
        ..Notify::default()
    };
    *gcp(&mut budget) = GcpExtras {
        ownership_scope: Some("BILLING_ACCOUNT".into()),
        resource_ancestors: list("folders/12"),
        subaccounts: list("billingAccounts/012345-6789AB-CDEF02"),
        disable_default_iam_recipients: Some(true),
        project_level_recipients: Some(false),
        spend_cap: Some(false),
    };
    budget
}

/// What the service keeps of a budget that is created: projects are told by their numbers, lists in any order.
fn kept(budget: &Budget) -> wire::Budget {
    let mut message = created(described(budget));
    message.name = "billingAccounts/012345-6789AB-CDEF01/budgets/1".into();
    message.etag = Some("e".into());
    message.threshold_rules.reverse();
    if let Some(filter) = &mut message.budget_filter {
        filter.credit_types.reverse();
        filter
            .projects
            .iter_mut()
            .filter(|name| *name == "projects/my-project")
            .for_each(|name| *name = "projects/5".into());
        filter.projects.reverse();
    }
    message
}

#[test]
fn the_words_are_those_of_the_api() {
    assert_eq!(
        serde_json::to_value(created(described(&full()))).expect("a message is JSON"),
        json!({
            "displayName": "team",
            "amount": { "specifiedAmount": { "currencyCode": "USD", "units": "1250", "nanos": 500_000_000 } },
            "budgetFilter": {
                "projects": ["projects/my-project", "projects/7"],
                "resourceAncestors": ["folders/12"],
                "services": ["services/6F81-5844-456A"],
                "subaccounts": ["billingAccounts/012345-6789AB-CDEF02"],
                "labels": { "team": ["ml"] },
                "creditTypesTreatment": "INCLUDE_SPECIFIED_CREDITS",
                "creditTypes": ["PROMOTION", "FREE_TIER"],
                "customPeriod": {
                    "startDate": { "year": 2026, "month": 1, "day": 1 },
                    "endDate": { "year": 2026, "month": 12, "day": 31 },
                },
            },
            "thresholdRules": [
                { "thresholdPercent": 0.8, "spendBasis": "CURRENT_SPEND" },
                { "thresholdPercent": 1.125, "spendBasis": "CURRENT_SPEND" },
            ],
            "notificationsRule": {
                "pubsubTopic": "projects/p/topics/t",
                "schemaVersion": "1.0",
                "monitoringNotificationChannels": ["projects/p/notificationChannels/1"],
                "disableDefaultIamRecipients": true,
                "enableProjectLevelRecipients": false,
            },
            "ownershipScope": "BILLING_ACCOUNT",
        })
    );
}

#[test]
fn percents_are_exact_in_both_directions() {
    for (percent_text, sent) in [
        ("80", "0.8"),
        ("112.5", "1.125"),
        ("33.3", "0.333"),
        ("0.07", "0.0007"),
        ("0", "0.0"),
        ("100", "1.0"),
        ("55", "0.55"),
        ("7", "0.07"),
        ("29", "0.29"),
    ] {
        let fraction = fraction(percent_text).expect("a percentage");
        assert_eq!(serde_json::to_string(&fraction).expect("a number is JSON"), sent);
        let read: f64 = serde_json::from_str(sent).expect("a number");
        assert_eq!(percent(read).as_deref(), Some(percent_text));
    }
    for text in ["", "80%", "-1", "1e3", "80.00000000000001"] {
        assert_eq!(fraction(text), None, "{text}");
    }
}

#[test]
fn amounts_are_exact() {
    let check = |units: &str, expected: Option<(i64, u32)>| {
        assert_eq!(decimal::parse(units).as_ref().and_then(parts), expected, "{units}");
    };
    check("0", Some((0, 0)));
    check("1250.50", Some((1250, 500_000_000)));
    check("0.000000001", Some((0, 1)));
    check("0.0000000010", Some((0, 1)));
    check("0.0000000001", None);
    check("9223372036854775807.999999999", Some((i64::MAX, 999_999_999)));
    check("9223372036854775808", None);
    check("1000", Some((1000, 0)));
}

#[test]
fn what_is_written_is_read() {
    for wanted in [full(), budget()] {
        let shown = observed(&kept(&wanted), Scope::Managed(&wanted)).expect("a budget");
        assert_eq!(shown.is, wanted);
        assert_eq!(shown.key.to_string(), "gcp/012345-6789AB-CDEF01/1");
        assert!(is_equal(&kept(&wanted), described(&wanted)));
    }
    let mut found = observed(&kept(&full()), Scope::Everything).expect("a budget").is;
    found.thresholds.as_mut().unwrap().reverse();
    let mut expected = full();
    expected.amount = Amount::Fixed { units: "1250.5".into(), currency: "USD".into() };
    expected.thresholds = Some(vec![threshold("80", Basis::Actual), threshold("112.5", Basis::Actual)]);
    expected.filter.projects = Some(vec!["projects/7".into(), "projects/5".into()]);
    expected.credits = Some(Credits::Only(vec!["FREE_TIER".into(), "PROMOTION".into()]));
    gcp(&mut expected).project_level_recipients = None;
    gcp(&mut expected).spend_cap = None;
    assert_eq!(found, expected);
    assert!(observed(&wire::Budget::default(), Scope::Everything).is_none());
}

#[test]
fn a_budget_is_another_by_whatever_it_has() {
    let wanted = budget();
    let changes: [fn(&mut Budget); 6] = [
        |b| b.name = "other".into(),
        |b| b.notify.pubsub_topic = Some("projects/p/topics/t".into()),
        |b| b.thresholds = Some(vec![threshold("50", Basis::Actual)]),
        |b| b.filter.services = Some(vec!["services/x".into()]),
        |b| b.credits = Some(Credits::Exclude),
        |b| gcp(b).ownership_scope = Some("BILLING_ACCOUNT".into()),
    ];
    for change in changes {
        let mut other = budget();
        change(&mut other);
        assert!(!is_equal(&kept(&other), described(&wanted)), "{other:?}");
    }
}

#[test]
fn projects_are_compared_as_far_as_they_can_be() {
    let check = |wanted: &[&str], actual: &[&str], same: bool| {
        let list = |names: &[&str]| names.iter().map(|name| format!("projects/{name}")).collect::<Vec<_>>();
        let mut budget = budget();
        budget.filter.projects = Some(list(wanted));
        let mut message = kept(&budget);
        message.budget_filter.get_or_insert_default().projects = list(actual);
        let shown = observed(&message, Scope::Managed(&budget)).expect("a budget").is;
        assert_eq!(shown == budget, same, "{wanted:?} {actual:?}");
    };
    check(&["a"], &["1"], true);
    check(&["a", "2"], &["2", "1"], true);
    check(&["a", "2"], &["3", "1"], false);
    check(&["a"], &["1", "2"], false);
    check(&["a", "b"], &["1"], false);
    check(&["1"], &["2"], false);
    check(&["a"], &["a"], true);
    check(&[], &["1"], false);
}

/// The paths of what brings one budget to another, and what is at them.
fn check_patch(prior: Budget, change: impl FnOnce(&mut Budget), paths: &[&str], message: Value) {
    let mut wanted = prior.clone();
    change(&mut wanted);
    let patch = patch(Difference { prior: described(&prior), wanted: described(&wanted) });
    assert_eq!(patch.paths, paths);
    assert_eq!(serde_json::to_value(patch.message).expect("a message is JSON"), message);
}

#[test]
fn a_patch_names_what_differs() {
    let check = |change: fn(&mut Budget), paths, message| check_patch(full(), change, paths, message);
    check(|_| {}, &[], json!({}));
    check(|b| b.name = "b".into(), &["displayName"], json!({ "displayName": "b" }));
    check(|b| b.amount = Amount::LastPeriod, &["amount"], json!({ "amount": { "lastPeriodAmount": {} } }));
    check(
        |b| b.period = Period::Year,
        &["budgetFilter.calendarPeriod", "budgetFilter.customPeriod"],
        json!({ "budgetFilter": { "calendarPeriod": "YEAR" } }),
    );
    check(|b| b.filter.labels = None, &["budgetFilter.labels"], json!({}));
    check(
        |b| b.filter.services = Some(Vec::new()),
        &["budgetFilter.services"],
        json!({ "budgetFilter": {} }),
    );
    check(
        |b| b.credits = Some(Credits::Exclude),
        &["budgetFilter.creditTypesTreatment", "budgetFilter.creditTypes"],
        json!({ "budgetFilter": { "creditTypesTreatment": "EXCLUDE_ALL_CREDITS" } }),
    );
    check(
        |b| b.notify.pubsub_topic = None,
        &["notificationsRule.pubsubTopic", "notificationsRule.schemaVersion"],
        json!({}),
    );
    check(|b| b.thresholds = None, &["thresholdRules"], json!({}));
    check(|b| gcp(b).spend_cap = None, &["spendCap"], json!({}));
}

#[test]
fn a_spend_cap_goes_along_with_every_patch() {
    let mut capped = budget();
    gcp(&mut capped).spend_cap = Some(true);
    let cap = json!({ "inputState": "CONFIGURED" });
    let rename = |b: &mut Budget| b.name = "b".into();
    check_patch(capped, rename, &["displayName", "spendCap"], json!({ "displayName": "b", "spendCap": cap }));
}
