//! How much a budget allows: an amount, one for each period to come, or one that follows the past.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Months, Utc};
use serde_json::{Value, json};

use super::invalid;
use super::period::{Unit, current, whole};
use crate::aws::json::{Error, Object};

/// Checks what a budget says of its amount and writes it as the service does.
pub(super) fn complete(definition: &mut Object, now: DateTime<Utc>) -> Result<(), Error> {
    let given = |name: &str| definition.get(name).is_some_and(|value| !value.is_null());
    let (fixed, planned) = (given("BudgetLimit"), given("PlannedBudgetLimits"));
    let adjusted = given("AutoAdjustData");
    let costs = matches!(kind(definition), "COST" | "USAGE");
    if !fixed && !planned && !adjusted {
        if costs {
            // The words of moto 5.2.1, as recorded from the service.
            return Err(invalid(
                "Unable to create/update budget - please provide one of the followings: Budget Limit/ Planned Budget \
                 Limit/ Auto Adjust Data",
            ));
        }
        definition.insert("BudgetLimit".to_owned(), json!({ "Amount": "100.0", "Unit": "PERCENTAGE" }));
    }
    if planned && (fixed || adjusted) {
        return Err(invalid("Only one of BudgetLimit or PlannedBudgetLimits can be present at one time."));
    }
    if let Some(limit) = definition.get_mut("BudgetLimit") {
        write(limit);
    }
    if planned {
        plan(definition, now)?;
    }
    if adjusted {
        adjust(definition)?;
    }
    let unit = definition.get("BudgetLimit").and_then(|limit| limit["Unit"].as_str()).unwrap_or("USD");
    if kind(definition) == "COST" && unit != "USD" {
        return Err(invalid(format!("Unit {unit} is not valid for a budget of costs: it must be USD.")));
    }
    Ok(())
}

/// A budget's limit of the period that runs now.
pub(super) fn show(definition: &mut Object, now: DateTime<Utc>) {
    let Some(limits) = definition.get("PlannedBudgetLimits").and_then(Value::as_object) else { return };
    let start = current(definition, now).start.timestamp();
    let times = limits.iter().filter_map(|(key, limit)| Some((key.parse::<i64>().ok()?, limit)));
    let mut times: Vec<_> = times.collect();
    times.sort_by_key(|(time, _)| *time);
    let running = times.iter().rfind(|(time, _)| *time <= start).or(times.first());
    if let Some(limit) = running.map(|(_, limit)| (*limit).clone()) {
        definition.insert("BudgetLimit".to_owned(), limit);
    }
}

/// A decimal as the service writes it: always with a fraction, `100` as `100.0` (hashicorp/terraform-provider-aws takes
/// the two for one, `suppressEquivalentBudgetLimitAmount`).
pub(super) fn decimal(number: &BigDecimal) -> String {
    let text = number.normalized().to_plain_string();
    if text.contains('.') { text } else { text + ".0" }
}

fn write(limit: &mut Value) {
    if let Some(number) = limit["Amount"].as_str().and_then(|text| text.parse().ok()) {
        limit["Amount"] = decimal(&number).into();
    }
}

fn kind(definition: &Object) -> &str {
    definition.get("BudgetType").and_then(Value::as_str).unwrap_or_default()
}

/// Limits for the periods to come (botocore's model, `PlannedBudgetLimits`): those of a year, from the one that runs now
/// or, later, the budget's first, to the budget's last.
fn plan(definition: &mut Object, now: DateTime<Utc>) -> Result<(), Error> {
    let months = match Unit::of(definition) {
        Unit::Months(months @ (1 | 3)) => months,
        _ => {
            return Err(invalid("PlannedBudgetLimits are available for monthly and quarterly budgets only."));
        }
    };
    let (first, end) = (current(definition, now).start, whole(definition, now).end);
    let starts = (0..12 / months).filter_map(|n| first.checked_add_months(Months::new(n * months)));
    let mut wanted: Vec<String> =
        starts.filter(|start| *start < end).map(|start| start.timestamp().to_string()).collect();
    wanted.sort();
    let Some(limits) = definition.get_mut("PlannedBudgetLimits").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    let mut given: Vec<String> = limits.keys().cloned().collect();
    given.sort();
    if given != wanted {
        return Err(invalid(format!(
            "PlannedBudgetLimits must have one limit for each period, by its start in seconds since 1970: {}",
            wanted.join(", ")
        )));
    }
    limits.values_mut().for_each(write);
    Ok(())
}

/// The most periods that are averaged are those of botocore's model, `HistoricalOptions`.
fn adjust(definition: &mut Object) -> Result<(), Error> {
    let most = match Unit::of(definition) {
        Unit::Day => 60,
        Unit::Months(1) => 12,
        Unit::Months(3) => 4,
        Unit::Months(_) => 1,
        Unit::Custom => {
            return Err(invalid("AutoAdjustData is not available for a budget with TimeUnit CUSTOM."));
        }
    };
    let data = &definition["AutoAdjustData"];
    let periods = data["HistoricalOptions"]["BudgetAdjustmentPeriod"].as_i64();
    match (data["AutoAdjustType"].as_str(), periods) {
        (Some("HISTORICAL"), None) => {
            Err(invalid("HistoricalOptions are required for AutoAdjustType HISTORICAL."))
        }
        (Some("HISTORICAL"), Some(periods)) if periods > most => {
            Err(invalid(format!("BudgetAdjustmentPeriod can be at most {most} for this TimeUnit.")))
        }
        (Some("FORECAST"), Some(_)) => {
            Err(invalid("HistoricalOptions are not valid for AutoAdjustType FORECAST."))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(definition: Value, expected: Result<Value, &str>) {
        let Value::Object(mut definition) = definition else { panic!("not an object") };
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00Z").unwrap().to_utc();
        definition.insert("TimePeriod".into(), json!({ "Start": now.timestamp(), "End": 1_801_000_000 }));
        let seen = complete(&mut definition, now).map_err(|error| error.message);
        show(&mut definition, now);
        let limit = definition.get("BudgetLimit").cloned().unwrap_or_default();
        assert_eq!(seen.map(|()| limit["Amount"].clone()), expected.map_err(str::to_owned), "{definition:?}");
    }

    #[test]
    fn amounts_are_written_as_the_service_does() {
        let fixed = |amount: &str| json!({ "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": { "Amount": amount, "Unit": "USD" } });
        check(fixed("100"), Ok("100.0".into()));
        check(fixed("1250.50"), Ok("1250.5".into()));
        check(fixed("0.10"), Ok("0.1".into()));
        check(fixed(".5"), Ok("0.5".into()));
        check(fixed("12345678901234567890.123456789"), Ok("12345678901234567890.123456789".into()));
    }

    #[test]
    fn a_plan_has_each_period_until_the_end() {
        let plan = |limits: Value| json!({ "BudgetType": "COST", "TimeUnit": "MONTHLY", "PlannedBudgetLimits": limits });
        let limit = |amount: &str| json!({ "Amount": amount, "Unit": "USD" });
        // November, December, and January, in which the budget of this test ends.
        let whole = json!({ "1793491200": limit("1"), "1796083200": limit("2"), "1798761600": limit("3") });
        check(plan(whole), Ok("1.0".into()));
        check(
            plan(json!({ "1793491200": limit("1") })),
            Err(
                "PlannedBudgetLimits must have one limit for each period, by its start in seconds since 1970: \
                 1793491200, 1796083200, 1798761600",
            ),
        );
    }

    #[test]
    fn amounts_that_follow_the_past_are_checked() {
        let adjust = |unit: &str, data: Value| json!({ "BudgetType": "COST", "TimeUnit": unit, "AutoAdjustData": data });
        let historical = |periods: i64| json!({ "AutoAdjustType": "HISTORICAL", "HistoricalOptions": { "BudgetAdjustmentPeriod": periods } });
        check(adjust("MONTHLY", historical(12)), Ok(Value::Null));
        check(
            adjust("MONTHLY", historical(13)),
            Err("BudgetAdjustmentPeriod can be at most 12 for this TimeUnit."),
        );
        check(
            adjust("QUARTERLY", json!({ "AutoAdjustType": "HISTORICAL" })),
            Err("HistoricalOptions are required for AutoAdjustType HISTORICAL."),
        );
    }
}
