//! Notifications: one for each threshold, each with everybody who hears of it.

use aws_sdk_budgets::types::{
    ComparisonOperator, Notification, NotificationWithSubscribers, Subscriber, SubscriptionType,
    ThresholdType,
};
use futures::future::try_join_all;

use super::target::{Call, Target};
use super::{Budget, to_wire};
use crate::Error;

/// A notification and who hears of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alert {
    pub(super) notification: Notification,
    pub(super) subscribers: Vec<Subscriber>,
}

const LIST: Call = Call { operation: "DescribeNotificationsForBudget", attribute: "thresholds" };
const LIST_SUBSCRIBERS: Call = Call { operation: "DescribeSubscribersForNotification", attribute: "notify" };
const CREATE: Call = Call { operation: "CreateNotification", attribute: "thresholds" };
const UPDATE: Call = Call { operation: "UpdateNotification", attribute: "thresholds" };
const DELETE: Call = Call { operation: "DeleteNotification", attribute: "thresholds" };
const SUBSCRIBE: Call = Call { operation: "CreateSubscriber", attribute: "notify" };
const RESUBSCRIBE: Call = Call { operation: "UpdateSubscriber", attribute: "notify" };
const UNSUBSCRIBE: Call = Call { operation: "DeleteSubscriber", attribute: "notify" };

/// What the API answers at most on one page.
const PAGE: i32 = 100;

/// The notifications that a budget is to have.
pub(super) fn wanted(budget: &Budget) -> Result<Vec<Alert>, Error> {
    let subscribers = to_wire::subscribers(&budget.notify)?;
    let thresholds = budget.thresholds().iter().enumerate();
    thresholds
        .map(|(index, threshold)| {
            let notification = to_wire::notification(threshold, &format!("thresholds[{index}]"))?;
            Ok(Alert { notification, subscribers: subscribers.clone() })
        })
        .collect()
}

/// The notifications as `CreateBudget` takes them.
pub(super) fn for_create(budget: &Budget) -> Result<Vec<NotificationWithSubscribers>, Error> {
    let built = wanted(budget)?.into_iter().map(|alert| {
        NotificationWithSubscribers::builder()
            .notification(alert.notification)
            .set_subscribers(Some(alert.subscribers))
            .build()
            .map_err(|error| CREATE.incomplete(&error))
    });
    built.collect()
}

/// The notifications that a budget has. Those that compare otherwise than all of ours are somebody else's: neutral terms
/// cannot say them, so that they are neither told nor touched.
pub(super) async fn read(at: &Target<'_>) -> Result<Vec<Alert>, Error> {
    let mut found = Vec::new();
    let mut token = None;
    loop {
        let request = at
            .client
            .describe_notifications_for_budget()
            .account_id(at.account)
            .budget_name(at.name)
            .max_results(PAGE)
            .set_next_token(token);
        let page = at.call(LIST, || request.clone().send()).await?;
        found.extend(page.notifications.unwrap_or_default());
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    found.retain(|notification| notification.comparison_operator == ComparisonOperator::GreaterThan);
    try_join_all(found.into_iter().map(|notification| alert(at, bare(notification)))).await
}

/// What names a notification in calls: it has no id, and its state is no part of its name.
fn bare(mut notification: Notification) -> Notification {
    notification.threshold_type.get_or_insert(ThresholdType::Percentage);
    notification.notification_state = None;
    notification
}

async fn alert(at: &Target<'_>, notification: Notification) -> Result<Alert, Error> {
    let request = at
        .client
        .describe_subscribers_for_notification()
        .account_id(at.account)
        .budget_name(at.name)
        .notification(notification.clone())
        .max_results(PAGE);
    // At most eleven, on one page.
    match at.call(LIST_SUBSCRIBERS, || request.clone().send()).await {
        Ok(page) => Ok(Alert { notification, subscribers: page.subscribers.unwrap_or_default() }),
        // Nobody hears of it any more.
        Err(Error::NotFound { .. }) => Ok(Alert { notification, subscribers: Vec::new() }),
        Err(error) => Err(error),
    }
}

/// Brings the notifications to what is wanted, with the calls that the difference needs.
pub(super) async fn bring(at: &Target<'_>, budget: &Budget) -> Result<(), Error> {
    let (there, wanted) = (read(at).await?, wanted(budget)?);
    let is_in =
        |alert: &Alert, list: &[Alert]| list.iter().any(|other| other.notification == alert.notification);
    let (kept, gone): (Vec<_>, Vec<_>) = there.into_iter().partition(|alert| is_in(alert, &wanted));
    let (stays, new): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|alert| is_in(alert, &kept));
    let (mut gone, mut new) = (gone.into_iter(), new.into_iter());
    let mut subscriptions: Vec<(Alert, Alert)> = Vec::new();
    for alert in stays {
        let there = kept.iter().find(|other| other.notification == alert.notification);
        subscriptions.extend(there.map(|there| (there.clone(), alert)));
    }
    // One that moves keeps its subscribers, and a budget that has all that it may have needs no place beside.
    while let (Some(from), Some(to)) = (gone.as_slice().first(), new.as_slice().first()) {
        rename(at, from, to).await?;
        let moved = Alert { notification: to.notification.clone(), subscribers: from.subscribers.clone() };
        subscriptions.push((moved, to.clone()));
        gone.next();
        new.next();
    }
    for alert in gone {
        delete(at, alert).await?;
    }
    for (there, wanted) in subscriptions {
        subscribe(at, there, wanted).await?;
    }
    for alert in new {
        create(at, alert).await?;
    }
    Ok(())
}

async fn rename(at: &Target<'_>, from: &Alert, to: &Alert) -> Result<(), Error> {
    let request = at
        .client
        .update_notification()
        .account_id(at.account)
        .budget_name(at.name)
        .old_notification(from.notification.clone())
        .new_notification(to.notification.clone());
    at.write(UPDATE, || request.clone().send()).await
}

async fn create(at: &Target<'_>, alert: Alert) -> Result<(), Error> {
    let request = at
        .client
        .create_notification()
        .account_id(at.account)
        .budget_name(at.name)
        .notification(alert.notification)
        .set_subscribers(Some(alert.subscribers));
    at.write(CREATE, || request.clone().send()).await
}

async fn delete(at: &Target<'_>, alert: Alert) -> Result<(), Error> {
    let request = at
        .client
        .delete_notification()
        .account_id(at.account)
        .budget_name(at.name)
        .notification(alert.notification);
    at.remove(DELETE, || request.clone().send()).await
}

/// Brings the subscribers of one notification to what is wanted. It has one at all times, and never two topics (API
/// reference, `Notification`): one that is replaced is changed, the rest is added first and removed last.
async fn subscribe(at: &Target<'_>, there: Alert, wanted: Alert) -> Result<(), Error> {
    let Alert { notification, subscribers: wanted } = wanted;
    let mut gone = there.subscribers.clone();
    gone.retain(|subscriber| !wanted.contains(subscriber));
    let new = wanted.into_iter().filter(|subscriber| !there.subscribers.contains(subscriber));
    let mut added = Vec::new();
    for subscriber in new {
        let same = |old: &Subscriber| old.subscription_type == subscriber.subscription_type;
        match gone.iter().position(same) {
            Some(index) => {
                let request = at
                    .client
                    .update_subscriber()
                    .account_id(at.account)
                    .budget_name(at.name)
                    .notification(notification.clone())
                    .old_subscriber(gone.remove(index))
                    .new_subscriber(subscriber);
                at.write(RESUBSCRIBE, || request.clone().send()).await?;
            }
            None => added.push(subscriber),
        }
    }
    for subscriber in added {
        let request = at
            .client
            .create_subscriber()
            .account_id(at.account)
            .budget_name(at.name)
            .notification(notification.clone())
            .subscriber(subscriber.clone());
        match at.write(SUBSCRIBE, || request.clone().send()).await {
            // An attempt whose answer was lost may be what has filled it.
            Err(full) if is_full(&full) => {
                let now = alert(at, notification.clone()).await?;
                if !now.subscribers.contains(&subscriber) {
                    return Err(full);
                }
            }
            done => done?,
        }
    }
    for subscriber in gone {
        let request = at
            .client
            .delete_subscriber()
            .account_id(at.account)
            .budget_name(at.name)
            .notification(notification.clone())
            .subscriber(subscriber);
        at.remove(UNSUBSCRIBE, || request.clone().send()).await?;
    }
    Ok(())
}

/// Whether a notification has as many subscribers as it may have (API reference, `CreateSubscriber`).
fn is_full(error: &Error) -> bool {
    matches!(error, Error::Service { code, .. } if code == "CreationLimitExceededException")
}

/// The e-mail addresses and the topic of some subscribers.
pub(super) fn audience(subscribers: &[Subscriber]) -> (Vec<String>, Option<String>) {
    let of = |kind: SubscriptionType| {
        let found = subscribers.iter().filter(move |subscriber| subscriber.subscription_type == kind);
        found.map(|subscriber| subscriber.address.clone())
    };
    (of(SubscriptionType::Email).collect(), of(SubscriptionType::Sns).next())
}
