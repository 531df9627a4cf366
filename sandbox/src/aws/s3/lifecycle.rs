//! Lifecycle: what becomes of objects as they age.

use std::collections::BTreeSet;

use s3s::dto::{
    DeleteBucketLifecycleInput, DeleteBucketLifecycleOutput, ExpirationStatus,
    GetBucketLifecycleConfigurationInput, GetBucketLifecycleConfigurationOutput, LifecycleRule,
    LifecycleRuleFilter, PutBucketLifecycleConfigurationInput, PutBucketLifecycleConfigurationOutput,
    Timestamp, TimestampFormat, TransitionDefaultMinimumObjectSize as MinimumSize, TransitionStorageClass,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, invalid_argument, invalid_request, malformed_xml};
use super::state::{Lifecycle, State, found};
use crate::aws::sign::unguessable;

/// Most rules of a configuration, and the greatest length of a rule's id.
const MOST: usize = 1000;
const ID: usize = 255;

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketLifecycleConfigurationInput,
) -> S3Result<GetBucketLifecycleConfigurationOutput> {
    let lifecycle = state.bucket(&input.bucket)?.lifecycle.as_ref();
    Ok(GetBucketLifecycleConfigurationOutput {
        rules: Some(found(lifecycle.map(|lifecycle| &lifecycle.rules), missing)?),
        transition_default_minimum_object_size: lifecycle
            .and_then(|lifecycle| lifecycle.minimum_size.clone())
            .map(MinimumSize::from),
    })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketLifecycleConfigurationInput,
) -> S3Result<PutBucketLifecycleConfigurationOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let minimum_size = match input.transition_default_minimum_object_size {
        // Directory buckets have no transitions, and so no such size.
        None if bucket.zone.is_some() => None,
        None => Some(MinimumSize::from_static(MinimumSize::ALL_STORAGE_CLASSES_128K)),
        Some(size)
            if matches!(
                size.as_str(),
                MinimumSize::ALL_STORAGE_CLASSES_128K | MinimumSize::VARIES_BY_STORAGE_CLASS
            ) =>
        {
            Some(size)
        }
        Some(_) => return Err(invalid_request("Invalid TransitionDefaultMinimumObjectSize found")),
    };
    let mut rules = input.lifecycle_configuration.ok_or_else(malformed_xml)?.rules;
    if !(1..=MOST).contains(&rules.len()) {
        return Err(malformed_xml());
    }
    rules.iter().try_for_each(check)?;
    let mut ids = BTreeSet::new();
    for rule in &mut rules {
        let id = rule.id.get_or_insert_with(|| unguessable()[..48].to_owned());
        if !ids.insert(id.clone()) {
            let message = "Rule ID must be unique. Found same ID for one or more than one rule";
            return Err(invalid_argument(message));
        }
    }
    bucket.lifecycle =
        Some(Lifecycle { rules, minimum_size: minimum_size.clone().map(|size| size.as_str().to_owned()) });
    Ok(PutBucketLifecycleConfigurationOutput { transition_default_minimum_object_size: minimum_size })
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeleteBucketLifecycleInput,
) -> S3Result<DeleteBucketLifecycleOutput> {
    state.bucket_mut(&input.bucket)?.lifecycle = None;
    Ok(DeleteBucketLifecycleOutput::default())
}

fn missing() -> S3Error {
    error(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
}

fn check(rule: &LifecycleRule) -> S3Result<()> {
    if rule.id.as_ref().is_some_and(|id| id.len() > ID) {
        return Err(invalid_argument("ID length should not exceed allowed limit of 255"));
    }
    if !matches!(rule.status.as_str(), ExpirationStatus::ENABLED | ExpirationStatus::DISABLED) {
        return Err(malformed_xml());
    }
    // A rule has a filter or, in the old form, a prefix.
    if rule.filter.is_some() == rule.prefix.is_some() {
        return Err(malformed_xml());
    }
    let tagged = rule.filter.as_ref().map(check_filter).transpose()?.unwrap_or(false);
    check_actions(rule, tagged)?;
    check_days(rule)
}

/// Checks a filter and tells whether it asks for tags.
fn check_filter(filter: &LifecycleRuleFilter) -> S3Result<bool> {
    let predicates = [
        filter.and.is_some(),
        filter.prefix.is_some(),
        filter.tag.is_some(),
        filter.object_size_greater_than.is_some(),
        filter.object_size_less_than.is_some(),
    ];
    if predicates.iter().filter(|given| **given).count() > 1 {
        return Err(malformed_xml());
    }
    let sizes = [filter.object_size_greater_than, filter.object_size_less_than];
    let Some(and) = &filter.and else {
        check_sizes(sizes)?;
        return Ok(filter.tag.is_some());
    };
    let tags = and.tags.as_deref().unwrap_or_default();
    let sizes = [and.object_size_greater_than, and.object_size_less_than];
    let predicates = usize::from(and.prefix.is_some()) + tags.len() + sizes.iter().flatten().count();
    if predicates < 2 {
        return Err(malformed_xml());
    }
    check_sizes(sizes)?;
    Ok(!tags.is_empty())
}

fn check_sizes([greater, less]: [Option<i64>; 2]) -> S3Result<()> {
    let negative = [greater, less].iter().flatten().any(|size| *size < 0);
    if negative || less == Some(0) {
        return Err(invalid_request("'ObjectSize' in the filter must be a positive integer"));
    }
    match (greater, less) {
        (Some(greater), Some(less)) if greater >= less => Err(invalid_request(
            "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'",
        )),
        _ => Ok(()),
    }
}

fn check_actions(rule: &LifecycleRule, tagged: bool) -> S3Result<()> {
    let transitions = rule.transitions.as_deref().unwrap_or_default();
    let noncurrent = rule.noncurrent_version_transitions.as_deref().unwrap_or_default();
    let expires = rule.expiration.is_some() || rule.noncurrent_version_expiration.is_some();
    let aborts = rule.abort_incomplete_multipart_upload.is_some();
    if transitions.is_empty() && noncurrent.is_empty() && !expires && !aborts {
        return Err(invalid_request("At least one action needs to be specified in a rule"));
    }
    if tagged && aborts {
        return Err(invalid_request("AbortIncompleteMultipartUpload cannot be specified with Tags."));
    }
    let markers = rule.expiration.as_ref().is_some_and(|e| e.expired_object_delete_marker.is_some());
    if tagged && markers {
        return Err(invalid_request("ExpiredObjectDeleteMarker cannot be specified with Tags."));
    }
    let classes = |classes: Vec<Option<&TransitionStorageClass>>, what: &str| {
        let mut seen = BTreeSet::new();
        for class in classes {
            let class = class.map(TransitionStorageClass::as_str).filter(|class| is_known(class));
            let class = class.ok_or_else(malformed_xml)?;
            if !seen.insert(class) {
                let message = format!("'StorageClass' must be different for '{what}' actions in same 'Rule'");
                return Err(invalid_request(message));
            }
        }
        Ok(())
    };
    classes(transitions.iter().map(|t| t.storage_class.as_ref()).collect(), "Transition")?;
    classes(noncurrent.iter().map(|t| t.storage_class.as_ref()).collect(), "NoncurrentVersionTransition")
}

fn is_known(class: &str) -> bool {
    matches!(
        class,
        TransitionStorageClass::GLACIER
            | TransitionStorageClass::STANDARD_IA
            | TransitionStorageClass::ONEZONE_IA
            | TransitionStorageClass::INTELLIGENT_TIERING
            | TransitionStorageClass::DEEP_ARCHIVE
            | TransitionStorageClass::GLACIER_IR
    )
}

fn check_days(rule: &LifecycleRule) -> S3Result<()> {
    if let Some(expiration) = &rule.expiration {
        let given = [
            expiration.days.is_some(),
            expiration.date.is_some(),
            expiration.expired_object_delete_marker.is_some(),
        ];
        if given.iter().filter(|given| **given).count() != 1 {
            return Err(malformed_xml());
        }
        positive(expiration.days, "'Days' for Expiration action must be a positive integer")?;
        midnight(expiration.date.as_ref())?;
    }
    for transition in rule.transitions.iter().flatten() {
        if transition.days.is_some() == transition.date.is_some() {
            return Err(malformed_xml());
        }
        midnight(transition.date.as_ref())?;
        let class = transition.storage_class.as_ref().map_or("", TransitionStorageClass::as_str);
        check_transition(transition.days, class, "Days", "Transition")?;
        let expiration = rule.expiration.as_ref().and_then(|expiration| expiration.days);
        check_order(rule, expiration, transition.days, "Days", "Expiration", "Transition")?;
    }
    let noncurrent = rule.noncurrent_version_expiration.as_ref();
    if let Some(expiration) = noncurrent {
        let message = "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer";
        positive(Some(expiration.noncurrent_days.ok_or_else(malformed_xml)?), message)?;
        check_count(expiration.newer_noncurrent_versions)?;
    }
    for transition in rule.noncurrent_version_transitions.iter().flatten() {
        let days = Some(transition.noncurrent_days.ok_or_else(malformed_xml)?);
        check_count(transition.newer_noncurrent_versions)?;
        let class = transition.storage_class.as_ref().map_or("", TransitionStorageClass::as_str);
        check_transition(days, class, "NoncurrentDays", "NoncurrentVersionTransition")?;
        let expiration = noncurrent.and_then(|expiration| expiration.noncurrent_days);
        let (later, earlier) = ("NoncurrentVersionExpiration", "NoncurrentVersionTransition");
        check_order(rule, expiration, days, "NoncurrentDays", later, earlier)?;
    }
    match &rule.abort_incomplete_multipart_upload {
        Some(abort) => positive(
            Some(abort.days_after_initiation.ok_or_else(malformed_xml)?),
            "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
        ),
        None => Ok(()),
    }
}

fn positive(days: Option<i32>, message: &'static str) -> S3Result<()> {
    if days.is_some_and(|days| days <= 0) { Err(invalid_argument(message)) } else { Ok(()) }
}

fn check_count(versions: Option<i32>) -> S3Result<()> {
    match versions {
        Some(versions) if !(1..=100).contains(&versions) => Err(invalid_argument(
            "'NewerNoncurrentVersions' must be a positive integer that is less than or equal to 100",
        )),
        _ => Ok(()),
    }
}

fn check_transition(days: Option<i32>, class: &str, element: &str, action: &str) -> S3Result<()> {
    // The infrequent access classes take no objects younger than a month.
    let least = match class {
        TransitionStorageClass::STANDARD_IA | TransitionStorageClass::ONEZONE_IA => 30,
        _ => 0,
    };
    match days {
        Some(days) if days < 0 => {
            Err(invalid_argument(format!("'{element}' in {action} action must be nonnegative")))
        }
        Some(days) if days < least => Err(invalid_argument(format!(
            "'{element}' in {action} action must be greater than or equal to {least} for storageClass '{class}'"
        ))),
        _ => Ok(()),
    }
}

fn check_order(
    rule: &LifecycleRule,
    later: Option<i32>,
    earlier: Option<i32>,
    element: &str,
    later_action: &str,
    earlier_action: &str,
) -> S3Result<()> {
    match (later, earlier) {
        (Some(later), Some(earlier)) if later <= earlier => {
            let prefix =
                rule.filter.as_ref().and_then(|filter| filter.prefix.as_deref()).or(rule.prefix.as_deref());
            Err(invalid_argument(format!(
                "'{element}' in the {later_action} action for filter '(prefix={})' must be greater than '{element}' \
                 in the {earlier_action} action",
                prefix.unwrap_or_default()
            )))
        }
        _ => Ok(()),
    }
}

fn midnight(date: Option<&Timestamp>) -> S3Result<()> {
    let Some(date) = date else { return Ok(()) };
    let mut text = Vec::new();
    let written = date.format(TimestampFormat::DateTime, &mut text);
    if written.is_ok() && String::from_utf8_lossy(&text).contains("T00:00:00") {
        Ok(())
    } else {
        Err(invalid_argument("'Date' must be at midnight GMT"))
    }
}
