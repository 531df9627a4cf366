//! What Budgets keeps.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::aws::json::{Error, Object};

use super::{Ask, not_found};

/// The budgets of all accounts, by the account's number and the budget's name.
#[derive(Default, Deserialize, Serialize)]
pub(super) struct State {
    budgets: BTreeMap<String, Budget>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct Budget {
    /// As it was given, with the service's defaults: by the names of the service's model.
    pub(super) definition: Object,
    pub(super) updated: DateTime<Utc>,
    pub(super) notifications: Vec<Notified>,
    pub(super) actions: Vec<Action>,
    pub(super) tags: BTreeMap<String, String>,
}

/// A notification and who gets it.
#[derive(Deserialize, Serialize)]
pub(super) struct Notified {
    pub(super) notification: Object,
    pub(super) subscribers: Vec<Object>,
}

/// An action as it is described, and its tags.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Action {
    pub(super) definition: Object,
    pub(super) tags: BTreeMap<String, String>,
}

impl State {
    pub(super) fn of_account(&self, account: &str) -> impl Iterator<Item = &Budget> {
        let prefix = key(account, "");
        self.budgets.iter().filter(move |(key, _)| key.starts_with(&prefix)).map(|(_, budget)| budget)
    }

    pub(super) fn get(&self, account: &str, name: &str) -> Option<&Budget> {
        self.budgets.get(&key(account, name))
    }

    pub(super) fn get_mut(&mut self, account: &str, name: &str) -> Option<&mut Budget> {
        self.budgets.get_mut(&key(account, name))
    }

    pub(super) fn insert(&mut self, account: &str, name: &str, budget: Budget) {
        self.budgets.insert(key(account, name), budget);
    }

    pub(super) fn remove(&mut self, account: &str, name: &str) -> Option<Budget> {
        self.budgets.remove(&key(account, name))
    }

    /// The budget that a call names. `what` is what could not be done where there is none; so the words go in moto 5.2.1,
    /// as recorded from the service.
    pub(super) fn named(&mut self, ask: &Ask<'_>, what: &str) -> Result<&mut Budget, Error> {
        let name = ask.text("BudgetName");
        let gone = || not_found(format!("Unable to {what} - the budget doesn't exist."));
        self.get_mut(ask.account, name).ok_or_else(gone)
    }
}

impl Budget {
    pub(super) fn name(&self) -> &str {
        self.definition.get("BudgetName").and_then(Value::as_str).unwrap_or_default()
    }

    /// The notification that a call names.
    pub(super) fn notified(&mut self, wanted: Object) -> Result<&mut Notified, Error> {
        let wanted = canonical(wanted);
        let found = self.notifications.iter_mut().find(|one| one.notification == wanted);
        found.ok_or_else(|| not_found("Unable to find the notification - it should be created first."))
    }
}

/// A notification as it is kept: told by all of its members but its state, a percentage where it says nothing
/// (botocore's model, `ThresholdType`), its threshold a number with a fraction.
pub(super) fn canonical(mut notification: Object) -> Object {
    notification.remove("NotificationState");
    notification.retain(|_, value| !value.is_null());
    notification.entry("ThresholdType").or_insert_with(|| "PERCENTAGE".into());
    if let Some(threshold) = notification.get("Threshold").and_then(Value::as_f64) {
        notification.insert("Threshold".to_owned(), threshold.into());
    }
    notification
}

fn key(account: &str, name: &str) -> String {
    format!("{account}/{name}")
}
