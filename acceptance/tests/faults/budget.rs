//! Budgets.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::faults::resource::{Cloud, Resource, Story, comparable, texts};

/// The account that AWS's budgets are in: the sandbox's own.
const ACCOUNT: &str = "123456789012";

/// The billing account that Google Cloud's budgets are in.
const BILLING: &str = "000000-AAAAAA-BBBBBB";

/// What two budgets of one configuration differ in; of Google Cloud's, `name` is what the service calls it.
const OWN: [&str; 4] = ["ActionId", "LastUpdatedTime", "etag", "name"];

/// What AWS tells of a budget in lists of their own: the call of boto3, and the list in its answer.
const LISTS: [(&str, &str); 2] = [
    ("describe_budget_actions_for_budget", "Actions"),
    ("describe_notifications_for_budget", "Notifications"),
];

/// `palisade_budget`.
pub(crate) struct Budgets;

impl Resource for Budgets {
    fn kind(&self) -> &'static str {
        "budget"
    }

    fn stories(&self, cloud: &Cloud) -> Vec<Story> {
        if cloud.name == "aws" { aws() } else { gcp() }
    }

    fn attributes(&self, cloud: &Cloud, _: &str) -> String {
        let scope = if cloud.name == "aws" { ACCOUNT } else { BILLING };
        format!("  scope = \"{scope}\"\n  period = \"month\"")
    }

    fn there(&self, cloud: &Cloud, _: &BTreeSet<String>) -> Vec<String> {
        match cloud.name {
            "aws" => texts(
                &budgets(cloud, "describe_budgets", json!({"AccountId": ACCOUNT, "MaxResults": 1000}))["Budgets"],
                "BudgetName",
            ),
            _ => texts(&listed(cloud), "displayName"),
        }
    }

    fn configuration(&self, cloud: &Cloud, name: &str) -> Value {
        let told = match cloud.name {
            "aws" => on_aws(cloud, name),
            _ => {
                let all = listed(cloud);
                let found = all.as_array().into_iter().flatten().find(|budget| budget["displayName"] == name);
                found.cloned().unwrap_or_default()
            }
        };
        comparable(told, name, &OWN)
    }
}

fn budgets(cloud: &Cloud, call: &str, args: Value) -> Value {
    cloud.oracle.ask("boto3.budgets", call, args)
}

/// A budget with its notifications, those who hear of them, its actions and its tags.
fn on_aws(cloud: &Cloud, name: &str) -> Value {
    let named = json!({"AccountId": ACCOUNT, "BudgetName": name});
    let mut shown = named.clone();
    shown["ShowFilterExpression"] = true.into();
    let Ok(mut told) = cloud.oracle.try_ask("boto3.budgets", "describe_budget", shown) else {
        return Value::Null;
    };
    for (call, list) in LISTS {
        let mut items = budgets(cloud, call, named.clone())[list].take();
        for item in items.as_array_mut().into_iter().flatten().filter(|_| list == "Notifications") {
            let mut of = named.clone();
            item.as_object_mut().and_then(|item| item.remove("NotificationState"));
            of["Notification"] = item.clone();
            let subscribers =
                budgets(cloud, "describe_subscribers_for_notification", of)["Subscribers"].take();
            item["Subscribers"] = sorted(subscribers);
        }
        told[list] = sorted(comparable(items, name, &OWN));
    }
    let arn = json!({"ResourceARN": format!("arn:aws:budgets::{ACCOUNT}:budget/{name}")});
    told["Tags"] = sorted(budgets(cloud, "list_tags_for_resource", arn)["ResourceTags"].take());
    told
}

fn listed(cloud: &Cloud) -> Value {
    let rest = cloud.control.clone().header("authorization", "Bearer oracle");
    rest.get(&format!("/v1/billingAccounts/{BILLING}/budgets?pageSize=100"))["budgets"].take()
}

/// In an order of its own, for the cloud's means nothing.
fn sorted(list: Value) -> Value {
    let mut list = list.as_array().cloned().unwrap_or_default();
    list.sort_by_key(Value::to_string);
    list.into()
}

fn aws() -> Vec<Story> {
    let action = |percent: u32, does: &str| {
        format!(
            "{{ threshold = {{ percent = {percent}, basis = \"actual\" }}, {does}, emails = [\"a@example.com\"], \
             role = \"arn:aws:iam::123456789012:role/budgets\" }}"
        )
    };
    let deny = "iam = { policy = \"arn:aws:iam::123456789012:policy/deny\", roles = [\"one\"] }";
    let stop = "ssm = { action = \"STOP_EC2_INSTANCES\", region = \"us-east-1\", \
                instances = [\"i-1234567890abcdef0\"] }";
    let budget =
        |units: u32, more: &str| format!("  amount = {{ units = {units}, currency = \"USD\" }}\n{more}");
    let percents = |percents: &[u32]| {
        let of = |percent: &u32| format!("{{ percent = {percent}, basis = \"actual\" }}");
        format!("  thresholds = [{}]\n", percents.iter().map(of).collect::<Vec<_>>().join(", "))
    };
    let emails = |emails: &str| format!("  notify = {{ emails = [{emails}] }}\n");
    let topic = "  notify = { emails = [\"a@example.com\"], sns_topic = \"arn:aws:sns:us-east-1:123456789012:one\" }\n";
    let (one, two) = ("\"a@example.com\"", "\"a@example.com\", \"b@example.com\"");
    let actions = |actions: &[String]| format!("  aws = {{ actions = [{}] }}", actions.join(", "));
    let rich = percents(&[80, 90])
        + &emails(two)
        + "  labels = { team = \"one\", cost = \"a\" }\n"
        + &actions(&[action(100, deny), action(90, stop)]);
    // One threshold moves and one goes, as one of the actions does; there is one who hears no more of it.
    let less =
        percents(&[85]) + &emails(one) + "  labels = { team = \"two\" }\n" + &actions(&[action(95, deny)]);
    let plain = percents(&[80]) + &emails(one);
    let more = percents(&[80, 90]) + topic + &actions(&[action(100, deny)]);
    let other = percents(&[80]) + &emails("\"c@example.com\"");
    vec![
        Story::new("rich", budget(100, &rich), budget(200, &less)),
        Story::new("plain", budget(100, &plain), budget(100, &more)),
        Story::new("other", budget(100, &plain), budget(100, &other)),
    ]
}

fn gcp() -> Vec<Story> {
    let budget = |units: u32, percent: u32| {
        format!(
            "  amount = {{ units = {units}, currency = \"USD\" }}\n  \
             thresholds = [{{ percent = {percent}, basis = \"actual\" }}]"
        )
    };
    vec![Story::new("rich", budget(100, 80), budget(200, 90))]
}
