//! Lifecycle rules, in both directions.
//!
//! A condition that is unset and one that is 0 are different things to the API, and so they are here
//! (terraform-provider-google#17990: data was lost because a zero was taken for unset).

use google_cloud_storage::model::bucket::lifecycle::{Rule, rule};
use google_cloud_type::model::Date;

use super::words::{class, class_name, signed};
use crate::bucket::{LifecycleAction, LifecycleRule};

/// Stands in for the id of a rule that somebody else wrote in terms that we do not have.
const FOREIGN: &str = "(has conditions that palisade does not manage)";

/// A rule as the API takes it.
///
/// `age_days` and `created_before` are about the life of an object. On a bucket that keeps versions the API would
/// apply them to noncurrent versions too, and so destroy at once what has just been replaced; S3 does not. The
/// rule is therefore narrowed to live objects, unless it speaks of noncurrent versions itself.
pub(super) fn to_wire(rule: &LifecycleRule, versioned: bool) -> Rule {
    let mut condition = rule::Condition::new()
        .set_or_clear_age_days(rule.age_days.map(signed))
        .set_or_clear_created_before(rule.created_before.as_deref().and_then(date))
        .set_or_clear_days_since_noncurrent_time(rule.noncurrent_days.map(signed))
        .set_or_clear_num_newer_versions(rule.keep_newer.map(signed))
        .set_matches_prefix(&rule.prefix)
        .set_matches_suffix(&rule.suffix);
    let noncurrent = rule.noncurrent_days.is_some() || rule.keep_newer.is_some();
    let action = match rule.action {
        LifecycleAction::AbortMultipart => rule::Action::new().set_type("AbortIncompleteMultipartUpload"),
        LifecycleAction::Delete => rule::Action::new().set_type("Delete"),
        LifecycleAction::Transition(class) => {
            rule::Action::new().set_type("SetStorageClass").set_storage_class(class_name(class))
        }
    };
    if versioned && !noncurrent && rule.action != LifecycleAction::AbortMultipart {
        condition.is_live = Some(true);
    }
    // A foreign rule is like no rule of ours, so that an update replaces it. It is never sent itself.
    if rule.id.as_deref() == Some(FOREIGN) {
        condition.matches_storage_class.push(FOREIGN.into());
    }
    Rule::new().set_action(action).set_condition(condition)
}

/// A rule as we speak of it. What it does not say in our terms is told by `id`, which the API itself does not keep,
/// so that it shows as a difference and is never taken for one of ours.
pub(super) fn from_wire(found: &Rule, versioned: bool) -> LifecycleRule {
    let action = found.action.clone().unwrap_or_default();
    let condition = found.condition.clone().unwrap_or_default();
    let mut rule = LifecycleRule {
        id: None,
        prefix: condition.matches_prefix.first().cloned(),
        suffix: condition.matches_suffix.first().cloned(),
        size_greater_than: None,
        size_less_than: None,
        age_days: unsigned(condition.age_days),
        created_before: condition.created_before.as_ref().map(day),
        noncurrent_days: unsigned(condition.days_since_noncurrent_time),
        keep_newer: unsigned(condition.num_newer_versions),
        action: match action.r#type.as_str() {
            "AbortIncompleteMultipartUpload" => LifecycleAction::AbortMultipart,
            "SetStorageClass" => {
                class(&action.storage_class).map_or_else(Default::default, LifecycleAction::Transition)
            }
            _ => LifecycleAction::Delete,
        },
    };
    if to_wire(&rule, versioned) != *found {
        rule.id = Some(FOREIGN.into());
    }
    rule
}

/// A day written `YYYY-MM-DD`; `None` when it is not one.
pub(super) fn date(text: &str) -> Option<Date> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    let digits = |part: &str, len: usize| {
        (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i32>().ok())?
    };
    let (year, month, day) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (year > 0 && (1..=days).contains(&day)).then(|| Date::new().set_year(year).set_month(month).set_day(day))
}

fn day(date: &Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn unsigned(number: Option<i32>) -> Option<u32> {
    number.and_then(|number| u32::try_from(number).ok())
}
