//! Which calls are made, and in what order.

use serde_json::{Value, json};

use super::fake::{Fake, Reply, running};
use super::wire::described;
use super::{deny, plain, telling, with};
use crate::budget::aws::{create, delete, read, update};
use crate::budget::{Amount, Budget, Filter};
use crate::{Change, Error, Incomplete, Observed, Scope};

use Reply::{Done, Lost, Refused};

const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:budgets";

type Script = Vec<(&'static str, Vec<Reply>)>;

fn there(members: Value) -> Vec<Reply> {
    vec![Done(described(&members))]
}

async fn created(budget: &Budget, script: Script) -> (Fake, Result<Observed<Budget>, Incomplete<Budget>>) {
    let fake = Fake::new(script);
    let running = running();
    let result = create::create(&fake.target(&budget.name, &running), budget).await;
    (fake, result)
}

async fn updated(
    prior: &Budget,
    wanted: &Budget,
    script: Script,
) -> (Fake, Result<Observed<Budget>, Incomplete<Budget>>) {
    let fake = Fake::new(script);
    let running = running();
    let change = Change { prior, wanted };
    let revision = Some("1790000000.250000000");
    let result = update::update(&fake.target(&wanted.name, &running), change, revision).await;
    (fake, result)
}

#[tokio::test]
async fn a_budget_is_made_by_one_call_and_told_by_one() {
    let budget = Budget { labels: [("team".into(), "gpu".into())].into(), ..telling(&["80"]) };
    let (fake, result) = created(&budget, vec![("DescribeBudget", there(json!({})))]).await;
    let observed = result.unwrap();
    assert_eq!(fake.operations(), ["CreateBudget", "DescribeBudget"]);
    assert_eq!(observed.is, budget);
    assert_eq!(observed.revision.as_deref(), Some("1790000000.250000000"));
    assert_eq!(fake.bodies("CreateBudget")[0]["ResourceTags"], json!([{ "Key": "team", "Value": "gpu" }]));
}

#[tokio::test]
async fn a_budget_whose_creation_was_not_heard_of_is_taken_over_if_it_is_the_same() {
    let script = |members| {
        vec![
            ("CreateBudget", vec![Lost, Refused("DuplicateRecordException")]),
            ("DescribeBudget", there(members)),
        ]
    };
    let (fake, result) = created(&plain(), script(json!({}))).await;
    assert_eq!(result.unwrap().is, plain());
    assert_eq!(fake.operations()[..2], ["CreateBudget", "CreateBudget"]);
    for other in [
        json!({ "BudgetLimit": { "Amount": "1", "Unit": "USD" } }),
        json!({ "FilterExpression": { "Tags": { "Key": "user:team", "Values": ["gpu"] } } }),
        json!({ "TimeUnit": "DAILY" }),
        json!({ "BudgetType": "USAGE" }),
    ] {
        let (_, result) = created(&plain(), script(other.clone())).await;
        let incomplete = result.unwrap_err();
        assert!(incomplete.kept.is_none());
        assert!(
            matches!(incomplete.error, Error::AlreadyExists { ours: true, .. } | Error::Invalid { .. }),
            "{other}: {incomplete:?}"
        );
    }
}

fn action(id: &str, role: &str) -> Value {
    json!({
        "ActionId": id,
        "BudgetName": "gpu team",
        "NotificationType": "ACTUAL",
        "ActionType": "APPLY_IAM_POLICY",
        "ActionThreshold": { "ActionThresholdValue": 100.0, "ActionThresholdType": "PERCENTAGE" },
        "Definition": { "IamActionDefinition": {
            "PolicyArn": "arn:aws:iam::123456789012:policy/deny-gpus",
            "Roles": [role],
        } },
        "ExecutionRoleArn": "arn:aws:iam::123456789012:role/budgets",
        "ApprovalModel": "AUTOMATIC",
        "Status": "STANDBY",
        "Subscribers": [{ "SubscriptionType": "EMAIL", "Address": "a@example.com" }],
    })
}

fn made(id: &str) -> Reply {
    Done(json!({ "AccountId": "123456789012", "BudgetName": "gpu team", "ActionId": id }))
}

fn list(actions: &[Value]) -> Reply {
    Done(json!({ "Actions": actions }))
}

#[tokio::test]
async fn actions_are_made_once_though_answers_are_lost() {
    let budget = with(plain(), |extras| extras.actions = Some(vec![deny("one"), deny("two")]));
    let (fake, result) = created(
        &budget,
        vec![
            ("DescribeBudget", there(json!({}))),
            ("CreateBudgetAction", vec![Lost, made("2")]),
            ("DescribeBudgetActionsForBudget", vec![list(&[action("1", "one")])]),
        ],
    )
    .await;
    assert_eq!(result.unwrap().is, budget);
    assert_eq!(
        fake.operations(),
        [
            "CreateBudget",
            "CreateBudgetAction",
            "DescribeBudgetActionsForBudget",
            "CreateBudgetAction",
            "DescribeBudget"
        ]
    );
}

#[tokio::test]
async fn a_budget_that_was_made_before_gets_the_actions_that_it_lacks() {
    let budget = with(plain(), |extras| extras.actions = Some(vec![deny("one"), deny("two")]));
    let (fake, result) = created(
        &budget,
        vec![
            ("CreateBudget", vec![Refused("DuplicateRecordException")]),
            ("DescribeBudget", there(json!({}))),
            ("DescribeNotificationsForBudget", vec![Done(json!({}))]),
            ("CreateBudgetAction", vec![made("2")]),
            ("DescribeBudgetActionsForBudget", vec![list(&[action("1", "one")])]),
        ],
    )
    .await;
    assert_eq!(result.unwrap().is, budget);
    let made = fake.bodies("CreateBudgetAction");
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["Definition"]["IamActionDefinition"]["Roles"], json!(["two"]));
}

#[tokio::test]
async fn what_was_made_before_a_failure_is_kept() {
    let budget = with(plain(), |extras| extras.actions = Some(vec![deny("one")]));
    let (_, result) =
        created(&budget, vec![("CreateBudgetAction", vec![Refused("InvalidParameterException")])]).await;
    let incomplete = result.unwrap_err();
    assert!(matches!(&incomplete.error, Error::Invalid { attribute, .. } if attribute == "aws.actions"));
    let kept = incomplete.kept.unwrap();
    assert_eq!(kept.is, with(plain(), |extras| extras.actions = Some(Vec::new())));
}

#[tokio::test]
async fn refusals_are_told_in_our_terms() {
    let check = async |code: &'static str, expected: &str| {
        let (_, result) = created(&plain(), vec![("CreateBudget", vec![Refused(code)])]).await;
        let text = format!("{:?}", result.unwrap_err().error);
        assert!(text.starts_with(expected), "{code}: {text}");
    };
    check("InvalidParameterException", "Service").await;
    check("BillingViewHealthStatusException", "Invalid { attribute: \"aws.billing_view\"").await;
    check("AccessDeniedException", "Denied").await;
    check("UnrecognizedClientException", "Credentials").await;
    check("CreationLimitExceededException", "Service").await;
}

#[tokio::test]
async fn throttling_passes() {
    let (fake, result) = created(
        &plain(),
        vec![
            (
                "CreateBudget",
                vec![Refused("ThrottlingException"), Refused("InternalErrorException"), Done(json!({}))],
            ),
            ("DescribeBudget", there(json!({}))),
        ],
    )
    .await;
    result.unwrap();
    assert_eq!(fake.bodies("CreateBudget").len(), 3);
}

#[tokio::test]
async fn a_change_by_somebody_else_is_seen() {
    let wanted = Budget { amount: Amount::LastPeriod, ..plain() };
    let moved = vec![("DescribeBudget", there(json!({ "LastUpdatedTime": 1_790_000_001 })))];
    let (fake, result) = updated(&plain(), &wanted, moved).await;
    assert!(matches!(result.unwrap_err().error, Error::Changed { .. }));
    assert_eq!(fake.operations(), ["DescribeBudget"]);
}

#[tokio::test]
async fn only_what_differs_is_written() {
    let describe = || ("DescribeBudget", there(json!({})));
    // The same number in another spelling is no change of the budget.
    let spelt = Budget {
        amount: Amount::Fixed { units: "1250.50".into(), currency: "USD".into() },
        labels: [("team".into(), "gpu".into())].into(),
        ..plain()
    };
    let (fake, result) = updated(&plain(), &spelt, vec![describe()]).await;
    assert_eq!(result.unwrap().is, spelt);
    assert_eq!(fake.operations(), ["DescribeBudget", "TagResource", "DescribeBudget"]);
    let (fake, result) = updated(&spelt, &plain(), vec![describe()]).await;
    result.unwrap();
    assert_eq!(fake.operations(), ["DescribeBudget", "UntagResource", "DescribeBudget"]);
    assert_eq!(fake.bodies("UntagResource")[0]["ResourceTagKeys"], json!(["team"]));
    let more = Budget { amount: Amount::Fixed { units: "0".into(), currency: "USD".into() }, ..plain() };
    let (fake, result) = updated(&plain(), &more, vec![describe()]).await;
    result.unwrap();
    assert_eq!(fake.operations(), ["DescribeBudget", "UpdateBudget", "DescribeBudget"]);
    assert_eq!(fake.bodies("UpdateBudget")[0]["NewBudget"]["BudgetLimit"]["Amount"], json!("0"));
}

#[tokio::test]
async fn what_is_not_managed_stays() {
    let more = Budget { amount: Amount::Fixed { units: "9".into(), currency: "USD".into() }, ..plain() };
    let period = json!({ "Start": 1_798_761_600, "End": 3_706_473_600_u64 });
    let foreign = json!({ "CostCategories": { "Key": "unit", "Values": ["a"] } });
    let members = json!({ "FilterExpression": foreign, "Metrics": ["BlendedCost"], "TimePeriod": period });
    let (fake, result) = updated(&plain(), &more, vec![("DescribeBudget", there(members))]).await;
    result.unwrap();
    let new = &fake.bodies("UpdateBudget")[0]["NewBudget"];
    assert_eq!((&new["FilterExpression"], &new["Metrics"]), (&foreign, &json!(["BlendedCost"])));
    assert_eq!(new["TimePeriod"], period);
    let older = json!({
        "CostFilters": { "Region": ["eu-west-1"] },
        "CostTypes": { "IncludeTax": false, "IncludeCredit": true },
    });
    let (fake, result) = updated(&plain(), &more, vec![("DescribeBudget", there(older.clone()))]).await;
    result.unwrap();
    let new = &fake.bodies("UpdateBudget")[0]["NewBudget"];
    assert_eq!((&new["CostFilters"], &new["CostTypes"]), (&older["CostFilters"], &older["CostTypes"]));
    // One part is managed, another is not.
    let counting = |services: Option<Vec<String>>| Budget {
        filter: Filter { services, ..Filter::default() },
        ..plain()
    };
    let both = json!({ "FilterExpression": { "And": [
        { "Tags": { "Key": "user:team", "Values": ["gpu"] } },
        { "Dimensions": { "Key": "SERVICE", "Values": ["a"] } },
    ] } });
    let (fake, result) = updated(
        &counting(Some(vec!["a".into()])),
        &counting(Some(Vec::new())),
        vec![("DescribeBudget", there(both))],
    )
    .await;
    result.unwrap();
    let new = &fake.bodies("UpdateBudget")[0]["NewBudget"];
    assert_eq!(new["FilterExpression"], json!({ "Tags": { "Key": "user:team", "Values": ["gpu"] } }));
}

#[tokio::test]
async fn notifications_change_by_difference() {
    let notification = |threshold: f64| json!({ "NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": threshold, "ThresholdType": "PERCENTAGE" });
    let person = |name: &str| json!({ "SubscriptionType": "EMAIL", "Address": name });
    let calls = async |prior: &Budget, wanted: &Budget, thresholds: &[f64], people: &[&str]| {
        let thresholds: Vec<_> = thresholds.iter().map(|threshold| notification(*threshold)).collect();
        let people: Vec<_> = people.iter().map(|name| person(name)).collect();
        let (fake, result) = updated(
            prior,
            wanted,
            vec![
                ("DescribeBudget", there(json!({}))),
                ("DescribeNotificationsForBudget", vec![Done(json!({ "Notifications": thresholds }))]),
                ("DescribeSubscribersForNotification", vec![Done(json!({ "Subscribers": people }))]),
            ],
        )
        .await;
        assert_eq!(&result.unwrap().is, wanted);
        let reads = |operation: &String| operation.starts_with("Describe");
        fake.operations().into_iter().filter(|operation| !reads(operation)).collect::<Vec<_>>()
    };
    let both = ["a@example.com", "b@example.com"];
    let (two, other) = (telling(&["50", "80"]), telling(&["50", "90"]));
    assert_eq!(calls(&two, &other, &[50.0, 80.0], &both).await, ["UpdateNotification"]);
    assert_eq!(calls(&telling(&["50"]), &two, &[50.0], &both).await, ["CreateNotification"]);
    assert_eq!(calls(&two, &telling(&["50"]), &[50.0, 80.0], &both).await, ["DeleteNotification"]);
    // What was changed by hand is found and put right.
    assert_eq!(calls(&telling(&["50"]), &two, &[50.0, 80.0], &both).await, [] as [&str; 0]);
    let mut one = telling(&["50"]);
    one.notify.emails = Some(vec!["a@example.com".into()]);
    assert_eq!(calls(&telling(&["50"]), &one, &[50.0], &both).await, ["DeleteSubscriber"]);
    assert_eq!(calls(&one, &telling(&["50"]), &[50.0], &both[..1]).await, ["CreateSubscriber"]);
    let mut another = telling(&["50"]);
    another.notify.emails = Some(vec!["c@example.com".into()]);
    assert_eq!(calls(&one, &another, &[50.0], &both[..1]).await, ["UpdateSubscriber"]);
    let mut topic = telling(&["50"]);
    topic.notify.emails = None;
    topic.notify.sns_topic = Some(TOPIC.into());
    assert_eq!(calls(&one, &topic, &[50.0], &both[..1]).await, ["CreateSubscriber", "DeleteSubscriber"]);
}

/// A topic of which nothing was heard when it was added is the one that a notification may have.
#[tokio::test]
async fn a_topic_is_added_once() {
    let email = json!({ "SubscriptionType": "EMAIL", "Address": "a@example.com" });
    let topic = json!({ "SubscriptionType": "SNS", "Address": TOPIC });
    let mut prior = telling(&["50"]);
    prior.notify.emails = Some(vec!["a@example.com".into()]);
    let mut wanted = prior.clone();
    wanted.notify.sns_topic = Some(TOPIC.into());
    for (there_now, done) in [(vec![email.clone(), topic], true), (vec![email.clone()], false)] {
        let notification = json!({ "NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 50.0, "ThresholdType": "PERCENTAGE" });
        let script = vec![
            ("DescribeBudget", there(json!({}))),
            ("DescribeNotificationsForBudget", vec![Done(json!({ "Notifications": [notification] }))]),
            (
                "DescribeSubscribersForNotification",
                vec![Done(json!({ "Subscribers": [email] })), Done(json!({ "Subscribers": there_now }))],
            ),
            ("CreateSubscriber", vec![Lost, Refused("CreationLimitExceededException")]),
        ];
        let (_, result) = updated(&prior, &wanted, script).await;
        assert_eq!(result.is_ok(), done, "{result:?}");
    }
}

#[tokio::test]
async fn actions_change_by_difference() {
    let having = |actions: &[&str]| {
        with(plain(), |extras| extras.actions = Some(actions.iter().map(|role| deny(role)).collect()))
    };
    let calls = async |prior: &Budget, wanted: &Budget, there_now: &[Value]| {
        let (fake, result) = updated(
            prior,
            wanted,
            vec![
                ("DescribeBudget", there(json!({}))),
                ("DescribeBudgetActionsForBudget", vec![list(there_now)]),
                ("CreateBudgetAction", vec![made("9")]),
            ],
        )
        .await;
        assert_eq!(&result.unwrap().is, wanted);
        let reads = |operation: &String| operation.starts_with("Describe");
        fake.operations().into_iter().filter(|operation| !reads(operation)).collect::<Vec<_>>()
    };
    let (one, two) = (action("1", "one"), action("2", "two"));
    assert_eq!(calls(&having(&[]), &having(&["one"]), &[]).await, ["CreateBudgetAction"]);
    assert_eq!(
        calls(&having(&["one"]), &having(&["two"]), std::slice::from_ref(&one)).await,
        ["UpdateBudgetAction"]
    );
    assert_eq!(calls(&having(&["one", "two"]), &having(&["two"]), &[one, two]).await, ["DeleteBudgetAction"]);
}

#[tokio::test]
async fn actions_go_before_their_budget() {
    let run = async |script: Script| {
        let fake = Fake::new(script);
        let running = running();
        let result = delete::delete(&fake.target("gpu team", &running)).await;
        (fake.operations(), result)
    };
    let lists = ("DescribeBudgetActionsForBudget", vec![list(&[action("1", "one")])]);
    let (calls, result) =
        run(vec![lists.clone(), ("DeleteBudgetAction", vec![Refused("NotFoundException")])]).await;
    result.unwrap();
    assert_eq!(calls, ["DescribeBudgetActionsForBudget", "DeleteBudgetAction", "DeleteBudget"]);
    let gone = ("DescribeBudgetActionsForBudget", vec![Refused("NotFoundException")]);
    let (calls, result) = run(vec![gone]).await;
    result.unwrap();
    assert_eq!(calls, ["DescribeBudgetActionsForBudget"]);
    let locked = ("DeleteBudgetAction", vec![Refused("ResourceLockedException"), made("1")]);
    let (calls, _) = run(vec![lists, locked]).await;
    assert_eq!(calls.iter().filter(|call| *call == "DeleteBudgetAction").count(), 2);
}

#[tokio::test]
async fn a_budget_that_is_gone_is_told_so() {
    let fake = Fake::new([("DescribeBudget", vec![Refused("NotFoundException")])]);
    let running = running();
    let read = read::read(&fake.target("gpu team", &running), Scope::Managed(&plain())).await;
    assert!(read.unwrap().is_none());
}

#[tokio::test]
async fn a_budget_stays_in_its_account() {
    let wanted = Budget { scope: Some("999999999999".into()), ..plain() };
    let (fake, result) = updated(&plain(), &wanted, vec![]).await;
    assert!(matches!(result.unwrap_err().error, Error::Invalid { attribute, .. } if attribute == "scope"));
    assert!(fake.operations().is_empty());
}
