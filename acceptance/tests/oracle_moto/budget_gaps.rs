//! What the fakes answer otherwise than AWS Budgets: moto 5.2.1 and ministack 1.5.33.

use acceptance::moto::Kind::{Ministack, Moto};
use serde_json::{Value, json};

use super::budget::clouds::ACCOUNT;
use super::gap::{Asked, Gap};

/// All gaps.
pub(crate) const GAPS: &[Gap] = &[
    Gap {
        fake: Moto,
        call: "UpdateBudget",
        ask: |aws| {
            let budget = json!({"AccountId": ACCOUNT, "NewBudget": budget(json!({}))});
            aws.says("budgets", "update_budget", budget, "")
        },
        says: "500",
        aws: "puts a budget in place of one (docs.aws.amazon.com/aws-cost-management/latest/APIReference/\
              API_budgets_UpdateBudget.html)",
        not: &[],
        unchanged: &["filter", "expression", "following", "custom", "view"],
    },
    Gap {
        fake: Moto,
        call: "CreateBudget with ResourceTags",
        ask: tags,
        // The list is one of ours: see `mended`.
        says: "[]",
        aws: "puts the tags on the budget (docs.aws.amazon.com/aws-cost-management/latest/APIReference/\
              API_budgets_CreateBudget.html)",
        not: &["amount"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "CreateBudget with AutoAdjustData",
        ask: |aws| {
            let mut budget = budget(json!({"AutoAdjustData": {"AutoAdjustType": "FORECAST"}}));
            budget["BudgetName"] = "following".into();
            let _ = budget.as_object_mut().and_then(|fields| fields.remove("BudgetLimit"));
            aws.says("budgets", "create_budget", json!({"AccountId": ACCOUNT, "Budget": budget}), "")
        },
        says: "InvalidParameterException",
        aws: "lets an amount follow the past, without a limit (docs.aws.amazon.com/aws-cost-management/latest/\
              APIReference/API_budgets_AutoAdjustData.html)",
        not: &["last"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "DescribeSubscribersForNotification",
        ask: |aws| {
            let mut asked = key();
            asked["Notification"] = notification();
            aws.says("budgets", "describe_subscribers_for_notification", asked, "/Subscribers")
        },
        says: "500",
        aws: "lists them (docs.aws.amazon.com/aws-cost-management/latest/APIReference/\
              API_budgets_DescribeSubscribersForNotification.html)",
        not: &["thresholds", "silence"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "DescribeBudget with planned limits",
        ask: planned,
        says: r#"{"Amount":"100","Unit":"USD"} and no limit"#,
        aws: PLANNED,
        not: &["planned"],
        unchanged: &[],
    },
    Gap {
        fake: Moto,
        call: "CreateBudgetAction",
        ask: action,
        says: "500",
        aws: ACTION,
        not: &["iam", "scp", "ssm"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "DescribeBudget with planned limits",
        ask: planned,
        says: r#"{"Amount":"100","Unit":"USD"} and no limit"#,
        aws: PLANNED,
        not: &["planned"],
        unchanged: &[],
    },
    Gap {
        fake: Ministack,
        call: "CreateBudgetAction",
        ask: action,
        says: "InvalidAction",
        aws: ACTION,
        not: &["iam", "scp", "ssm"],
        unchanged: &[],
    },
];

const PLANNED: &str = "gives every amount a fraction (suppressEquivalentBudgetLimitAmount of hashicorp/\
                       terraform-provider-aws is there for that) and tells this month's plan as the limit \
                       (docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html)";

const ACTION: &str = "makes an action (docs.aws.amazon.com/aws-cost-management/latest/APIReference/\
                      API_budgets_CreateBudgetAction.html)";

/// The first of November 2026, which is the key of a plan for it.
const MONTH: &str = "1793491200";

/// Makes the budgets that the gaps are about: one with a notification and a tag, and one with a plan.
pub(crate) fn prepare(aws: &Asked) {
    let subscribers = json!([{"SubscriptionType": "EMAIL", "Address": "a@example.com"}]);
    let make = json!({
        "AccountId": ACCOUNT,
        "Budget": budget(json!({})),
        "NotificationsWithSubscribers": [{"Notification": notification(), "Subscribers": subscribers}],
        "ResourceTags": [{"Key": "team", "Value": "one"}],
    });
    let _ = aws.does("budgets", "create_budget", make);
    let mut planned = budget(json!({"PlannedBudgetLimits": {MONTH: {"Amount": "100", "Unit": "USD"}}}));
    planned["BudgetName"] = "planned".into();
    let _ = planned.as_object_mut().and_then(|fields| fields.remove("BudgetLimit"));
    let _ = aws.does("budgets", "create_budget", json!({"AccountId": ACCOUNT, "Budget": planned}));
}

/// What names the budget that is there.
pub(crate) fn key() -> Value {
    json!({"AccountId": ACCOUNT, "BudgetName": "gaps"})
}

/// Its tags.
pub(crate) fn tags(aws: &Asked) -> String {
    let arn = json!({"ResourceARN": format!("arn:aws:budgets::{ACCOUNT}:budget/gaps")});
    aws.says("budgets", "list_tags_for_resource", arn, "/ResourceTags")
}

/// The budget, with these members too.
fn budget(more: Value) -> Value {
    let mut budget = json!({
        "BudgetName": "gaps",
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "100", "Unit": "USD"},
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        budget[name] = value.clone();
    }
    budget
}

fn notification() -> Value {
    json!({
        "NotificationType": "ACTUAL",
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": 80.0,
        "ThresholdType": "PERCENTAGE",
    })
}

fn planned(aws: &Asked) -> String {
    let asked = json!({"AccountId": ACCOUNT, "BudgetName": "planned"});
    let mut told = aws.does("budgets", "describe_budget", asked)["Budget"].take();
    let limit =
        if told["BudgetLimit"].is_null() { "no limit".to_owned() } else { told["BudgetLimit"].to_string() };
    format!("{} and {limit}", told["PlannedBudgetLimits"][MONTH].take())
}

fn action(aws: &Asked) -> String {
    let asked = json!({
        "AccountId": ACCOUNT,
        "BudgetName": "gaps",
        "NotificationType": "ACTUAL",
        "ActionType": "APPLY_IAM_POLICY",
        "ActionThreshold": {"ActionThresholdValue": 90.0, "ActionThresholdType": "PERCENTAGE"},
        "Definition": {"IamActionDefinition": {
            "PolicyArn": format!("arn:aws:iam::{ACCOUNT}:policy/stop"), "Roles": ["training"],
        }},
        "ExecutionRoleArn": format!("arn:aws:iam::{ACCOUNT}:role/budgets"),
        "ApprovalModel": "MANUAL",
        "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "a@example.com"}],
    });
    aws.says("budgets", "create_budget_action", asked, "")
}
