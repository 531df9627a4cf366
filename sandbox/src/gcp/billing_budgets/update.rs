//! Changes of a budget: which fields of a request count.

use serde_json::Value;
use tonic::Code;

use super::MESSAGES;
use super::check::{invalid, text};
use crate::gcp::document;
use crate::gcp::status::Status;

/// Fields of which a message has one at most: the message, and the fields.
const ONE_OF: [(&str, [&str; 2]); 2] = [
    ("/amount", ["specifiedAmount", "lastPeriodAmount"]),
    ("/budgetFilter", ["calendarPeriod", "customPeriod"]),
];

/// The budget as a request wants it. Without a mask, the fields count that are set.
pub(super) fn apply(there: &Value, wanted: &Value, mask: Option<&str>) -> Result<Value, Status> {
    let etag = text(wanted, "/etag");
    if !etag.is_empty() && etag != text(there, "/etag") {
        return Err(Status::new(Code::Aborted, "The budget has changed since it was read: etag mismatch."));
    }
    let paths = match mask.filter(|mask| !mask.is_empty()) {
        None => wanted.as_object().into_iter().flatten().map(|(field, _)| vec![field.clone()]).collect(),
        Some(mask) => {
            let paths = paths(mask)?;
            let caps = |path: &Vec<String>| path.first().is_some_and(|field| field == "spendCap");
            if there.get("spendCap").is_some() && !paths.iter().any(caps) {
                return Err(invalid("update_mask", "spend_cap must be in the mask of a spend cap's update"));
            }
            paths
        }
    };
    let mut changed = there.clone();
    for path in paths {
        document::take_over(&mut changed, wanted, &path);
    }
    for (message, fields) in ONE_OF {
        keep_newer(there.pointer(message), changed.pointer_mut(message), fields);
    }
    changed["name"] = there["name"].clone();
    Ok(changed)
}

fn paths(mask: &str) -> Result<Vec<Vec<String>>, Status> {
    if mask == "*" {
        let all = [
            "displayName",
            "budgetFilter",
            "amount",
            "thresholdRules",
            "notificationsRule",
            "ownershipScope",
            "spendCap",
        ];
        return Ok(all.iter().map(|field| vec![(*field).to_owned()]).collect());
    }
    let path = |path: &str| {
        let names = MESSAGES.path("Budget", path.trim());
        names.ok_or_else(|| invalid("update_mask", &format!("there is no field {path}")))
    };
    mask.split(',').map(path).collect()
}

/// Of two fields that cannot be set together, the one that was not set before stays.
fn keep_newer(before: Option<&Value>, after: Option<&mut Value>, fields: [&str; 2]) {
    let Some(after) = after.and_then(Value::as_object_mut) else { return };
    if fields.iter().all(|field| after.contains_key(*field)) {
        let older = fields.iter().find(|field| before.is_some_and(|before| before.get(**field).is_some()));
        if let Some(older) = older {
            after.remove(*older);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(wanted: Value, mask: Option<&str>, expected: Result<(&str, Value), &str>) {
        let there = json!({
            "name": "n", "etag": "e", "displayName": "old",
            "amount": { "specifiedAmount": { "units": "10", "nanos": 5 } },
            "budgetFilter": { "calendarPeriod": "MONTH", "projects": ["projects/1"] },
        });
        match (apply(&there, &wanted, mask), expected) {
            (Ok(changed), Ok((path, value))) => {
                assert_eq!(changed.pointer(path).unwrap_or(&Value::Null), &value, "{wanted}");
            }
            (Err(status), Err(part)) => {
                assert!(format!("{} {:?}", status.message, status.details).contains(part), "{status:?}");
            }
            (seen, _) => panic!("{wanted}: {seen:?}"),
        }
    }

    #[test]
    fn masks_say_what_counts() {
        let new = json!({ "displayName": "new" });
        check(new.clone(), Some("displayName"), Ok(("/displayName", json!("new"))));
        check(new.clone(), Some("display_name"), Ok(("/displayName", json!("new"))));
        check(new.clone(), None, Ok(("/displayName", json!("new"))));
        check(new.clone(), Some("amount"), Ok(("/displayName", json!("old"))));
        check(new.clone(), Some("amount"), Ok(("/amount", Value::Null)));
        check(new.clone(), None, Ok(("/amount/specifiedAmount/units", json!("10"))));
        check(
            new.clone(),
            Some("budgetFilter.projects"),
            Ok(("/budgetFilter", json!({ "calendarPeriod": "MONTH" }))),
        );
        check(new.clone(), Some("*"), Ok(("/budgetFilter", Value::Null)));
        check(new.clone(), Some("name"), Ok(("/name", json!("n"))));
        check(new.clone(), Some("else"), Err("no field else"));
        check(new, Some("thresholdRules.thresholdPercent"), Err("no field thresholdRules.thresholdPercent"));
    }

    #[test]
    fn one_of_two_stays() {
        let last = json!({ "amount": { "lastPeriodAmount": {} } });
        check(last.clone(), None, Ok(("/amount", json!({ "lastPeriodAmount": {} }))));
        check(last, Some("amount.lastPeriodAmount"), Ok(("/amount", json!({ "lastPeriodAmount": {} }))));
        let custom = json!({ "budgetFilter": { "customPeriod": { "startDate": {} } } });
        let expected = json!({ "customPeriod": { "startDate": {} }, "projects": ["projects/1"] });
        check(custom, Some("budgetFilter.customPeriod"), Ok(("/budgetFilter", expected)));
    }

    #[test]
    fn an_old_etag_is_refused() {
        check(json!({ "etag": "f", "displayName": "new" }), None, Err("etag mismatch"));
        check(json!({ "etag": "e", "displayName": "new" }), None, Ok(("/displayName", json!("new"))));
    }
}
