//! The periods of a budget.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeZone, Utc};
use serde_json::{Value, json};

use super::invalid;
use crate::aws::json::{Error, Object};

/// The end of a budget that has none: 15 June 2087, in seconds since 1970 (botocore's model, `TimePeriod`).
pub(super) const NEVER: i64 = 3_706_473_600;

/// From its first second to the first second after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Period {
    pub(super) start: DateTime<Utc>,
    pub(super) end: DateTime<Utc>,
}

/// How often a budget begins anew; a custom period never does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    Day,
    Months(u32),
    Custom,
}

impl Unit {
    pub(super) fn of(definition: &Object) -> Self {
        match definition.get("TimeUnit").and_then(Value::as_str) {
            Some("DAILY") => Self::Day,
            Some("QUARTERLY") => Self::Months(3),
            Some("ANNUALLY") => Self::Months(12),
            Some("CUSTOM") => Self::Custom,
            _ => Self::Months(1),
        }
    }

    /// The calendar's period that a point in time is in; the day's for a custom one.
    pub(super) fn around(self, now: DateTime<Utc>) -> Period {
        let today = now.date_naive();
        let (first, next) = match self {
            Self::Day | Self::Custom => (Some(today), today.checked_add_days(Days::new(1))),
            Self::Months(months) => {
                let month = today.month0() / months * months + 1;
                let first = NaiveDate::from_ymd_opt(today.year(), month, 1);
                (first, first.and_then(|first| first.checked_add_months(Months::new(months))))
            }
        };
        let midnight = |day: Option<NaiveDate>| {
            day.and_then(|day| day.and_hms_opt(0, 0, 0)).map_or(now, |time| Utc.from_utc_datetime(&time))
        };
        Period { start: midnight(first), end: midnight(next) }
    }
}

/// Fills in when a budget begins and ends, and checks it.
pub(super) fn complete(definition: &mut Object, now: DateTime<Utc>) -> Result<(), Error> {
    let unit = Unit::of(definition);
    let given = definition.get("TimePeriod").cloned().unwrap_or_default();
    let (start, end) = (seconds(&given["Start"]), seconds(&given["End"]));
    if unit == Unit::Custom && (start.is_none() || end.is_none()) {
        return Err(invalid("Start and End of TimePeriod are required for a budget with TimeUnit CUSTOM."));
    }
    let start = start.unwrap_or_else(|| unit.around(now).start.timestamp());
    let end = end.unwrap_or(NEVER);
    if start >= end {
        return Err(invalid("The start date must come before the end date."));
    }
    if end > NEVER {
        return Err(invalid("The end date must come before 06/15/87 00:00 UTC."));
    }
    definition.insert("TimePeriod".to_owned(), json!({ "Start": start, "End": end }));
    Ok(())
}

/// The period of a completed budget that runs now.
pub(super) fn current(definition: &Object, now: DateTime<Utc>) -> Period {
    let whole = whole(definition, now);
    match Unit::of(definition) {
        Unit::Custom => whole,
        unit => unit.around(now.max(whole.start)),
    }
}

/// From when to when a completed budget is.
pub(super) fn whole(definition: &Object, now: DateTime<Utc>) -> Period {
    let given = definition.get("TimePeriod").cloned().unwrap_or_default();
    let time = |value: &Value| seconds(value).and_then(|at| DateTime::from_timestamp(at, 0)).unwrap_or(now);
    Period { start: time(&given["Start"]), end: time(&given["End"]) }
}

fn seconds(value: &Value) -> Option<i64> {
    // Clients may send seconds with a fraction of naught.
    #[expect(clippy::cast_possible_truncation, reason = "a fraction of a second is no part of a date")]
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn periods_are_the_calendars() {
        let check = |unit: Unit, start: &str, end: &str| {
            let expected = Period { start: time(start), end: time(end) };
            assert_eq!(unit.around(time("2026-11-22T10:00:00Z")), expected, "{unit:?}");
        };
        check(Unit::Day, "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z");
        check(Unit::Months(1), "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z");
        check(Unit::Months(3), "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z");
        check(Unit::Months(12), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    }

    #[test]
    fn periods_are_completed() {
        let check = |definition: Value, expected: Result<Value, &str>| {
            let Value::Object(mut definition) = definition else { panic!("not an object") };
            let seen = complete(&mut definition, time("2026-11-22T10:00:00Z"));
            let seen = seen.map(|()| definition["TimePeriod"].clone()).map_err(|error| error.message);
            assert_eq!(seen, expected.map_err(str::to_owned), "{definition:?}");
        };
        let month = time("2026-11-01T00:00:00Z").timestamp();
        check(json!({ "TimeUnit": "MONTHLY" }), Ok(json!({ "Start": month, "End": NEVER })));
        let given = json!({ "Start": 1_700_000_000.0, "End": 1_800_000_000 });
        let kept = json!({ "Start": 1_700_000_000, "End": 1_800_000_000 });
        check(json!({ "TimeUnit": "DAILY", "TimePeriod": given }), Ok(kept.clone()));
        check(json!({ "TimeUnit": "CUSTOM", "TimePeriod": kept }), Ok(kept));
        check(
            json!({ "TimeUnit": "CUSTOM", "TimePeriod": { "Start": 1 } }),
            Err("Start and End of TimePeriod are required for a budget with TimeUnit CUSTOM."),
        );
        check(
            json!({ "TimeUnit": "DAILY", "TimePeriod": { "Start": 2, "End": 2 } }),
            Err("The start date must come before the end date."),
        );
    }
}
