//! What is there, by clients that are not ours: boto3 for AWS Budgets, plain HTTP for the REST of Cloud Billing budgets.

use acceptance::http::Http;
use acceptance::{Oracle, Sandbox};
use serde_json::{Value, json};

/// The account that AWS's budgets are in: the sandbox's own.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The billing accounts that Google Cloud's budgets are in.
pub(crate) const BILLING: [&str; 2] = ["000000-AAAAAA-BBBBBB", "111111-CCCCCC-DDDDDD"];

/// Both clouds of a sandbox.
pub(crate) struct Clouds {
    oracle: Oracle,
    rest: Http,
}

impl Clouds {
    pub(crate) fn of(sandbox: &Sandbox) -> Self {
        let rest = Http::new(&sandbox.gcp_rest).header("authorization", "Bearer oracle");
        Self { oracle: sandbox.oracle(), rest }
    }

    /// The names of all budgets of a cloud, sorted; a name that is there twice is told twice.
    pub(crate) fn names(&self, cloud: &str) -> Vec<String> {
        let mut names: Vec<String> = match cloud {
            "aws" => {
                let all = self.oracle.ask("boto3.budgets", "describe_budgets", json!({"AccountId": ACCOUNT}));
                texts(&all["Budgets"], "BudgetName")
            }
            _ => BILLING.iter().flat_map(|account| texts(&self.listed(account), "displayName")).collect(),
        };
        names.sort();
        names
    }

    /// A budget as its cloud tells it, with all that belongs to it; null where there is none.
    ///
    /// Of AWS, the answers of several calls: `Budget` (its planned limits as `Limits` too), `Notifications` with their `Subscribers`, `Actions` and `Tags`.
    pub(crate) fn seen(&self, cloud: &str, name: &str) -> Value {
        if cloud == "gcp" {
            return BILLING.iter().find_map(|account| self.on_gcp(account, name)).unwrap_or_default();
        }
        let key = json!({"AccountId": ACCOUNT, "BudgetName": name});
        let ask = |call: &str, args: &Value| self.oracle.try_ask("boto3.budgets", call, args.clone());
        let shown = json!({"AccountId": ACCOUNT, "BudgetName": name, "ShowFilterExpression": true});
        let mut told = match ask("describe_budget", &shown) {
            Ok(told) => told,
            Err(refusal) if refusal.code == "NotFoundException" => return Value::Null,
            Err(refusal) => panic!("describe_budget {name}: {refusal:?}"),
        };
        told["on"] = "aws".into();
        // By their times, which are the keys.
        let limits = told["Budget"]["PlannedBudgetLimits"].as_object().cloned().unwrap_or_default();
        told["Limits"] = limits.into_iter().map(|(_, limit)| limit).collect();
        let or =
            |call: &str, args: &Value| ask(call, args).unwrap_or_else(|e| panic!("{call} {name}: {e:?}"));
        let notifications = or("describe_notifications_for_budget", &key)["Notifications"].take();
        let mut notifications = notifications.as_array().cloned().unwrap_or_default();
        for notification in &mut notifications {
            let mut args = key.clone();
            // What has become of it is no part of what names it.
            let state = notification.as_object_mut().and_then(|fields| fields.remove("NotificationState"));
            assert!(state.is_some(), "AWS tells every notification's state: {notification}");
            args["Notification"] = notification.clone();
            notification["Subscribers"] =
                or("describe_subscribers_for_notification", &args)["Subscribers"].take();
        }
        told["Notifications"] = sorted(notifications);
        let actions = or("describe_budget_actions_for_budget", &key)["Actions"].take();
        told["Actions"] = sorted_by(actions.as_array().cloned().unwrap_or_default(), "ActionType");
        let arn = json!({"ResourceARN": format!("arn:aws:budgets::{ACCOUNT}:budget/{name}")});
        told["Tags"] = or("list_tags_for_resource", &arn)["ResourceTags"].take();
        told
    }

    fn on_gcp(&self, account: &str, name: &str) -> Option<Value> {
        let all = self.listed(account);
        let mut found = all.as_array()?.iter().find(|budget| budget["displayName"] == name)?.clone();
        found["on"] = "gcp".into();
        found["in"] = account.into();
        Some(found)
    }

    fn listed(&self, account: &str) -> Value {
        self.rest.get(&format!("/v1/billingAccounts/{account}/budgets?pageSize=1000"))["budgets"].take()
    }
}

fn texts(list: &Value, key: &str) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|one| one[key].as_str()).map(str::to_owned).collect()
}

/// In an order of its own, for the cloud's means nothing.
fn sorted(mut list: Vec<Value>) -> Value {
    list.sort_by_key(Value::to_string);
    list.into()
}

fn sorted_by(mut list: Vec<Value>, key: &str) -> Value {
    list.sort_by_key(|one| one[key].to_string());
    list.into()
}
