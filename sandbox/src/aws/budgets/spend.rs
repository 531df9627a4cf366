//! What a budget has counted so far.

use bigdecimal::BigDecimal;
use serde_json::{Value, json};

use super::Ask;
use super::amount::decimal;
use super::filter::counts;
use super::period::{Period, current};
use crate::aws::ce::expression::is_seen_by;
use crate::aws::json::Object;

/// What was spent in the period that runs now and, where anything was, what will have been if it goes on so.
pub(super) fn calculated(ask: &Ask<'_>, definition: &Object) -> Value {
    let Period { start, end } = current(definition, ask.now);
    let spent: BigDecimal = ask.core.fixtures.read(|fixtures| {
        let now = fixtures.spend.iter().filter(|spend| {
            let day = spend.date;
            start.date_naive() <= day && day < end.date_naive() && day <= ask.now.date_naive()
        });
        now.filter(|spend| is_seen_by(ask.account, spend) && counts(definition, spend))
            .map(|spend| &spend.amount)
            .sum()
    });
    let actual = json!({ "Amount": decimal(&spent), "Unit": "USD" });
    let (passed, whole) = ((ask.now - start).num_seconds(), (end - start).num_seconds());
    if spent == BigDecimal::default() || passed <= 0 {
        return json!({ "ActualSpend": actual });
    }
    let forecast = (spent * BigDecimal::from(whole) / BigDecimal::from(passed)).round(3);
    json!({ "ActualSpend": actual, "ForecastedSpend": { "Amount": decimal(&forecast), "Unit": "USD" } })
}
