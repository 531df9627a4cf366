//! What happens to objects by themselves, <https://cloud.google.com/storage/docs/lifecycle>.

use super::storage_class::{COMMON, LEGACY};
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::Bucket;
use crate::gcp::storage::model::lifecycle::{Condition, Rule};

/// Limits of the guide.
const MOST_RULES: usize = 100;
const MOST_AFFIXES: usize = 1000;
const LONGEST_AFFIX: usize = 1024;

/// The size of the largest object, in bytes.
const LARGEST: i64 = 5 << 40;

pub(super) fn settle(bucket: &mut Bucket) -> Result<(), Refusal> {
    let Some(lifecycle) = &bucket.lifecycle else { return Ok(()) };
    if lifecycle.rule.is_empty() {
        bucket.lifecycle = None;
        return Ok(());
    }
    if lifecycle.rule.len() > MOST_RULES {
        return Err(Refusal::invalid(format!("A bucket can have at most {MOST_RULES} lifecycle rules.")));
    }
    let affixes = lifecycle
        .rule
        .iter()
        .map(|rule| rule.condition.matches_prefix.len() + rule.condition.matches_suffix.len())
        .sum::<usize>();
    if affixes > MOST_AFFIXES {
        return Err(Refusal::invalid(format!(
            "Lifecycle matches_suffix and matches_prefix cannot specify more than {MOST_AFFIXES} rules per config."
        )));
    }
    for rule in &lifecycle.rule {
        check_action(rule)?;
        check_condition(&rule.condition)?;
        // <https://cloud.google.com/storage/docs/autoclass#restrictions>
        let by_class =
            rule.action.kind == "SetStorageClass" || !rule.condition.matches_storage_class.is_empty();
        if bucket.autoclassed() && by_class {
            return Err(Refusal::invalid(
                "Autoclass buckets cannot have lifecycle rules with the action SetStorageClass or the condition \
                 matchesStorageClass.",
            ));
        }
    }
    Ok(())
}

fn check_action(rule: &Rule) -> Result<(), Refusal> {
    let Rule { action, condition } = rule;
    match (action.kind.as_str(), action.storage_class.as_deref().unwrap_or_default()) {
        ("Delete", "") => Ok(()),
        ("AbortIncompleteMultipartUpload", "") => {
            let only = Condition {
                age: condition.age,
                matches_prefix: condition.matches_prefix.clone(),
                matches_suffix: condition.matches_suffix.clone(),
                ..Condition::default()
            };
            if only == *condition {
                return Ok(());
            }
            Err(Refusal::invalid(
                "Lifecycle age_days, matches_prefix, and matches_suffix conditions are the only ones allowed for a \
                 ABORT_INCOMPLETE_MULTIPART_UPLOAD rule.",
            ))
        }
        ("SetStorageClass", class) if COMMON.contains(&class) || LEGACY.contains(&class) => Ok(()),
        ("SetStorageClass", "") => {
            Err(Refusal::invalid("Lifecycle storage class rules must specify the destination storage class."))
        }
        ("SetStorageClass", class) => Err(Refusal::invalid(format!(
            "Unknown storage class '{class}' is not a valid option for SET_STORAGE_CLASS actions."
        ))),
        ("Delete" | "AbortIncompleteMultipartUpload", _) => {
            Err(Refusal::invalid("Storage class can only be specified for SET_STORAGE_CLASS actions"))
        }
        (other, _) => Err(Refusal::invalid(format!("Invalid value for: {other} is not a valid value"))),
    }
}

fn check_condition(condition: &Condition) -> Result<(), Refusal> {
    if *condition == Condition::default() {
        return Err(Refusal::invalid("Lifecycle rules must have a condition."));
    }
    let days = [
        ("age", condition.age),
        ("daysSinceCustomTime", condition.days_since_custom_time),
        ("daysSinceNoncurrentTime", condition.days_since_noncurrent_time),
        ("numNewerVersions", condition.num_newer_versions),
    ];
    for (name, number) in days {
        if let Some(number) = number.filter(|number| *number < 0) {
            return Err(Refusal::invalid(format!(
                "Lifecycle {name} condition must be greater than or equal to 0, but was {number}"
            )));
        }
    }
    for (name, affixes) in
        [("matchesPrefix", &condition.matches_prefix), ("matchesSuffix", &condition.matches_suffix)]
    {
        if affixes.iter().any(|affix| affix.is_empty() || affix.len() > LONGEST_AFFIX) {
            return Err(Refusal::invalid(format!(
                "Lifecycle {name} cannot contain a string that is empty or longer than {LONGEST_AFFIX}."
            )));
        }
    }
    for (name, size) in
        [("sizeAboveBytes", condition.size_above_bytes), ("sizeBelowBytes", condition.size_below_bytes)]
    {
        if let Some(size) = size.filter(|size| !(0..=LARGEST).contains(&size.0)) {
            return Err(Refusal::invalid(format!(
                "Lifecycle {name} condition cannot exceed GCS maximum object size limit: 5 TiB, but was {}.",
                size.0
            )));
        }
    }
    let class = condition
        .matches_storage_class
        .iter()
        .find(|class| !COMMON.contains(&class.as_str()) && !LEGACY.contains(&class.as_str()));
    match class {
        Some(class) => Err(Refusal::invalid(format!("Invalid storage class \"{class}\""))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, create};
    use serde_json::{Value, json};

    fn rule(action: Value, condition: Value) -> Value {
        json!({ "lifecycle": { "rule": [{ "action": action, "condition": condition }] } })
    }

    #[test]
    fn rules() {
        let delete = json!({ "type": "Delete" });
        check(rule(delete.clone(), json!({ "age": 0 })), Ok(()));
        check(rule(delete.clone(), json!({ "createdBefore": "2026-01-31" })), Ok(()));
        check(rule(delete.clone(), json!({})), Err("must have a condition"));
        check(
            rule(delete.clone(), json!({ "age": -1 })),
            Err("age condition must be greater than or equal to 0, but was -1"),
        );
        check(
            rule(delete, json!({ "matchesStorageClass": ["COLD"] })),
            Err("Invalid storage class \"COLD\""),
        );
        check(
            rule(json!({ "type": "delete" }), json!({ "age": 1 })),
            Err("Invalid value for: delete is not a valid value"),
        );
        check(
            rule(json!({ "type": "SetStorageClass" }), json!({ "age": 1 })),
            Err("must specify the destination"),
        );
        let move_away = json!({ "type": "SetStorageClass", "storageClass": "COLDLINE" });
        check(rule(move_away.clone(), json!({ "age": 1 })), Ok(()));
        let mut with_autoclass = rule(move_away, json!({ "age": 1 }));
        with_autoclass["autoclass"] = json!({ "enabled": true });
        check(with_autoclass, Err("Autoclass buckets cannot have"));
        let abort = json!({ "type": "AbortIncompleteMultipartUpload" });
        check(rule(abort.clone(), json!({ "age": 1, "matchesPrefix": ["a"] })), Ok(()));
        check(rule(abort, json!({ "age": 1, "isLive": true })), Err("are the only ones allowed"));
    }

    #[test]
    fn no_rules_are_no_lifecycle() {
        assert_eq!(create(json!({ "lifecycle": { "rule": [] } })).unwrap().lifecycle, None);
    }
}
