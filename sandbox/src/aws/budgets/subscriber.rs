//! Who gets a notification, or hears of an action.

use serde_json::{Value, json};

use super::state::State;
use super::{Ask, duplicate, invalid, not_found};
use crate::aws::json::{Error, Object};

/// The most subscribers by e-mail and by SNS (botocore's model, `Notification`).
const MOST_EMAILS: usize = 10;
const MOST_TOPICS: usize = 1;

pub(super) fn create(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let notified = state.named(ask, "create subscriber")?.notified(ask.object("Notification"))?;
    let mut all = notified.subscribers.clone();
    all.push(ask.object("Subscriber"));
    check_all(&all)?;
    notified.subscribers = all;
    Ok(json!({}))
}

pub(super) fn update(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let notified = state.named(ask, "update subscriber")?.notified(ask.object("Notification"))?;
    let old = ask.object("OldSubscriber");
    let mut all = notified.subscribers.clone();
    *all.iter_mut().find(|one| **one == old).ok_or_else(unknown)? = ask.object("NewSubscriber");
    check_all(&all)?;
    notified.subscribers = all;
    Ok(json!({}))
}

pub(super) fn delete(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let budget = state.named(ask, "delete subscriber")?;
    let notified = budget.notified(ask.object("Notification"))?;
    let old = ask.object("Subscriber");
    let before = notified.subscribers.len();
    notified.subscribers.retain(|one| *one != old);
    if notified.subscribers.len() == before {
        return Err(unknown());
    }
    // "Deleting the last subscriber to a notification also deletes the notification" (botocore's model).
    budget.notifications.retain(|notified| !notified.subscribers.is_empty());
    Ok(json!({}))
}

pub(super) fn list(ask: &Ask<'_>, state: &mut State) -> Result<Value, Error> {
    let notified = state.named(ask, "get subscribers")?.notified(ask.object("Notification"))?;
    ask.page("Subscribers", notified.subscribers.iter().cloned().map(Value::Object).collect())
}

/// Checks all subscribers of one notification or action.
pub(super) fn check_all(all: &[Object]) -> Result<(), Error> {
    let kind = |one: &Object| one["SubscriptionType"].as_str().unwrap_or_default().to_owned();
    for (kind_of, most) in [("SNS", MOST_TOPICS), ("EMAIL", MOST_EMAILS)] {
        if all.iter().filter(|one| kind(one) == kind_of).count() > most {
            // The words are in aprin-labs/archimedes#1712.
            let message = format!("one notification can only have {most} subscribers with type of {kind_of}");
            return Err(Error::new(400, "CreationLimitExceededException", message));
        }
    }
    for (n, one) in all.iter().enumerate() {
        let address = one["Address"].as_str().unwrap_or_default();
        let fits = match kind(one).as_str() {
            "SNS" => address.starts_with("arn:aws:sns:") && address.split(':').count() == 6,
            _ => address.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
        };
        if !fits || address.contains(['\n', '\r']) {
            return Err(invalid(format!(
                "The address of a subscriber with type of {} is not valid.",
                kind(one)
            )));
        }
        if all[..n].contains(one) {
            return Err(duplicate("Unable to create subscriber - the subscriber already exists."));
        }
    }
    Ok(())
}

fn unknown() -> Error {
    not_found("Unable to find the subscriber - it should be created first.")
}
