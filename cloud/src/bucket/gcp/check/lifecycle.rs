//! Lifecycle rules ("Object Lifecycle Management", Cloud Storage docs).

use super::super::lifecycle::date;
use super::Problems;
use crate::bucket::{LifecycleAction, LifecycleRule, StorageClass};

/// Rules that one bucket takes.
const RULES: usize = 100;

pub(super) fn check(problems: &mut Problems<'_>) {
    // What is not known yet counts as unset, so that a rule could seem to lack what it has.
    let rules = problems.bucket.lifecycle_rules.as_deref().filter(|_| problems.known("lifecycle_rules"));
    let rules = rules.unwrap_or_default();
    if rules.len() > RULES {
        problems.add(
            "lifecycle_rules",
            "too many rules",
            format!("a bucket has at most {RULES} lifecycle rules"),
        );
    }
    for (index, rule) in rules.iter().enumerate() {
        let at = format!("lifecycle_rules[{index}]");
        sizes(problems, &at, rule);
        numbers(problems, &at, rule);
        conditions(problems, &at, rule);
        transition(problems, &at, rule);
    }
}

fn sizes(problems: &mut Problems<'_>, at: &str, rule: &LifecycleRule) {
    for (name, size) in
        [("size_greater_than", rule.size_greater_than), ("size_less_than", rule.size_less_than)]
    {
        if size.is_some() {
            problems.add(
                format!("{at}.{name}"),
                "Google Cloud has no rules by size",
                "lifecycle rules of Cloud Storage know no condition on an object's size; select by prefix or suffix",
            );
        }
    }
}

fn numbers(problems: &mut Problems<'_>, at: &str, rule: &LifecycleRule) {
    let numbers = [
        ("age_days", rule.age_days),
        ("noncurrent_days", rule.noncurrent_days),
        ("keep_newer", rule.keep_newer),
    ];
    for (name, number) in numbers {
        if number.is_some_and(|number| i32::try_from(number).is_err()) {
            problems.add(format!("{at}.{name}"), "too large", format!("at most {}", i32::MAX));
        }
    }
    if rule.created_before.as_deref().is_some_and(|day| date(day).is_none()) {
        problems.add(
            format!("{at}.created_before"),
            "not a day",
            "a day is written YYYY-MM-DD, such as \"2026-01-31\"",
        );
    }
}

fn conditions(problems: &mut Problems<'_>, at: &str, rule: &LifecycleRule) {
    let timed = rule.age_days.is_some()
        || rule.created_before.is_some()
        || rule.noncurrent_days.is_some()
        || rule.keep_newer.is_some();
    let selects = rule.prefix.is_some() || rule.suffix.is_some();
    if !timed && !selects {
        problems.add(
            at,
            "the rule has no condition",
            "a rule of Cloud Storage needs one: set age_days (0 for at once), created_before, noncurrent_days, \
             keep_newer, prefix or suffix",
        );
    }
    if rule.action == LifecycleAction::AbortMultipart {
        let foreign = [
            ("created_before", rule.created_before.is_some()),
            ("noncurrent_days", rule.noncurrent_days.is_some()),
            ("keep_newer", rule.keep_newer.is_some()),
        ];
        for (name, _) in foreign.iter().filter(|(_, set)| *set) {
            problems.add(
                format!("{at}.{name}"),
                "not a condition for multipart uploads",
                "abort_multipart takes age_days, prefix and suffix only",
            );
        }
    }
}

fn transition(problems: &mut Problems<'_>, at: &str, rule: &LifecycleRule) {
    let LifecycleAction::Transition(class) = rule.action else { return };
    if class == StorageClass::Standard {
        problems.add(
            format!("{at}.storage_class"),
            "objects only move to colder classes",
            "no rule moves an object to the standard class; choose infrequent, cold or archive",
        );
    }
    if problems.known("gcp") && (problems.extras.autoclass.is_some() || problems.rapid()) {
        problems.add(
            format!("{at}.action"),
            "the bucket chooses classes itself",
            "no rule moves objects to another class in a bucket with gcp.autoclass or gcp.rapid",
        );
    }
}
