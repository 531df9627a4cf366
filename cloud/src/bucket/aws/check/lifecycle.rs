//! Lifecycle rules: what S3 takes in one rule. API reference, `LifecycleRule` and the types that it holds; Amazon S3
//! User Guide, "Transitioning objects using Amazon S3 Lifecycle".

use super::Subject;
use crate::bucket::{LifecycleAction, LifecycleRule, StorageClass};

const MOST_RULES: usize = 1000;
const LONGEST_ID: usize = 255;

/// Objects stay so many days in `STANDARD` before they can move to `STANDARD_IA`.
const DAYS_BEFORE_INFREQUENT: u32 = 30;

/// `NoncurrentVersionExpiration.NewerNoncurrentVersions`.
const MOST_VERSIONS_KEPT: u32 = 100;

pub(super) fn check(subject: &mut Subject<'_>) {
    let Some(rules) = subject.wanted.lifecycle_rules.as_ref().filter(|_| subject.known(&["lifecycle_rules"]))
    else {
        return;
    };
    if rules.len() > MOST_RULES {
        subject.problem(
            "lifecycle_rules",
            format!("{} rules are too many", rules.len()),
            "S3 takes at most 1,000 lifecycle rules for a bucket.",
        );
    }
    for (index, rule) in rules.iter().enumerate() {
        let mut rule = Rule { index, rule, subject };
        rule.not_on_s3();
        rule.conditions();
        rule.numbers();
        rule.transition();
        rule.abort();
        rule.shares_id(rules);
    }
}

struct Rule<'r, 's, 'b> {
    index: usize,
    rule: &'r LifecycleRule,
    subject: &'s mut Subject<'b>,
}

impl Rule<'_, '_, '_> {
    fn problem(&mut self, field: &str, summary: impl Into<String>, detail: impl Into<String>) {
        self.subject.problem(format!("lifecycle_rules[{}].{field}", self.index), summary, detail);
    }

    fn not_on_s3(&mut self) {
        if self.rule.suffix.is_some() {
            self.problem(
                "suffix",
                "S3 has no lifecycle rules by the end of a name",
                "Use `prefix`, or sizes, or leave the rule to buckets on Google Cloud.",
            );
        }
        let id = self.rule.id.as_deref();
        if id.is_some_and(|id| id.is_empty() || id.chars().count() > LONGEST_ID) {
            self.problem("id", "the rule's id is empty or too long", "An id has 1 to 255 characters.");
        }
    }

    /// A rule says when for current objects or for noncurrent versions, and never for both: S3 would do each on its
    /// own, where Google Cloud waits for all of a rule's conditions.
    fn conditions(&mut self) {
        let rule = self.rule;
        let current =
            [("age_days", rule.age_days.is_some()), ("created_before", rule.created_before.is_some())];
        let is_current = current.iter().any(|(_, set)| *set);
        let is_noncurrent = rule.noncurrent_days.is_some() || rule.keep_newer.is_some();
        if rule.age_days.is_some() && rule.created_before.is_some() {
            self.problem(
                "created_before",
                "S3 takes either an age or a day in one rule",
                "Write two rules, or leave one of `age_days` and `created_before` out.",
            );
        }
        if is_current && is_noncurrent && rule.action != LifecycleAction::AbortMultipart {
            let field = if rule.noncurrent_days.is_some() { "noncurrent_days" } else { "keep_newer" };
            self.problem(
                field,
                "S3 does not combine the age of an object with that of its noncurrent versions",
                "One of its rules would do both things on their own. Write two rules.",
            );
        }
        if rule.keep_newer.is_some() && rule.noncurrent_days.is_none() {
            self.problem(
                "keep_newer",
                "S3 counts newer versions only beside `noncurrent_days`",
                "Add `noncurrent_days = 1`, the shortest that S3 takes.",
            );
        }
        if !is_current && !is_noncurrent {
            self.problem(
                if rule.action == LifecycleAction::AbortMultipart { "age_days" } else { "action" },
                "the rule does not say when",
                "Set `age_days`, `created_before` or `noncurrent_days`.",
            );
        }
        if rule.created_before.as_deref().is_some_and(|day| !is_day(day)) {
            self.problem(
                "created_before",
                format!("{:?} is no day", rule.created_before.as_deref().unwrap_or_default()),
                "Days are written `YYYY-MM-DD`. On S3 it is the day on which the action happens.",
            );
        }
    }

    fn numbers(&mut self) {
        let rule = self.rule;
        let deletes = !matches!(rule.action, LifecycleAction::Transition(_));
        for (field, number) in [("age_days", rule.age_days), ("noncurrent_days", rule.noncurrent_days)] {
            if number == Some(0) && (deletes || field == "noncurrent_days") {
                self.problem(
                    field,
                    "S3 takes 1 day or more here",
                    "It runs its rules once a day; 0 is taken for transitions of current objects alone.",
                );
            }
            if number.is_some_and(|number| i32::try_from(number).is_err()) {
                self.problem(field, "the number is too large", "S3 takes at most 2,147,483,647 days.");
            }
        }
        if rule.keep_newer.is_some_and(|kept| kept == 0 || kept > MOST_VERSIONS_KEPT) {
            self.problem(
                "keep_newer",
                "S3 keeps 1 to 100 newer noncurrent versions",
                "Leave `keep_newer` out to keep none.",
            );
        }
        let (above, below) = (rule.size_greater_than, rule.size_less_than);
        if below.is_some_and(|below| above.is_some_and(|above| below <= above)) {
            self.problem(
                "size_less_than",
                "no object is larger than the one and smaller than the other size",
                "`size_less_than` is larger than `size_greater_than`.",
            );
        }
    }

    fn transition(&mut self) {
        let LifecycleAction::Transition(class) = self.rule.action else { return };
        if class == StorageClass::Standard {
            self.problem(
                "storage_class",
                "S3 moves no object back to `standard`",
                "Its lifecycle rules move objects to `infrequent`, `cold` or `archive`.",
            );
        }
        for (field, days) in
            [("age_days", self.rule.age_days), ("noncurrent_days", self.rule.noncurrent_days)]
        {
            if class == StorageClass::Infrequent && days.is_some_and(|days| days < DAYS_BEFORE_INFREQUENT) {
                self.problem(
                    field,
                    format!("{} days are too early for a transition to `infrequent`", days.unwrap_or_default()),
                    "S3 moves objects to STANDARD_IA after 30 days or more. `cold` and `archive` may come earlier.",
                );
            }
        }
    }

    fn abort(&mut self) {
        if self.rule.action != LifecycleAction::AbortMultipart {
            return;
        }
        let rule = self.rule;
        let set = [
            ("created_before", rule.created_before.is_some()),
            ("noncurrent_days", rule.noncurrent_days.is_some()),
            ("keep_newer", rule.keep_newer.is_some()),
            ("size_greater_than", rule.size_greater_than.is_some()),
            ("size_less_than", rule.size_less_than.is_some()),
        ];
        for (field, _) in set.into_iter().filter(|(_, set)| *set) {
            self.problem(
                field,
                "an upload that was never completed has no such thing",
                "Rules with `action = \"abort_multipart\"` take `age_days` and `prefix`.",
            );
        }
    }

    /// Neutral rules of one id are one rule of S3, which has one filter and does each thing once.
    fn shares_id(&mut self, rules: &[LifecycleRule]) {
        let Some(id) = &self.rule.id else { return };
        let earlier = rules.iter().take(self.index).filter(|other| other.id.as_ref() == Some(id));
        let filter =
            |rule: &LifecycleRule| (rule.prefix.clone(), rule.size_greater_than, rule.size_less_than);
        let (mut other_filter, mut twice) = (false, false);
        for other in earlier {
            other_filter |= filter(other) != filter(self.rule);
            let same_side = other.noncurrent_days.is_some() == self.rule.noncurrent_days.is_some();
            twice |= same_side && other.action == self.rule.action;
        }
        if other_filter {
            self.problem(
                "id",
                format!("two rules are called {id:?} and choose different objects"),
                "Rules of one id are one rule of S3, which has one `prefix` and one pair of sizes. Give them two ids.",
            );
        }
        if twice {
            self.problem(
                "id",
                format!("two rules are called {id:?} and do the same thing"),
                "Rules of one id are one rule of S3, which does each thing once. Give them two ids.",
            );
        }
    }
}

/// Whether a text is a day of the calendar, `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
    text.len() == 10 && DateTime::from_str(&format!("{text}T00:00:00Z"), DateTimeFormat::DateTime).is_ok()
}
