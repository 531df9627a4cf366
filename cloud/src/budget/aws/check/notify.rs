//! When somebody hears of it, and who.

use super::super::from_wire::same_threshold;
use super::Subject;

pub(super) fn check(subject: &mut Subject<'_>) {
    let budget = subject.wanted;
    let thresholds = budget.thresholds();
    for (index, threshold) in thresholds.iter().enumerate() {
        let attribute = format!("thresholds[{index}]");
        subject.threshold(&attribute, threshold);
        if thresholds[..index].iter().any(|other| same_threshold(other, threshold)) {
            subject.problem(attribute, "this threshold is there twice", "Name each threshold once.");
        }
    }
    if thresholds.len() > 10 {
        subject.problem(
            "thresholds",
            format!("{} thresholds are more than AWS Budgets takes", thresholds.len()),
            "A budget has ten notifications at most.",
        );
    }
    let notify = &budget.notify;
    subject.emails("notify.emails", notify.emails.as_deref().unwrap_or_default());
    if let Some(topic) = &notify.sns_topic {
        subject.topic("notify.sns_topic", topic);
    }
    if notify.pubsub_topic.is_some() {
        subject.problem(
            "notify.pubsub_topic",
            "AWS Budgets cannot publish to Pub/Sub",
            "Set `notify.sns_topic` or `notify.emails`.",
        );
    }
    if notify.channels.is_some() {
        subject.problem(
            "notify.channels",
            "AWS Budgets has no notification channels",
            "Set `notify.emails` or `notify.sns_topic`. Channels are Google Cloud's.",
        );
    }
    if subject.known(&["thresholds", "notify"]) {
        together(subject);
    }
}

/// On AWS a notification is a threshold with somebody who hears of it: neither is anything without the other.
fn together(subject: &mut Subject<'_>) {
    let (thresholds, notify) = (subject.wanted.thresholds(), &subject.wanted.notify);
    let somebody =
        notify.sns_topic.is_some() || notify.emails.as_ref().is_some_and(|emails| !emails.is_empty());
    match (thresholds.is_empty(), somebody) {
        (false, false) => subject.problem(
            "notify",
            "nobody hears of the thresholds",
            "On AWS a notification needs somebody who gets it. Set `notify.emails` or `notify.sns_topic`.",
        ),
        (true, true) => subject.problem(
            "thresholds",
            "those who are to hear of it never would",
            "On AWS people are told at thresholds. Name one, such as `{ percent = \"80\" }`, or leave `notify` out.",
        ),
        _ => {}
    }
}
