//! What the API refuses in a budget. The rules are those of the discovery document's descriptions.

use chrono::NaiveDate;
use serde_json::Value;

use super::budget;
use crate::gcp::status::Status;

type Check = Result<(), Status>;

/// The most Cloud Monitoring channels of a budget.
const MOST_CHANNELS: usize = 5;

/// Whether this is a billing account's ID: three times six digits and letters.
pub(super) fn account(account: &str) -> Check {
    let part = |part: &str| {
        part.len() == 6 && part.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    };
    let parts: Vec<&str> = account.split('-').collect();
    if parts.len() == 3 && parts.into_iter().all(part) {
        return Ok(());
    }
    Err(invalid("parent", "a billing account is XXXXXX-XXXXXX-XXXXXX"))
}

/// Checks a budget that is complete.
pub(super) fn budget(budget: &Value) -> Check {
    if text(budget, "/displayName").chars().count() > 60 {
        return Err(invalid("budget.display_name", "longer than 60 characters"));
    }
    amount(budget)?;
    filter(budget)?;
    thresholds(budget)?;
    notifications(budget)
}

/// The refusal of an argument, with the field and the reason in the details.
pub(super) fn invalid(field: &str, why: &str) -> Status {
    Status::invalid("Request contains an invalid argument.").violations([(field, why)])
}

fn amount(budget: &Value) -> Check {
    let field = "budget.amount";
    let Some(amount) = budget.get("amount") else { return Err(invalid(field, "missing")) };
    if let Some(money) = amount.get("specifiedAmount") {
        let units: i64 = text(money, "/units").parse().unwrap_or_default();
        let nanos = money.get("nanos").and_then(Value::as_i64).unwrap_or_default();
        if units < 0 || !(0..1_000_000_000).contains(&nanos) {
            return Err(invalid(field, "the amount must not be negative, nor its nanos 1000000000 or more"));
        }
        let currency = text(money, "/currencyCode");
        if !currency.is_empty()
            && (currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()))
        {
            return Err(invalid("budget.amount.specified_amount.currency_code", "not a code of ISO 4217"));
        }
        return Ok(());
    }
    if amount.get("lastPeriodAmount").is_none() {
        return Err(invalid(field, "neither specified_amount nor last_period_amount"));
    }
    if budget.pointer("/budgetFilter/customPeriod").is_some() {
        return Err(invalid(field, "last_period_amount needs a calendar period"));
    }
    Ok(())
}

fn filter(budget: &Value) -> Check {
    let at = |field: &str| format!("budget.budget_filter.{field}");
    let names = |field: &str| texts(budget, &format!("/budgetFilter/{field}"));
    let named =
        |field: &str, good: &dyn Fn(&str) -> bool| match names(field).into_iter().find(|name| !good(name)) {
            Some(name) => Err(invalid(&at(field), &format!("{name} is no name of one"))),
            None => Ok(()),
        };
    named("projects", &|name| budget::project(name).is_some())?;
    let number = |text: Option<&str>| {
        text.is_some_and(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
    };
    named("resourceAncestors", &|name| {
        number(name.strip_prefix("folders/")) || number(name.strip_prefix("organizations/"))
    })?;
    named("services", &|name| {
        name.strip_prefix("services/").is_some_and(|id| !id.is_empty() && !id.contains('/'))
    })?;
    named("subaccounts", &|name| {
        name.strip_prefix("billingAccounts/").is_some_and(|id| account(id).is_ok())
    })?;
    labels(budget)?;
    let specified = text(budget, "/budgetFilter/creditTypesTreatment") == "INCLUDE_SPECIFIED_CREDITS";
    match (specified, names("creditTypes").is_empty()) {
        (true, true) => Err(invalid(&at("credit_types"), "needed for INCLUDE_SPECIFIED_CREDITS")),
        (false, false) => Err(invalid(&at("credit_types"), "only for INCLUDE_SPECIFIED_CREDITS")),
        _ => period(budget),
    }
}

/// One label with one value.
fn labels(budget: &Value) -> Check {
    let field = "budget.budget_filter.labels";
    let Some(labels) = budget.pointer("/budgetFilter/labels").and_then(Value::as_object) else {
        return Ok(());
    };
    let one = |values: &Value| match values.as_array().map(Vec::as_slice) {
        Some([value]) => value.is_string(),
        _ => false,
    };
    if labels.len() != 1 || !labels.values().all(one) {
        return Err(invalid(field, "multiple entries or multiple values per entry are not allowed"));
    }
    Ok(())
}

fn period(budget: &Value) -> Check {
    let field = "budget.budget_filter.custom_period";
    let Some(period) = budget.pointer("/budgetFilter/customPeriod") else { return Ok(()) };
    let earliest = NaiveDate::from_ymd_opt(2017, 1, 1);
    let start = match period.get("startDate").map(date) {
        Some(Some(start)) if Some(start) > earliest => start,
        _ => return Err(invalid(field, "start_date must be a date after January 1, 2017")),
    };
    match period.get("endDate").map(date) {
        None => Ok(()),
        Some(Some(end)) if end >= start => Ok(()),
        Some(_) => Err(invalid(field, "end_date must be a date that is not before start_date")),
    }
}

fn date(date: &Value) -> Option<NaiveDate> {
    let part = |name: &str| date.get(name).and_then(Value::as_i64);
    let (year, month, day) = (part("year")?, part("month")?, part("day")?);
    NaiveDate::from_ymd_opt(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

fn thresholds(budget: &Value) -> Check {
    let custom = budget.pointer("/budgetFilter/customPeriod").is_some();
    let rules = budget.get("thresholdRules").and_then(Value::as_array);
    for (index, rule) in rules.into_iter().flatten().enumerate() {
        let field = format!("budget.threshold_rules[{index}]");
        if rule.get("thresholdPercent").and_then(Value::as_f64).unwrap_or_default() < 0.0 {
            return Err(invalid(&field, "threshold_percent must not be negative"));
        }
        if custom && text(rule, "/spendBasis") == "FORECASTED_SPEND" {
            return Err(invalid(&field, "FORECASTED_SPEND needs a calendar period"));
        }
    }
    Ok(())
}

fn notifications(budget: &Value) -> Check {
    let at = |field: &str| format!("budget.notifications_rule.{field}");
    let (topic, version) =
        (text(budget, "/notificationsRule/pubsubTopic"), text(budget, "/notificationsRule/schemaVersion"));
    let is = |name: &str, collection: &str| {
        let parts: Vec<&str> = name.split('/').collect();
        matches!(parts[..], ["projects", project, kind, id] if kind == collection && !project.is_empty() && !id.is_empty())
    };
    if !topic.is_empty() && !is(topic, "topics") {
        return Err(invalid(&at("pubsub_topic"), "it must be projects/PROJECT/topics/TOPIC"));
    }
    if version != "1.0" && (!topic.is_empty() || !version.is_empty()) {
        return Err(invalid(&at("schema_version"), "it must be \"1.0\""));
    }
    let channels = texts(budget, "/notificationsRule/monitoringNotificationChannels");
    if channels.len() > MOST_CHANNELS {
        return Err(invalid(&at("monitoring_notification_channels"), "more than 5"));
    }
    if let Some(channel) = channels.into_iter().find(|channel| !is(channel, "notificationChannels")) {
        return Err(invalid(
            &at("monitoring_notification_channels"),
            &format!("{channel} is no name of one"),
        ));
    }
    Ok(())
}

/// The text at a path of a message, empty where there is none.
pub(super) fn text<'a>(message: &'a Value, path: &str) -> &'a str {
    message.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of a list.
pub(super) fn texts<'a>(message: &'a Value, path: &str) -> Vec<&'a str> {
    let list = message.pointer(path).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Checks a budget of 10 dollars and what else is told; `None` is a good one, else a part of the reason.
    fn check(more: Value, expected: Option<&str>) {
        let mut wanted = json!({ "amount": { "specifiedAmount": { "units": "10" } } });
        wanted.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        budget::complete(&mut wanted);
        let seen = budget(&wanted).err().map(|status| status.details[0].to_string());
        match (&seen, expected) {
            (None, None) => {}
            (Some(seen), Some(part)) if seen.contains(part) => {}
            _ => panic!("{more}: {seen:?} is not {expected:?}"),
        }
    }

    #[test]
    fn accounts() {
        assert!(account("012345-6789AB-CDEF01").is_ok());
        assert!(account("012345-6789ab-cdef01").is_err());
        assert!(account("012345").is_err());
    }

    #[test]
    fn amounts_and_names() {
        check(json!({ "displayName": "a".repeat(60) }), None);
        check(json!({ "displayName": "a".repeat(61) }), Some("display_name"));
        check(json!({ "amount": {} }), Some("neither"));
        check(json!({ "amount": { "lastPeriodAmount": {} } }), None);
        check(json!({ "amount": { "specifiedAmount": { "units": "-1" } } }), Some("negative"));
        check(json!({ "amount": { "specifiedAmount": { "nanos": 1_000_000_000 } } }), Some("nanos"));
        check(json!({ "amount": { "specifiedAmount": { "currencyCode": "usd" } } }), Some("ISO 4217"));
    }

    #[test]
    fn filters() {
        let filter = |filter: Value| json!({ "budgetFilter": filter });
        check(filter(json!({ "labels": { "team": ["a"] } })), None);
        check(filter(json!({ "labels": { "team": ["a", "b"] } })), Some("multiple"));
        check(filter(json!({ "labels": { "team": ["a"], "env": ["b"] } })), Some("multiple"));
        check(filter(json!({ "projects": ["my-project"] })), Some("projects"));
        check(filter(json!({ "services": ["24E6-581D-38E5"] })), Some("services"));
        check(filter(json!({ "resourceAncestors": ["folders/1", "organizations/2"] })), None);
        check(filter(json!({ "resourceAncestors": ["folders/a"] })), Some("resourceAncestors"));
        check(filter(json!({ "subaccounts": ["billingAccounts/012345-6789AB-CDEF01"] })), None);
        check(filter(json!({ "creditTypes": ["PROMOTION"] })), Some("only for"));
        check(filter(json!({ "creditTypesTreatment": "INCLUDE_SPECIFIED_CREDITS" })), Some("needed for"));
    }

    #[test]
    fn periods() {
        let day = |year: i32| json!({ "year": year, "month": 2, "day": 28 });
        let custom = |start: Value, end: Value| {
            let mut period = json!({ "startDate": start });
            if !end.is_null() {
                period["endDate"] = end;
            }
            json!({ "budgetFilter": { "customPeriod": period } })
        };
        let with = |mut budget: Value, field: &str, value: Value| {
            budget[field] = value;
            budget
        };
        check(custom(day(2026), Value::Null), None);
        check(custom(day(2026), day(2027)), None);
        check(custom(day(2026), day(2025)), Some("end_date"));
        check(custom(day(2016), Value::Null), Some("2017"));
        check(custom(json!({ "year": 2026, "month": 2, "day": 30 }), Value::Null), Some("start_date"));
        let last = json!({ "lastPeriodAmount": {} });
        check(with(custom(day(2026), Value::Null), "amount", last), Some("calendar period"));
        let forecast = json!([{ "thresholdPercent": 1.0, "spendBasis": "FORECASTED_SPEND" }]);
        check(json!({ "thresholdRules": forecast }), None);
        check(with(custom(day(2026), Value::Null), "thresholdRules", forecast), Some("FORECASTED_SPEND"));
        check(json!({ "thresholdRules": [{ "thresholdPercent": -0.1 }] }), Some("negative"));
    }

    #[test]
    fn recipients() {
        let rule = |rule: Value| json!({ "notificationsRule": rule });
        let topic = "projects/p/topics/t";
        check(rule(json!({ "pubsubTopic": topic, "schemaVersion": "1.0" })), None);
        check(rule(json!({ "pubsubTopic": topic })), Some("schema_version"));
        check(rule(json!({ "schemaVersion": "2.0" })), Some("schema_version"));
        check(rule(json!({ "pubsubTopic": "t", "schemaVersion": "1.0" })), Some("pubsub_topic"));
        let channel = "projects/p/notificationChannels/1";
        check(rule(json!({ "monitoringNotificationChannels": vec![channel; 5] })), None);
        check(rule(json!({ "monitoringNotificationChannels": vec![channel; 6] })), Some("more than 5"));
        check(rule(json!({ "monitoringNotificationChannels": ["a@example.com"] })), Some("is no name"));
    }
}
