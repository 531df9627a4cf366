//! Neutral rules to rules of S3.

use aws_sdk_s3::error::BuildError;
use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_sdk_s3::types::builders::LifecycleRuleBuilder;
use aws_sdk_s3::types::{
    AbortIncompleteMultipartUpload, ExpirationStatus, LifecycleExpiration, LifecycleRule as Rule,
    LifecycleRuleAndOperator, LifecycleRuleFilter, NoncurrentVersionExpiration, NoncurrentVersionTransition,
    Transition, TransitionStorageClass,
};

use super::super::class_name;
use super::made_id;
use crate::bucket::{LifecycleAction, LifecycleRule};

/// Rules of one id become one rule, in the place of the first.
pub(super) fn rules(rules: &[LifecycleRule]) -> Result<Vec<Rule>, BuildError> {
    let mut built: Vec<(String, LifecycleRuleBuilder)> = Vec::new();
    for (position, rule) in rules.iter().enumerate() {
        let id = rule.id.clone().unwrap_or_else(|| made_id(position));
        let place = built.iter().position(|(other, _)| *other == id);
        let builder = match place {
            Some(place) => built.remove(place).1,
            None => Rule::builder().id(&id).status(ExpirationStatus::Enabled).filter(filter(rule)),
        };
        built.insert(place.unwrap_or(built.len()), (id, act(builder, rule)?));
    }
    built.into_iter().map(|(_, builder)| builder.build()).collect()
}

fn act(builder: LifecycleRuleBuilder, rule: &LifecycleRule) -> Result<LifecycleRuleBuilder, BuildError> {
    let days = rule.age_days.map(number);
    let date = rule.created_before.as_deref().map(midnight).transpose()?;
    let noncurrent_days = rule.noncurrent_days.map(number);
    let newer = rule.keep_newer.map(number);
    let current = days.is_some() || date.is_some();
    Ok(match rule.action {
        LifecycleAction::AbortMultipart => {
            let abort = AbortIncompleteMultipartUpload::builder().set_days_after_initiation(days);
            builder.abort_incomplete_multipart_upload(abort.build())
        }
        LifecycleAction::Delete if current => {
            builder.expiration(LifecycleExpiration::builder().set_days(days).set_date(date).build())
        }
        LifecycleAction::Delete => builder.noncurrent_version_expiration(
            NoncurrentVersionExpiration::builder()
                .set_noncurrent_days(noncurrent_days)
                .set_newer_noncurrent_versions(newer)
                .build(),
        ),
        LifecycleAction::Transition(class) => {
            let class = TransitionStorageClass::from(class_name(class));
            if current {
                let transition = Transition::builder().set_days(days).set_date(date).storage_class(class);
                builder.transitions(transition.build())
            } else {
                builder.noncurrent_version_transitions(
                    NoncurrentVersionTransition::builder()
                        .set_noncurrent_days(noncurrent_days)
                        .set_newer_noncurrent_versions(newer)
                        .storage_class(class)
                        .build(),
                )
            }
        }
    })
}

/// One condition stands alone, several in an `And`; none is an empty prefix.
fn filter(rule: &LifecycleRule) -> LifecycleRuleFilter {
    let prefix = rule.prefix.clone().filter(|prefix| !prefix.is_empty());
    let size = |bytes: Option<u64>| bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX));
    let (greater, less) = (size(rule.size_greater_than), size(rule.size_less_than));
    let conditions = [prefix.is_some(), greater.is_some(), less.is_some()];
    if conditions.into_iter().filter(|set| *set).count() > 1 {
        let all = LifecycleRuleAndOperator::builder()
            .set_prefix(prefix)
            .set_object_size_greater_than(greater)
            .set_object_size_less_than(less);
        return LifecycleRuleFilter::builder().and(all.build()).build();
    }
    let prefix = prefix.or_else(|| Some(String::new()).filter(|_| greater.is_none() && less.is_none()));
    LifecycleRuleFilter::builder()
        .set_prefix(prefix)
        .set_object_size_greater_than(greater)
        .set_object_size_less_than(less)
        .build()
}

/// S3 takes dates at midnight UTC alone (API reference, `LifecycleExpiration`).
fn midnight(day: &str) -> Result<DateTime, BuildError> {
    DateTime::from_str(&format!("{day}T00:00:00Z"), DateTimeFormat::DateTime)
        .map_err(|error| BuildError::other(format!("{day:?} is no day: {error}")))
}

fn number(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
