//! Lifecycle rules ("Object Lifecycle Management", Cloud Storage docs).

use super::super::lifecycle::date;
use super::Subject;
use crate::bucket::{LifecycleAction, LifecycleRule, StorageClass};

/// Rules that one bucket takes.
const RULES: usize = 100;

pub(super) fn check(subject: &mut Subject<'_>) {
    // What is not known yet counts as unset, so that a rule could seem to lack what it has.
    let rules = subject.wanted.lifecycle_rules.as_deref().filter(|_| subject.known(&["lifecycle_rules"]));
    let rules = rules.unwrap_or_default();
    if rules.len() > RULES {
        subject.problem(
            "lifecycle_rules",
            "too many rules",
            format!("a bucket has at most {RULES} lifecycle rules"),
        );
    }
    for (index, rule) in rules.iter().enumerate() {
        let at = format!("lifecycle_rules[{index}]");
        sizes(subject, &at, rule);
        numbers(subject, &at, rule);
        conditions(subject, &at, rule);
        transition(subject, &at, rule);
    }
}

fn sizes(subject: &mut Subject<'_>, at: &str, rule: &LifecycleRule) {
    for (name, size) in
        [("size_greater_than", rule.size_greater_than), ("size_less_than", rule.size_less_than)]
    {
        if size.is_some() {
            subject.problem(
                format!("{at}.{name}"),
                "Google Cloud has no rules by size",
                "lifecycle rules of Cloud Storage know no condition on an object's size; select by prefix or suffix",
            );
        }
    }
}

fn numbers(subject: &mut Subject<'_>, at: &str, rule: &LifecycleRule) {
    let numbers = [
        ("age_days", rule.age_days),
        ("noncurrent_days", rule.noncurrent_days),
        ("keep_newer", rule.keep_newer),
    ];
    for (name, number) in numbers {
        if number.is_some_and(|number| i32::try_from(number).is_err()) {
            subject.problem(format!("{at}.{name}"), "too large", format!("at most {}", i32::MAX));
        }
    }
    if rule.created_before.as_deref().is_some_and(|day| date(day).is_none()) {
        subject.problem(
            format!("{at}.created_before"),
            "not a day",
            "a day is written YYYY-MM-DD, such as \"2026-01-31\"",
        );
    }
}

fn conditions(subject: &mut Subject<'_>, at: &str, rule: &LifecycleRule) {
    let timed = rule.age_days.is_some()
        || rule.created_before.is_some()
        || rule.noncurrent_days.is_some()
        || rule.keep_newer.is_some();
    let selects = rule.prefix.is_some() || rule.suffix.is_some();
    if !timed && !selects {
        subject.problem(
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
            subject.problem(
                format!("{at}.{name}"),
                "not a condition for multipart uploads",
                "abort_multipart takes age_days, prefix and suffix only",
            );
        }
    }
}

fn transition(subject: &mut Subject<'_>, at: &str, rule: &LifecycleRule) {
    let LifecycleAction::Transition(class) = rule.action else { return };
    if class == StorageClass::Standard {
        subject.problem(
            format!("{at}.storage_class"),
            "objects only move to colder classes",
            "no rule moves an object to the standard class; choose infrequent, cold or archive",
        );
    }
    if subject.known(&["gcp"]) && (subject.extras.autoclass.is_some() || subject.rapid()) {
        subject.problem(
            format!("{at}.action"),
            "the bucket chooses classes itself",
            "no rule moves objects to another class in a bucket with gcp.autoclass or gcp.rapid",
        );
    }
}
