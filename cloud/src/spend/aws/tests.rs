use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Sum, body};
use crate::budget::{Credits, Filter};
use crate::spend::check::tests::question;
use crate::spend::{Granularity, GroupBy, Spend, SpendGroup, SpendPeriod, SpendQuery};

#[test]
fn questions() {
    let check = |query: &SpendQuery, metric: &str, expected: Value| {
        assert_eq!(Value::Object(body(query, metric)), expected);
    };
    let time = json!({ "Start": "2026-10-01", "End": "2026-12-01" });
    check(
        &question(),
        "UnblendedCost",
        json!({ "TimePeriod": time, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"] }),
    );
    let labels: BTreeMap<_, _> = [("team".to_owned(), vec!["gpu".to_owned()])].into();
    let query = SpendQuery {
        granularity: Granularity::Day,
        filter: Filter {
            labels: Some(labels),
            services: Some(Vec::new()),
            projects: Some(vec!["111122223333".into()]),
        },
        credits: Some(Credits::Exclude),
        group_by: vec![GroupBy::Label("team".into()), GroupBy::Service],
        ..question()
    };
    check(
        &query,
        "NetAmortizedCost",
        json!({
            "TimePeriod": time,
            "Granularity": "DAILY",
            "Metrics": ["NetAmortizedCost"],
            "Filter": { "And": [
                { "Tags": { "Key": "team", "Values": ["gpu"] } },
                { "Dimensions": { "Key": "LINKED_ACCOUNT", "Values": ["111122223333"] } },
                { "Not": { "Dimensions": { "Key": "RECORD_TYPE", "Values": ["Credit"] } } },
            ] },
            "GroupBy": [{ "Type": "TAG", "Key": "team" }, { "Type": "DIMENSION", "Key": "SERVICE" }],
        }),
    );
}

/// Reads pages one after the other; each but the last tells of a next.
fn read(query: &SpendQuery, pages: &[Value]) -> Option<Spend> {
    let mut sum = Sum::default();
    for page in pages {
        sum.add(&page.to_string(), query, "UnblendedCost")?;
    }
    Some(sum.told())
}

fn figure(amount: &str) -> Value {
    json!({ "UnblendedCost": { "Amount": amount, "Unit": "USD" } })
}

fn result(start: &str, end: &str, total: Value, groups: Value) -> Value {
    json!({ "TimePeriod": { "Start": start, "End": end }, "Total": total, "Groups": groups, "Estimated": true })
}

#[test]
fn answers_are_summed_up_exactly() {
    let page = json!({ "ResultsByTime": [
        result("2026-10-01", "2026-11-01", figure("0.1000000000"), json!([])),
        result("2026-11-01", "2026-12-01", figure("0.2"), json!([])),
    ] });
    let spend = read(&question(), &[page]).unwrap();
    assert_eq!((spend.total.as_str(), spend.currency.as_deref()), ("0.3", Some("USD")));
    assert_eq!(spend.periods[0].total, "0.1");
    let nothing = read(&question(), &[json!({ "ResultsByTime": [] })]).unwrap();
    assert_eq!((nothing.total.as_str(), nothing.currency), ("0", None));
}

#[test]
fn groups_of_several_pages_are_told_together() {
    let query = SpendQuery { group_by: vec![GroupBy::Label("team".into()), GroupBy::Project], ..question() };
    let group = |team: &str, amount: &str| json!({ "Keys": [format!("team${team}"), "111122223333"], "Metrics": figure(amount) });
    let page = |group: Value| json!({ "ResultsByTime": [result("2026-10-01", "2026-11-01", json!({}), json!([group]))] });
    let pages = [page(group("gpu", "1000")), page(group("", "1E-7"))];
    let told = |team: &str, amount: &str| SpendGroup {
        keys: vec![team.into(), "111122223333".into()],
        amount: amount.into(),
    };
    let period = SpendPeriod {
        start: "2026-10-01".into(),
        end: "2026-11-01".into(),
        estimated: true,
        total: "1000.0000001".into(),
        groups: vec![told("gpu", "1000"), told("", "0.0000001")],
    };
    let expected =
        Spend { currency: Some("USD".into()), total: "1000.0000001".into(), periods: vec![period] };
    assert_eq!(read(&query, &pages), Some(expected));
}

#[test]
fn what_is_no_answer_is_not_read_as_nothing() {
    for page in [
        json!({}),
        json!({ "ResultsByTime": [{}] }),
        json!({ "ResultsByTime": [result("2026-10-01", "2026-11-01", figure("much"), json!([]))] }),
    ] {
        assert_eq!(read(&question(), std::slice::from_ref(&page)), None, "{page}");
    }
}
