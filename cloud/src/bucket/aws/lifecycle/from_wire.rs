//! Rules of S3 to neutral rules.

use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_sdk_s3::types::{ExpirationStatus, LifecycleRule as Rule, TransitionStorageClass};

use super::super::class_of;
use super::mark;
use crate::bucket::{LifecycleAction, LifecycleRule, StorageClass};

/// The neutral rules that a rule of S3 comes to, one for each thing that it does.
pub(super) fn rules(rule: Rule) -> Vec<LifecycleRule> {
    let mut beyond = Vec::new();
    let common = common(&rule, &mut beyond);
    let mut rules = Vec::new();
    for transition in rule.transitions.unwrap_or_default() {
        rules.push(LifecycleRule {
            age_days: count(transition.days),
            created_before: transition.date.as_ref().and_then(day),
            action: LifecycleAction::Transition(class(transition.storage_class, &mut beyond)),
            ..common.clone()
        });
    }
    if let Some(expiration) = rule.expiration {
        if expiration.expired_object_delete_marker == Some(true) {
            beyond.push("removes expired delete markers");
        }
        rules.push(LifecycleRule {
            age_days: count(expiration.days),
            created_before: expiration.date.as_ref().and_then(day),
            ..common.clone()
        });
    }
    for transition in rule.noncurrent_version_transitions.unwrap_or_default() {
        rules.push(LifecycleRule {
            noncurrent_days: count(transition.noncurrent_days),
            keep_newer: count(transition.newer_noncurrent_versions),
            action: LifecycleAction::Transition(class(transition.storage_class, &mut beyond)),
            ..common.clone()
        });
    }
    if let Some(expiration) = rule.noncurrent_version_expiration {
        rules.push(LifecycleRule {
            noncurrent_days: count(expiration.noncurrent_days),
            keep_newer: count(expiration.newer_noncurrent_versions),
            ..common.clone()
        });
    }
    if let Some(abort) = rule.abort_incomplete_multipart_upload {
        rules.push(LifecycleRule {
            age_days: count(abort.days_after_initiation),
            action: LifecycleAction::AbortMultipart,
            ..common.clone()
        });
    }
    for rule in &mut rules {
        rule.id = rule.id.take().map(|id| mark(id, &beyond));
    }
    rules
}

/// What all neutral rules of one rule share: its id and its filter.
fn common(rule: &Rule, beyond: &mut Vec<&'static str>) -> LifecycleRule {
    if rule.status != ExpirationStatus::Enabled {
        beyond.push("is disabled");
    }
    #[expect(deprecated, reason = "rules of the older form still name their prefix there")]
    let mut prefix = rule.prefix.clone();
    let (mut greater, mut less) = (None, None);
    if let Some(filter) = &rule.filter {
        let both = filter.and.as_ref();
        if filter.tag.is_some() || both.is_some_and(|both| both.tags.is_some()) {
            beyond.push("filters by tags");
        }
        prefix = prefix.or(filter.prefix.clone()).or(both.and_then(|both| both.prefix.clone()));
        greater = filter.object_size_greater_than.or(both.and_then(|both| both.object_size_greater_than));
        less = filter.object_size_less_than.or(both.and_then(|both| both.object_size_less_than));
    }
    let size = |bytes: Option<i64>| bytes.and_then(|bytes| u64::try_from(bytes).ok());
    LifecycleRule {
        id: Some(rule.id.clone().unwrap_or_default()),
        prefix: prefix.filter(|prefix| !prefix.is_empty()),
        size_greater_than: size(greater),
        size_less_than: size(less),
        ..LifecycleRule::default()
    }
}

/// S3 has classes that no neutral one stands for. No description can ask for a transition to `standard`, so that one
/// shows as a difference, and the id says why.
fn class(class: Option<TransitionStorageClass>, beyond: &mut Vec<&'static str>) -> StorageClass {
    let class = class.and_then(|class| class_of(class.as_str()));
    class.unwrap_or_else(|| {
        beyond.push("has a storage class of S3 alone");
        StorageClass::Standard
    })
}

fn day(date: &DateTime) -> Option<String> {
    let text = date.fmt(DateTimeFormat::DateTime).ok()?;
    text.split('T').next().map(str::to_owned)
}

fn count(number: Option<i32>) -> Option<u32> {
    number.and_then(|number| u32::try_from(number).ok())
}
