//! Spend caps: budgets that stop what they track. What such a budget must look like is in the discovery document's
//! descriptions.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::check::{invalid, text, texts};
use crate::gcp::status::Status;

type Check = Result<(), Status>;

/// Checks a new budget, if it is a cap: a project's service has one.
pub(super) fn check_new(budget: &Value, others: &BTreeMap<String, Value>) -> Check {
    check(budget)?;
    let what = |budget: &Value| ["projects", "services"].map(|field| budget["budgetFilter"][field].clone());
    let is_cap = |budget: &Value| budget.get("spendCap").is_some();
    if is_cap(budget) && others.values().any(|other| is_cap(other) && what(other) == what(budget)) {
        return Err(invalid("budget.spend_cap", "the project has a spend cap for the service"));
    }
    Ok(())
}

/// Checks a budget, if it is a cap.
pub(super) fn check(budget: &Value) -> Check {
    if budget.get("spendCap").is_none() {
        return Ok(());
    }
    let rule = |path: &str| budget.pointer(&format!("/notificationsRule/{path}"));
    let filter = |path: &str| budget.pointer(&format!("/budgetFilter/{path}"));
    let thresholds: Vec<_> = budget["thresholdRules"].as_array().into_iter().flatten().collect();
    let three =
        [0.5, 0.8, 1.0].map(|part| json!({ "thresholdPercent": part, "spendBasis": "CURRENT_SPEND" }));
    let same = thresholds.len() == three.len() && three.iter().all(|rule| thresholds.contains(&rule));
    for (good, field, why) in [
        // The sandbox enforces no cap, so there is none to lift.
        (
            text(budget, "/spendCap/inputState") == "CONFIGURED",
            "spend_cap.input_state",
            "it must be CONFIGURED",
        ),
        (
            text(budget, "/ownershipScope") != "BILLING_ACCOUNT",
            "ownership_scope",
            "BILLING_ACCOUNT is not supported",
        ),
        (budget.pointer("/amount/specifiedAmount").is_some(), "amount", "it must be a specified amount"),
        (
            texts(budget, "/budgetFilter/projects").len() == 1,
            "budget_filter.projects",
            "one project is needed",
        ),
        (
            texts(budget, "/budgetFilter/services").len() == 1,
            "budget_filter.services",
            "one service is needed",
        ),
        (
            text(budget, "/budgetFilter/creditTypesTreatment") == "EXCLUDE_ALL_CREDITS",
            "budget_filter.credit_types_treatment",
            "it must be EXCLUDE_ALL_CREDITS",
        ),
        (
            text(budget, "/budgetFilter/calendarPeriod") == "MONTH",
            "budget_filter",
            "the period must be MONTH",
        ),
        (
            ["labels", "subaccounts", "resourceAncestors"].iter().all(|field| filter(field).is_none()),
            "budget_filter",
            "labels, subaccounts and ancestors are not supported",
        ),
        (same, "threshold_rules", "they must be 0.5, 0.8 and 1.0 of what is spent"),
        (
            rule("enableProjectLevelRecipients") == Some(&json!(true)),
            "notifications_rule.enable_project_level_recipients",
            "it must be set",
        ),
        (
            ["disableDefaultIamRecipients", "pubsubTopic", "monitoringNotificationChannels"]
                .iter()
                .all(|field| rule(field).is_none()),
            "notifications_rule",
            "others than the default recipients are not supported",
        ),
    ] {
        if !good {
            return Err(invalid(&format!("budget.{field}"), &format!("{why} with a spend cap")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cap() -> Value {
        let rules =
            [1.0, 0.5, 0.8].map(|part| json!({ "thresholdPercent": part, "spendBasis": "CURRENT_SPEND" }));
        json!({
            "amount": { "specifiedAmount": { "units": "10" } },
            "budgetFilter": {
                "projects": ["projects/1"], "services": ["services/2"], "calendarPeriod": "MONTH",
                "creditTypesTreatment": "EXCLUDE_ALL_CREDITS",
            },
            "thresholdRules": rules,
            "notificationsRule": { "enableProjectLevelRecipients": true },
            "spendCap": { "inputState": "CONFIGURED" },
        })
    }

    #[test]
    fn a_cap_is_strict() {
        assert!(check(&cap()).is_ok());
        assert!(check(&json!({})).is_ok(), "no cap");
        for (path, value) in [
            ("/budgetFilter/projects", json!([])),
            ("/budgetFilter/services", json!(["services/2", "services/3"])),
            ("/budgetFilter/calendarPeriod", json!("YEAR")),
            ("/budgetFilter/creditTypesTreatment", json!("INCLUDE_ALL_CREDITS")),
            ("/thresholdRules/0/thresholdPercent", json!(0.9)),
            ("/notificationsRule/enableProjectLevelRecipients", json!(false)),
            ("/spendCap/inputState", json!("AWAITING_NEXT_PERIOD")),
        ] {
            let mut budget = cap();
            *budget.pointer_mut(path).unwrap() = value;
            assert!(check(&budget).is_err(), "{path}");
        }
        for (path, value) in [
            ("/budgetFilter/labels", json!({ "a": ["b"] })),
            ("/notificationsRule/pubsubTopic", json!("projects/p/topics/t")),
            ("/ownershipScope", json!("BILLING_ACCOUNT")),
            ("/amount", json!({ "lastPeriodAmount": {} })),
        ] {
            let mut budget = cap();
            let (parent, field) = path.rsplit_once('/').unwrap();
            budget.pointer_mut(parent).unwrap()[field] = value;
            assert!(check(&budget).is_err(), "{path}");
        }
    }

    #[test]
    fn a_service_of_a_project_has_one() {
        let others = BTreeMap::from([("a".to_owned(), cap())]);
        assert!(check_new(&cap(), &BTreeMap::new()).is_ok());
        assert!(check_new(&cap(), &others).is_err());
        let mut another = cap();
        another["budgetFilter"]["services"] = json!(["services/3"]);
        assert!(check_new(&another, &others).is_ok());
    }
}
