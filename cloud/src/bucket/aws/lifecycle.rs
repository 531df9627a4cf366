//! Lifecycle rules.
//!
//! A rule of S3 may do several things; a neutral one does one. Neutral rules of one `id` are one rule of S3, and a
//! rule of S3 that does several things is read as several neutral ones of its id. What no neutral rule can say shows
//! in the id of what is read, so that it is seen as a difference and never lost in silence.

use async_trait::async_trait;
use aws_sdk_s3::types::BucketLifecycleConfiguration;

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use crate::bucket::{Bucket, LifecycleRule};
use crate::{Change, Error};

mod from_wire;
mod to_wire;

pub(super) struct Lifecycle;

const GET: Call = Call { operation: "GetBucketLifecycleConfiguration", attribute: "lifecycle_rules" };
const PUT: Call = Call { operation: "PutBucketLifecycleConfiguration", attribute: "lifecycle_rules" };
const DELETE: Call = Call { operation: "DeleteBucketLifecycle", attribute: "lifecycle_rules" };

#[async_trait]
impl Facet for Lifecycle {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.lifecycle_rules.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&prior.lifecycle_rules, &wanted.lifecycle_rules, &Some(Vec::new()))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.lifecycle_rules.clone_from(&from.lifecycle_rules);
    }

    fn on_directory_buckets(&self) -> bool {
        true
    }

    async fn read(&self, at: &Target<'_>, expected: Option<&Bucket>) -> Result<Found, Error> {
        let request = at
            .client
            .get_bucket_lifecycle_configuration()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner());
        let found = at.find(GET, "NoSuchLifecycleConfiguration", || request.clone().send()).await?;
        let rules = found.and_then(|found| found.rules).unwrap_or_default();
        let rules = rules.into_iter().flat_map(from_wire::rules).collect();
        let wanted = expected.and_then(|bucket| bucket.lifecycle_rules.as_deref()).unwrap_or_default();
        let rules = settle(rules, wanted);
        Ok(Box::new(move |bucket| bucket.lifecycle_rules = Some(rules)))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let rules = change.wanted.lifecycle_rules.as_deref().unwrap_or_default();
        if rules.is_empty() {
            let request =
                at.client.delete_bucket_lifecycle().bucket(at.name).set_expected_bucket_owner(at.owner());
            return at.call(DELETE, || request.clone().send()).await.map(drop);
        }
        let configuration = to_wire::rules(rules)
            .and_then(|rules| BucketLifecycleConfiguration::builder().set_rules(Some(rules)).build())
            .map_err(|error| PUT.incomplete(&error))?;
        let request = at
            .client
            .put_bucket_lifecycle_configuration()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .lifecycle_configuration(configuration);
        at.call(PUT, || request.clone().send()).await.map(drop)
    }
}

/// The id that stands for none at a position, counted from 0.
fn made_id(position: usize) -> String {
    format!("palisade-{}", position + 1)
}

/// An id that says what is there beyond what a neutral rule can say.
pub(super) fn mark(id: String, beyond: &[&str]) -> String {
    match beyond {
        [] => id,
        beyond => format!("{id} ({})", beyond.join(", ")),
    }
}

/// Gives the rules found the order and the spelling of the rules expected, where they mean the same.
fn settle(mut found: Vec<LifecycleRule>, expected: &[LifecycleRule]) -> Vec<LifecycleRule> {
    let plain: Vec<LifecycleRule> = expected.iter().enumerate().map(|(at, rule)| plain(rule, at)).collect();
    let place = |rule: &LifecycleRule| {
        let same = plain.iter().position(|other| other == rule);
        same.or(plain.iter().position(|other| other.id == rule.id)).unwrap_or(usize::MAX)
    };
    found.sort_by_key(place);
    if found == plain {
        return expected.to_vec();
    }
    // An id that was made from the position stands for none.
    for (at, rule) in found.iter_mut().enumerate() {
        if rule.id.as_ref() == Some(&made_id(at)) {
            rule.id = None;
        }
    }
    found
}

/// A rule in the one spelling that S3 gives back.
fn plain(rule: &LifecycleRule, position: usize) -> LifecycleRule {
    LifecycleRule {
        id: Some(rule.id.clone().unwrap_or_else(|| made_id(position))),
        prefix: rule.prefix.clone().filter(|prefix| !prefix.is_empty()),
        ..rule.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bucket::{LifecycleAction, StorageClass};

    /// What is written is read back the same, in the same spelling.
    fn check(rules: &[LifecycleRule], wire_rules: usize) {
        let wire = to_wire::rules(rules).unwrap();
        assert_eq!(wire.len(), wire_rules, "{wire:?}");
        let back = wire.into_iter().rev().flat_map(from_wire::rules).collect();
        assert_eq!(settle(back, rules), rules);
    }

    fn delete(age_days: u32) -> LifecycleRule {
        LifecycleRule { age_days: Some(age_days), ..Default::default() }
    }

    #[test]
    fn rules_come_back_as_they_went() {
        check(&[delete(30)], 1);
        check(&[delete(30), LifecycleRule { prefix: Some(String::new()), ..delete(31) }], 2);
        check(&[LifecycleRule { id: Some("x".into()), prefix: Some("logs/".into()), ..delete(1) }], 1);
        check(
            &[LifecycleRule {
                size_greater_than: Some(0),
                size_less_than: Some(9),
                prefix: Some("a".into()),
                created_before: Some("2030-01-31".into()),
                ..Default::default()
            }],
            1,
        );
        check(&[LifecycleRule { noncurrent_days: Some(3), keep_newer: Some(2), ..Default::default() }], 1);
        let archive = LifecycleAction::Transition(StorageClass::Archive);
        check(&[LifecycleRule { age_days: Some(0), action: archive, ..Default::default() }], 1);
        check(&[LifecycleRule { noncurrent_days: Some(5), action: archive, ..Default::default() }], 1);
        check(
            &[LifecycleRule {
                age_days: Some(7),
                action: LifecycleAction::AbortMultipart,
                ..Default::default()
            }],
            1,
        );
    }

    #[test]
    fn rules_of_one_id_are_one_rule_of_s3() {
        let id = Some("all".to_owned());
        let cold = LifecycleAction::Transition(StorageClass::Cold);
        check(
            &[
                LifecycleRule { id: id.clone(), age_days: Some(10), action: cold, ..Default::default() },
                LifecycleRule { id: id.clone(), ..delete(400) },
                LifecycleRule { id, noncurrent_days: Some(5), ..Default::default() },
                delete(5),
            ],
            2,
        );
    }

    #[test]
    fn what_no_neutral_rule_says_shows() {
        use aws_sdk_s3::types::{
            ExpirationStatus, LifecycleExpiration, LifecycleRule as Rule, LifecycleRuleFilter,
        };
        let days = LifecycleExpiration::builder().days(3).build();
        let rule = Rule::builder()
            .id("x")
            .status(ExpirationStatus::Disabled)
            .filter(LifecycleRuleFilter::builder().build())
            .expiration(days)
            .build()
            .unwrap();
        let found = settle(from_wire::rules(rule), &[LifecycleRule { id: Some("x".into()), ..delete(3) }]);
        assert_eq!(found[0].id.as_deref(), Some("x (is disabled)"));
    }
}
