//! What the API makes of a budget: defaults, and one name for each project.

use serde_json::{Value, json};

use crate::gcp::project;

/// Fills in what was left to the API, and tells projects by their numbers.
pub(super) fn complete(budget: &mut Value) {
    let Some(fields) = budget.as_object_mut() else { return };
    let filter = fields.entry("budgetFilter").or_insert_with(|| json!({}));
    if let Some(filter) = filter.as_object_mut() {
        filter.entry("creditTypesTreatment").or_insert_with(|| "INCLUDE_ALL_CREDITS".into());
        if !filter.contains_key("customPeriod") {
            filter.entry("calendarPeriod").or_insert_with(|| "MONTH".into());
        }
        for project in filter.get_mut("projects").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(by_number) = project.as_str().and_then(self::project) {
                *project = by_number.into();
            }
        }
    }
    for rule in fields.get_mut("thresholdRules").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(rule) = rule.as_object_mut() {
            rule.entry("spendBasis").or_insert_with(|| "CURRENT_SPEND".into());
        }
    }
    fields.entry("notificationsRule").or_insert_with(|| json!({}));
    if let Some(cap) = fields.get_mut("spendCap").and_then(Value::as_object_mut) {
        cap.insert("outputState".into(), "CONFIGURED".into());
    }
}

/// A project's name with its number: `projects/ID` and `projects/NUMBER` are one.
pub(super) fn project(name: &str) -> Option<String> {
    let project = name.strip_prefix("projects/").filter(|project| project::is_project(project))?;
    Some(format!("projects/{}", project::number(project)))
}

/// Whether a budget tracks what this project costs.
pub(super) fn counts(budget: &Value, project: &str) -> bool {
    let projects = budget.pointer("/budgetFilter/projects").and_then(Value::as_array);
    projects.is_some_and(|projects| projects.iter().any(|one| one == project))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_completed() {
        let mut budget = json!({
            "budgetFilter": { "projects": ["projects/my-project", "projects/12"] },
            "thresholdRules": [{ "thresholdPercent": 0.5 }, { "spendBasis": "FORECASTED_SPEND" }],
        });
        complete(&mut budget);
        let number = format!("projects/{}", project::number("my-project"));
        let expected = json!({
            "budgetFilter": {
                "projects": [number, "projects/12"], "calendarPeriod": "MONTH",
                "creditTypesTreatment": "INCLUDE_ALL_CREDITS",
            },
            "thresholdRules": [
                { "thresholdPercent": 0.5, "spendBasis": "CURRENT_SPEND" }, { "spendBasis": "FORECASTED_SPEND" },
            ],
            "notificationsRule": {},
        });
        assert_eq!(budget, expected);
        assert!(counts(&budget, &number) && !counts(&budget, "projects/13"));
        let mut custom = json!({ "budgetFilter": { "customPeriod": {} } });
        complete(&mut custom);
        assert!(custom["budgetFilter"].get("calendarPeriod").is_none());
    }
}
