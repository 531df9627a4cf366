//! What is there, and what somebody else does to it, by clients that are not ours: boto3 for AWS Budgets, plain HTTP for the
//! REST of Cloud Billing budgets.

use acceptance::http::Http;
use acceptance::{Oracle, Sandbox};
use serde_json::{Value, json};

/// The account that AWS's budgets are in: the sandbox's own.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The billing accounts that Google Cloud's budgets are in.
pub(crate) const BILLING: [&str; 2] = ["000000-AAAAAA-BBBBBB", "111111-CCCCCC-DDDDDD"];

/// All that a budget of Google Cloud is made of.
const MASK: &str = "displayName,budgetFilter,amount,thresholdRules,notificationsRule,ownershipScope,spendCap";

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

    /// Puts a budget back to what was seen of it before.
    pub(crate) fn put_back(&self, cloud: &str, name: &str, before: &Value) {
        if cloud == "gcp" {
            return self.put_back_on_gcp(name, before);
        }
        let key = json!({"AccountId": ACCOUNT, "BudgetName": name});
        let ask = |call: &str, more: Value| self.oracle.ask("boto3.budgets", call, with(&key, more));
        let now = self.seen(cloud, name);
        self.oracle.ask(
            "boto3.budgets",
            "update_budget",
            json!({"AccountId": ACCOUNT, "NewBudget": writable(&before["Budget"])}),
        );
        for gone in each(&now["Notifications"]) {
            ask("delete_notification", json!({"Notification": without(gone, &["Subscribers"])}));
        }
        for there in each(&before["Notifications"]) {
            let notification = without(there, &["Subscribers"]);
            let subscribers = &there["Subscribers"];
            ask("create_notification", json!({"Notification": notification, "Subscribers": subscribers}));
        }
        for gone in each(&now["Actions"]) {
            ask("delete_budget_action", json!({"ActionId": gone["ActionId"]}));
        }
        for there in each(&before["Actions"]) {
            ask("create_budget_action", without(there, &["ActionId", "BudgetName", "Status"]));
        }
        let arn = json!({"ResourceARN": format!("arn:aws:budgets::{ACCOUNT}:budget/{name}")});
        if before["Tags"] != now["Tags"] {
            let tags = with(&arn, json!({"ResourceTags": before["Tags"]}));
            self.oracle.ask("boto3.budgets", "tag_resource", tags);
        }
    }

    fn put_back_on_gcp(&self, name: &str, before: &Value) {
        let now = self.seen("gcp", name);
        let path = format!("/v1/{}?updateMask={}", now["name"].as_str().unwrap_or_default(), MASK);
        self.rest.send("PATCH", &path, Some(&without(before, &["name", "etag", "on", "in"])));
    }

    /// Deletes a budget.
    pub(crate) fn delete(&self, cloud: &str, name: &str) {
        if cloud == "gcp" {
            let now = self.seen("gcp", name);
            self.rest.delete(&format!("/v1/{}", now["name"].as_str().unwrap_or_default()));
        } else {
            let key = json!({"AccountId": ACCOUNT, "BudgetName": name});
            self.oracle.ask("boto3.budgets", "delete_budget", key);
        }
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

/// A budget of AWS as `UpdateBudget` takes it: without what the service alone tells, and with one amount.
fn writable(budget: &Value) -> Value {
    let told = ["CalculatedSpend", "CostTypes", "HealthStatus", "LastUpdatedTime"];
    let mut budget = without(budget, &told);
    if let Some(Value::Object(adjust)) = budget.get_mut("AutoAdjustData") {
        adjust.remove("LastAutoAdjustTime");
    }
    let amounts = ["AutoAdjustData", "PlannedBudgetLimits"];
    let follows = amounts.iter().any(|name| budget.get(name).is_some_and(|value| !value.is_null()));
    if follows { without(&budget, &["BudgetLimit"]) } else { budget }
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn with(object: &Value, more: Value) -> Value {
    let mut object = object.clone();
    if let (Value::Object(fields), Value::Object(more)) = (&mut object, more) {
        fields.extend(more);
    }
    object
}

fn without(object: &Value, names: &[&str]) -> Value {
    let mut object = object.clone();
    if let Value::Object(fields) = &mut object {
        fields.retain(|name, value| !names.contains(&name.as_str()) && !value.is_null());
    }
    object
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
