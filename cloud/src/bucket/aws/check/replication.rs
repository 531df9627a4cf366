//! Replication. API reference, `ReplicationRule`; Amazon S3 User Guide, "Requirements for replication".

use std::collections::BTreeSet;

use super::Subject;
use crate::aws::names::Arn;

pub(super) fn check(subject: &mut Subject<'_>) {
    let Some(replication) = subject.extras.replication.as_ref().filter(|_| subject.known(&["aws"])) else {
        return;
    };
    if subject.known(&["versioning"]) && subject.wanted.versioning != Some(true) {
        subject.problem(
            "aws.replication",
            "replication needs versioning",
            "Set `versioning = true` here and on every destination.",
        );
    }
    if Arn::of(&replication.role, "iam").is_none() {
        subject.problem(
            "aws.replication.role",
            format!("{:?} is no ARN of a role", replication.role),
            "It is shaped as `arn:aws:iam::ACCOUNT:role/NAME`.",
        );
    }
    if replication.rules.is_empty() {
        subject.problem(
            "aws.replication.rules",
            "replication without rules copies nothing",
            "Add a rule, or leave `aws.replication` out.",
        );
    }
    let (mut ids, mut priorities) = (BTreeSet::new(), BTreeSet::new());
    for (index, rule) in replication.rules.iter().enumerate() {
        let at = |field: &str| format!("aws.replication.rules[{index}].{field}");
        if rule.id.is_empty() || !ids.insert(&rule.id) {
            subject.problem(
                at("id"),
                format!("the id {:?} is empty or used twice", rule.id),
                "Each rule has an id of its own.",
            );
        }
        if !priorities.insert(rule.priority) {
            subject.problem(
                at("priority"),
                format!("the priority {} is used twice", rule.priority),
                "Each rule has a priority of its own; the higher number wins.",
            );
        }
        if Arn::of(&rule.destination_bucket, "s3").is_none() {
            subject.problem(
                at("destination_bucket"),
                format!("{:?} is no ARN of a bucket", rule.destination_bucket),
                "It is shaped as `arn:aws:s3:::NAME`; a palisade_bucket tells it as `native_id`.",
            );
        }
    }
}
