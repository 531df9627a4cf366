//! What only S3 has: acceleration, Intelligent-Tiering, Object Lock, the policy.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Subject;
use crate::bucket::aws::policy::{self, TLS_SID};

/// API reference, `Tiering`: the archive tier takes 90 days or more, the deep one 180, both up to two years.
const ARCHIVE_DAYS: std::ops::RangeInclusive<u32> = 90..=730;
const DEEP_ARCHIVE_DAYS: std::ops::RangeInclusive<u32> = 180..=730;

/// Amazon S3 User Guide, "Bucket policies": 20 KB.
const LONGEST_POLICY: usize = 20 * 1024;

pub(super) fn check(subject: &mut Subject<'_>) {
    if !subject.known(&["aws"]) {
        return;
    }
    acceleration(subject);
    intelligent_tiering(subject);
    object_lock(subject);
    policy_json(subject);
}

fn acceleration(subject: &mut Subject<'_>) {
    let dotted = subject.known(&["name"]) && subject.wanted.name.contains('.');
    if subject.extras.acceleration == Some(true) && dotted {
        subject.problem(
            "aws.acceleration",
            "a bucket with a dot in its name cannot be accelerated",
            "Transfer Acceleration reaches a bucket at `NAME.s3-accelerate.amazonaws.com`, whose certificate covers \
             one label.",
        );
    }
}

fn intelligent_tiering(subject: &mut Subject<'_>) {
    let mut names = BTreeSet::new();
    for (index, item) in subject.extras.intelligent_tiering.iter().flatten().enumerate() {
        let at = |field: &str| format!("aws.intelligent_tiering[{index}].{field}");
        if item.name.is_empty() || !names.insert(&item.name) {
            subject.problem(
                at("name"),
                format!("the name {:?} is empty or used twice", item.name),
                "Each configuration has a name of its own.",
            );
        }
        let both = [
            ("archive_days", item.archive_days, ARCHIVE_DAYS),
            ("deep_archive_days", item.deep_archive_days, DEEP_ARCHIVE_DAYS),
        ];
        for (field, days, range) in both {
            if let Some(days) = days.filter(|days| !range.contains(days)) {
                subject.problem(
                    at(field),
                    format!("{days} days are outside of what S3 takes"),
                    format!("It takes {} to {} days.", range.start(), range.end()),
                );
            }
        }
        match (item.archive_days, item.deep_archive_days) {
            (None, None) => subject.problem(
                at("archive_days"),
                "the configuration archives nothing",
                "Set `archive_days`, `deep_archive_days` or both.",
            ),
            (Some(archive), Some(deep)) if deep <= archive => subject.problem(
                at("deep_archive_days"),
                "the deep archive tier comes before the archive tier",
                "`deep_archive_days` is larger than `archive_days`.",
            ),
            _ => {}
        }
    }
}

fn object_lock(subject: &mut Subject<'_>) {
    let suspended = subject.known(&["versioning"]) && subject.wanted.versioning == Some(false);
    if subject.extras.object_lock == Some(true) && suspended {
        subject.problem(
            "versioning",
            "Object Lock needs versioning",
            "Set `versioning = true`, or leave it out: Object Lock switches it on.",
        );
    }
}

fn policy_json(subject: &mut Subject<'_>) {
    let attribute = "aws.policy_json";
    let Some(text) = &subject.extras.policy_json else { return };
    if text.len() > LONGEST_POLICY {
        subject.problem(attribute, "the policy is too long", "S3 takes at most 20 KB.");
    }
    let mut document = match serde_json::from_str(text) {
        Ok(document @ Value::Object(_)) => document,
        Ok(_) => {
            return subject.problem(attribute, "the policy is no JSON object", "Use `jsonencode({ ... })`.");
        }
        Err(error) => {
            return subject.problem(
                attribute,
                "the policy is no JSON",
                format!("{error}. Use `jsonencode({{ ... }})`."),
            );
        }
    };
    let statements = policy::take_statements(&mut document);
    if statements.is_empty() {
        subject.problem(
            attribute,
            "the policy has no statement",
            "S3 takes policies with one `Statement` or more. Leave `aws.policy_json` out for none.",
        );
    }
    if statements.iter().any(policy::is_ours) {
        subject.problem(
            attribute,
            format!("the policy has a statement {TLS_SID:?}"),
            "That name is kept for the statement that `require_tls` adds. Leave yours out, or rename it.",
        );
    }
}
