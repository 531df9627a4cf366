//! When somebody hears of it, and who.

use aws_sdk_budgets::types::{self, NotificationType, ThresholdType};

use crate::budget::aws::in_order_of;
use crate::budget::aws::notifications::{Alert, audience};
use crate::budget::{Basis, Budget, Level, Notify, Threshold, decimal};

/// The thresholds, in the order and spelling of those that are known; others follow.
pub(in super::super) fn thresholds(alerts: &[Alert], known: &[Threshold]) -> Vec<Threshold> {
    let mut read: Vec<_> = alerts.iter().map(|alert| threshold(&alert.notification)).collect();
    read.sort_by_key(|threshold| (threshold.basis, decimal::parse(text(&threshold.at))));
    let mut ordered = Vec::new();
    for known in known {
        if let Some(index) = read.iter().position(|read| same_threshold(read, known)) {
            read.remove(index);
            ordered.push(known.clone());
        }
    }
    ordered.extend(read);
    ordered
}

/// Whether two thresholds are one.
pub(in super::super) fn same_threshold(one: &Threshold, other: &Threshold) -> bool {
    let same_kind = matches!(
        (&one.at, &other.at),
        (Level::Percent(_), Level::Percent(_)) | (Level::Absolute(_), Level::Absolute(_))
    );
    same_kind && one.basis == other.basis && decimal::same(text(&one.at), text(&other.at))
}

fn text(level: &Level) -> &str {
    match level {
        Level::Percent(text) | Level::Absolute(text) => text,
    }
}

fn threshold(found: &types::Notification) -> Threshold {
    let kind = found.threshold_type.as_ref();
    Threshold { at: level(found.threshold, kind), basis: basis(&found.notification_type) }
}

/// How far spending has come.
pub(in super::super) fn level(value: f64, kind: Option<&ThresholdType>) -> Level {
    let text = decimal::of_double(value);
    match kind {
        Some(ThresholdType::AbsoluteValue) => Level::Absolute(text),
        _ => Level::Percent(text),
    }
}

pub(in super::super) fn basis(kind: &NotificationType) -> Basis {
    match kind {
        NotificationType::Forecasted => Basis::Forecast,
        _ => Basis::Actual,
    }
}

/// Who hears of it. Each notification has subscribers of its own: where one differs from what is expected, it is that one
/// that is told, so that the difference is seen; with nothing expected, everybody who hears of any.
pub(in super::super) fn notify(alerts: &[Alert], expected: Option<&Budget>) -> Notify {
    let audiences = alerts.iter().map(|alert| audience(&alert.subscribers));
    let Some(expected) = expected else {
        let (mut emails, mut topics) = (Vec::new(), Vec::new());
        for (more, topic) in audiences {
            emails.extend(more);
            topics.extend(topic);
        }
        emails.sort();
        emails.dedup();
        let emails = Some(emails).filter(|emails| !emails.is_empty());
        return Notify { emails, sns_topic: topics.into_iter().next(), ..Notify::default() };
    };
    let known = &expected.notify;
    let known_emails = known.emails.clone().unwrap_or_default();
    for (emails, topic) in audiences {
        let emails = in_order_of(&known_emails, emails);
        if emails != known_emails || topic != known.sns_topic {
            let emails = Some(emails).filter(|emails| known.emails.is_some() || !emails.is_empty());
            return Notify { emails, sns_topic: topic, ..Notify::default() };
        }
    }
    Notify { emails: known.emails.clone(), sns_topic: known.sns_topic.clone(), ..Notify::default() }
}
