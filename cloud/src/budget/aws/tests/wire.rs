//! What each attribute is on the wire, and that it comes back as it went.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fake::{Fake, Reply, running};
use super::{at, plain, telling, with};
use crate::Scope;
use crate::budget::aws::{create, read};
use crate::budget::{Amount, AutoAdjust, Basis, Budget, Credits, Filter, Level, Period, Threshold};

/// What `CreateBudget` is sent for a budget.
async fn sent(budget: &Budget) -> Value {
    let fake = Fake::new([("DescribeBudget", vec![Reply::Done(described(&json!({})))])]);
    let running = running();
    create::create(&fake.target(&budget.name, &running), budget).await.unwrap();
    fake.bodies("CreateBudget").remove(0)
}

/// An answer of `DescribeBudget`, with some members of the budget in place of the usual ones.
pub(super) fn described(members: &Value) -> Value {
    let mut budget = json!({
        "BudgetName": "gpu team",
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": { "Amount": "1250.50", "Unit": "USD" },
        "LastUpdatedTime": 1_790_000_000.25,
        "CalculatedSpend": {
            "ActualSpend": { "Amount": "12.345", "Unit": "USD" },
            "ForecastedSpend": { "Amount": "1300", "Unit": "USD" },
        },
    });
    let members = members.as_object().cloned().unwrap_or_default();
    budget.as_object_mut().unwrap().extend(members);
    json!({ "Budget": budget })
}

/// Some members of the budget that is sent, and that the same budget is read where the service answers with them: with
/// what is expected, and the whole of it.
async fn check(budget: Budget, expected: Value) {
    let body = sent(&budget).await;
    let members = expected.as_object().unwrap();
    for (name, value) in members {
        assert_eq!(&body["Budget"][name], value, "{name} of {budget:?}");
    }
    let answer = described(&expected);
    let fake = Fake::new([("DescribeBudget", vec![Reply::Done(answer)])]);
    let running = running();
    let target = fake.target(&budget.name, &running);
    for scope in [Scope::Managed(&budget), Scope::Everything] {
        let read = read::read(&target, scope).await.unwrap().unwrap();
        assert_eq!(read.is, budget, "{scope:?}");
    }
}

#[tokio::test]
async fn amounts() {
    let fixed = |units: &str| Budget {
        amount: Amount::Fixed { units: units.into(), currency: "EUR".into() },
        ..plain()
    };
    check(fixed("0"), json!({ "BudgetLimit": { "Amount": "0", "Unit": "EUR" } })).await;
    check(fixed("1250.5"), json!({ "BudgetLimit": { "Amount": "1250.5", "Unit": "EUR" } })).await;
    let last = Budget { amount: Amount::LastPeriod, ..plain() };
    let historical = |periods: u32| json!({ "BudgetAdjustmentPeriod": periods });
    check(
        last.clone(),
        json!({ "AutoAdjustData": { "AutoAdjustType": "HISTORICAL", "HistoricalOptions": historical(1) } }),
    )
    .await;
    check(
        with(last.clone(), |extras| extras.auto_adjust = Some(AutoAdjust::Historical(6))),
        json!({ "AutoAdjustData": { "AutoAdjustType": "HISTORICAL", "HistoricalOptions": historical(6) } }),
    )
    .await;
    check(
        with(last, |extras| extras.auto_adjust = Some(AutoAdjust::Forecast)),
        json!({ "AutoAdjustData": { "AutoAdjustType": "FORECAST" } }),
    )
    .await;
    let limits = [("2027-01-01", "100"), ("2027-02-01", "200.5")];
    let limits = limits.map(|(day, units)| (day.to_owned(), units.to_owned())).into();
    check(
        with(fixed("100"), |extras| extras.planned_limits = Some(limits)),
        json!({ "PlannedBudgetLimits": {
            "1798761600": { "Amount": "100", "Unit": "EUR" },
            "1801440000": { "Amount": "200.5", "Unit": "EUR" },
        } }),
    )
    .await;
}

#[tokio::test]
async fn periods() {
    for (period, unit) in [
        (Period::Day, "DAILY"),
        (Period::Month, "MONTHLY"),
        (Period::Quarter, "QUARTERLY"),
        (Period::Year, "ANNUALLY"),
    ] {
        check(Budget { period, ..plain() }, json!({ "TimeUnit": unit })).await;
    }
    let custom = |end: Option<&str>| Budget {
        period: Period::Custom { start: "2027-01-01".into(), end: end.map(str::to_owned) },
        ..plain()
    };
    check(
        custom(Some("2027-02-01")),
        json!({ "TimeUnit": "CUSTOM", "TimePeriod": { "Start": 1_798_761_600, "End": 1_801_440_000 } }),
    )
    .await;
    check(
        custom(None),
        json!({ "TimeUnit": "CUSTOM", "TimePeriod": { "Start": 1_798_761_600, "End": 3_706_473_600_u64 } }),
    )
    .await;
}

#[tokio::test]
async fn what_is_counted() {
    let labels: BTreeMap<_, _> = [
        ("team".to_owned(), vec!["gpu".to_owned(), "research".to_owned()]),
        ("aws:createdBy".to_owned(), vec!["x".to_owned()]),
    ]
    .into();
    let filter = |labels, services, projects| Filter { labels, services, projects };
    let team = json!({ "Tags": { "Key": "user:team", "Values": ["gpu", "research"] } });
    let created = json!({ "Tags": { "Key": "aws:createdBy", "Values": ["x"] } });
    let no_credits = json!({ "Not": { "Dimensions": { "Key": "RECORD_TYPE", "Values": ["Credit"] } } });
    check(
        Budget { filter: filter(Some(labels.clone()), None, None), ..plain() },
        json!({ "FilterExpression": { "And": [created, team] }, "Metrics": ["UnblendedCost"] }),
    )
    .await;
    check(
        Budget { credits: Some(Credits::Exclude), ..plain() },
        json!({ "FilterExpression": no_credits, "Metrics": ["UnblendedCost"] }),
    )
    .await;
    let services = Some(vec!["Amazon Simple Storage Service".to_owned()]);
    let all = Budget {
        filter: filter(None, services, Some(vec!["111122223333".into()])),
        credits: Some(Credits::Exclude),
        ..plain()
    };
    check(
        with(all, |extras| extras.metric = Some("NetAmortizedCost".into())),
        json!({
            "FilterExpression": { "And": [
                { "Dimensions": { "Key": "SERVICE", "Values": ["Amazon Simple Storage Service"] } },
                { "Dimensions": { "Key": "LINKED_ACCOUNT", "Values": ["111122223333"] } },
                no_credits,
            ] },
            "Metrics": ["NetAmortizedCost"],
        }),
    )
    .await;
    let foreign = json!({ "CostCategories": { "Key": "unit", "Values": ["a"] } });
    check(
        with(plain(), |extras| extras.filter_expression_json = Some(foreign.to_string())),
        json!({ "FilterExpression": foreign, "Metrics": ["UnblendedCost"] }),
    )
    .await;
    let view = "arn:aws:billing::123456789012:billingview/custom-1a2b";
    check(with(plain(), |extras| extras.billing_view = Some(view.into())), json!({ "BillingViewArn": view }))
        .await;
}

#[tokio::test]
async fn nothing_is_said_of_what_is_not_wanted() {
    let body = sent(&plain()).await;
    assert_eq!(
        body,
        json!({
            "AccountId": "123456789012",
            "Budget": {
                "BudgetName": "gpu team",
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": { "Amount": "1250.5", "Unit": "USD" },
            },
        })
    );
}

#[tokio::test]
async fn everybody_hears_of_every_threshold() {
    let mut budget = telling(&[]);
    let forecast = Threshold { at: Level::Absolute("1000.25".into()), basis: Basis::Forecast };
    budget.thresholds = Some(vec![at("80"), at("112.5"), forecast]);
    budget.notify.sns_topic = Some("arn:aws:sns:us-east-1:123456789012:budgets".into());
    let body = sent(&budget).await;
    let subscribers = json!([
        { "SubscriptionType": "EMAIL", "Address": "a@example.com" },
        { "SubscriptionType": "EMAIL", "Address": "b@example.com" },
        { "SubscriptionType": "SNS", "Address": "arn:aws:sns:us-east-1:123456789012:budgets" },
    ]);
    let alert = |basis: &str, threshold: f64, kind: &str| {
        json!({
            "Notification": {
                "NotificationType": basis,
                "ComparisonOperator": "GREATER_THAN",
                "Threshold": threshold,
                "ThresholdType": kind,
            },
            "Subscribers": subscribers,
        })
    };
    assert_eq!(
        body["NotificationsWithSubscribers"],
        json!([
            alert("ACTUAL", 80.0, "PERCENTAGE"),
            alert("ACTUAL", 112.5, "PERCENTAGE"),
            alert("FORECASTED", 1000.25, "ABSOLUTE_VALUE"),
        ])
    );
}

#[tokio::test]
async fn figures_and_names_are_told() {
    let fake = Fake::new([("DescribeBudget", vec![Reply::Done(described(&json!({})))])]);
    let running = running();
    let target = fake.target("gpu team", &running);
    let read = read::read(&target, Scope::Managed(&plain())).await.unwrap().unwrap();
    assert_eq!(read.key.to_string(), "aws/123456789012/gpu team");
    assert_eq!(read.native_id, "arn:aws:budgets::123456789012:budget/gpu team");
    assert_eq!(read.revision.as_deref(), Some("1790000000.250000000"));
    assert_eq!(read.details.actual_spend.as_deref(), Some("12.345"));
    assert_eq!(read.details.forecast_spend.as_deref(), Some("1300"));
    assert_eq!(fake.operations(), ["DescribeBudget"]);
    assert_eq!(fake.bodies("DescribeBudget")[0]["ShowFilterExpression"], json!(true));
}

/// What is there in place of what is expected, and what is told of it.
async fn drift(expected: &Budget, members: Value, told: &Budget) {
    let fake = Fake::new([("DescribeBudget", vec![Reply::Done(described(&members))])]);
    let running = running();
    let target = fake.target("gpu team", &running);
    let read = read::read(&target, Scope::Managed(expected)).await.unwrap().unwrap();
    assert_eq!(&read.is, told);
}

#[tokio::test]
async fn what_differs_is_told_and_what_is_not_managed_is_not() {
    let amount = |units: &str| Amount::Fixed { units: units.into(), currency: "USD".into() };
    drift(&plain(), json!({ "BudgetLimit": { "Amount": "1250.500", "Unit": "USD" } }), &plain()).await;
    drift(
        &plain(),
        json!({ "BudgetLimit": { "Amount": "1250.51", "Unit": "USD" } }),
        &Budget { amount: amount("1250.51"), ..plain() },
    )
    .await;
    drift(
        &plain(),
        json!({ "AutoAdjustData": { "AutoAdjustType": "FORECAST" } }),
        &with(Budget { amount: Amount::LastPeriod, ..plain() }, |extras| {
            extras.auto_adjust = Some(AutoAdjust::Forecast);
        }),
    )
    .await;
    let foreign = json!({ "CostCategories": { "Key": "unit", "Values": ["a"] } });
    drift(&plain(), json!({ "FilterExpression": foreign, "Metrics": ["BlendedCost"] }), &plain()).await;
    let services = |list: &[&str]| Filter {
        services: Some(list.iter().map(|&service| service.into()).collect()),
        ..Filter::default()
    };
    let counting = |list: &[&str]| Budget { filter: services(list), ..plain() };
    let both =
        json!({ "Dimensions": { "Key": "SERVICE", "Values": ["a", "b"], "MatchOptions": ["EQUALS"] } });
    drift(&counting(&["b", "a"]), json!({ "FilterExpression": both }), &counting(&["b", "a"])).await;
    drift(&counting(&["a"]), json!({ "FilterExpression": both }), &counting(&["a", "b"])).await;
    drift(&counting(&["a"]), json!({}), &counting(&[])).await;
    drift(
        &counting(&["a"]),
        json!({ "FilterExpression": foreign }),
        &with(counting(&[]), |extras| extras.filter_expression_json = Some(foreign.to_string())),
    )
    .await;
    let written = r#"{ "CostCategories": { "Values": ["a"], "Key": "unit" } }"#;
    let spelt = |json: &str| with(plain(), |extras| extras.filter_expression_json = Some(json.into()));
    drift(&spelt(written), json!({ "FilterExpression": foreign }), &spelt(written)).await;
    drift(&spelt(written), json!({}), &plain()).await;
}

#[tokio::test]
async fn the_older_form_of_a_filter_is_read() {
    let answer = described(&json!({
        "CostFilters": {
            "TagKeyValue": ["user:team$gpu", "user:team$research"],
            "LinkedAccount": ["111122223333"],
        },
        "CostTypes": { "IncludeCredit": false, "UseAmortized": true },
    }));
    let fake = Fake::new([("DescribeBudget", vec![Reply::Done(answer)])]);
    let running = running();
    let target = fake.target("gpu team", &running);
    let read = read::read(&target, Scope::Everything).await.unwrap().unwrap().is;
    let labels = [("team".to_owned(), vec!["gpu".to_owned(), "research".to_owned()])].into();
    assert_eq!(read.filter.labels, Some(labels));
    assert_eq!(read.filter.projects, Some(vec!["111122223333".to_owned()]));
    assert_eq!(read.credits, Some(Credits::Exclude));
    let metric = |extras: &mut crate::budget::AwsExtras| extras.metric = Some("AmortizedCost".into());
    assert_eq!(read.extras, with(plain(), metric).extras);
}

#[tokio::test]
async fn thresholds_are_read_with_those_who_hear_of_them() {
    let notification = |threshold: f64, operator: &str| {
        json!({
            "NotificationType": "ACTUAL",
            "ComparisonOperator": operator,
            "Threshold": threshold,
            "NotificationState": "OK",
        })
    };
    let there = [
        notification(100.0, "GREATER_THAN"),
        notification(80.0, "GREATER_THAN"),
        notification(1.0, "LESS_THAN"),
    ];
    let people = |names: &[&str]| {
        let people = names.iter().map(|name| json!({ "SubscriptionType": "EMAIL", "Address": name }));
        Reply::Done(json!({ "Subscribers": people.collect::<Vec<_>>() }))
    };
    let both = ["b@example.com", "a@example.com"];
    let read = async |expected: &Budget, subscribers: Vec<Reply>| {
        let fake = Fake::new([
            ("DescribeBudget", vec![Reply::Done(described(&json!({})))]),
            ("DescribeNotificationsForBudget", vec![Reply::Done(json!({ "Notifications": there }))]),
            ("DescribeSubscribersForNotification", subscribers),
        ]);
        let running = running();
        let read = read::read(&fake.target("gpu team", &running), Scope::Managed(expected)).await;
        read.unwrap().unwrap().is
    };
    let expected = telling(&["80.0", "100"]);
    assert_eq!(read(&expected, vec![people(&both)]).await, expected);
    let more = telling(&["100"]);
    let told = read(&more, vec![people(&both)]).await;
    assert_eq!(told.thresholds, Some(vec![at("100"), at("80")]));
    let told = read(&Budget { thresholds: Some(Vec::new()), ..plain() }, vec![people(&both)]).await;
    assert_eq!(told.thresholds, Some(vec![at("80"), at("100")]));
    let told = read(&expected, vec![people(&both), people(&["c@example.com"])]).await;
    assert_eq!(told.notify.emails, Some(vec!["c@example.com".to_owned()]));
}
