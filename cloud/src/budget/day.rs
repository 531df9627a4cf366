//! Days as text.

use chrono::NaiveDate;

/// A day in the one spelling that is taken: `2027-01-31`.
pub(crate) fn parse(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.to_string() == text).then_some(day)
}
