//! Notifications of a budget.

use serde_json::{Value, json};

pub(super) use super::state::Notified;
use super::state::{State, canonical};
use super::subscriber::check_all;
use super::{Ask, duplicate};
use crate::aws::json::{Error, Object};

/// The most notifications of a budget (botocore's model, `Notification`).
const MOST: usize = 10;

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "create notification")?;
    add(&mut budget.notifications, Notified::read(&Value::Object(ask.input.clone()))?)?;
    Ok(json!({}))
}

pub(super) fn update(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "update notification")?;
    let new = canonical(ask.object("NewNotification"));
    let old = canonical(ask.object("OldNotification"));
    if new != old && budget.notifications.iter().any(|one| one.notification == new) {
        return Err(taken());
    }
    budget.notified(ask.object("OldNotification"))?.notification = new;
    Ok(json!({}))
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "delete notification")?;
    let gone = canonical(ask.object("Notification"));
    budget.notified(ask.object("Notification"))?;
    budget.notifications.retain(|one| one.notification != gone);
    Ok(json!({}))
}

pub(super) fn list(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "get notifications")?;
    let all = budget.notifications.iter().map(|one| {
        let mut shown = one.notification.clone();
        shown.insert("NotificationState".to_owned(), "OK".into());
        Value::Object(shown)
    });
    ask.page("Notifications", all.collect())
}

/// Adds a notification to those of a budget.
pub(super) fn add(all: &mut Vec<Notified>, new: Notified) -> Result<(), Error> {
    if all.iter().any(|one| one.notification == new.notification) {
        return Err(taken());
    }
    if all.len() == MOST {
        let message = format!("one budget can only have {MOST} notifications");
        return Err(Error::new(400, "CreationLimitExceededException", message));
    }
    all.push(new);
    Ok(())
}

impl Notified {
    /// Reads `Notification` and `Subscribers`.
    pub(super) fn read(given: &Value) -> Result<Self, Error> {
        let notification = canonical(given["Notification"].as_object().cloned().unwrap_or_default());
        let subscribers = given["Subscribers"].as_array().into_iter().flatten();
        let subscribers: Vec<Object> = subscribers.filter_map(Value::as_object).cloned().collect();
        check_all(&subscribers)?;
        Ok(Self { notification, subscribers })
    }
}

fn taken() -> Error {
    duplicate("Unable to create notification - the notification already exists.")
}
