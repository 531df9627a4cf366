//! What pools cost, by a price table that the operator gives.

use bigdecimal::{BigDecimal, RoundingMode};
use serde::Deserialize;
use serde_json::Value;

use super::{Capacity, Extras, GpuPool};
use crate::Cloud;

/// Hours of a month: 365 days in twelve parts, by which both clouds tell monthly prices.
const HOURS_OF_A_MONTH: u32 = 730;

/// Prices of machines. Nothing is shipped: prices change, and differ by contract.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceTable {
    rows: Vec<Row>,
}

/// A line of the table, as it is written: a price is text until it is read as an exact decimal.
#[derive(Deserialize)]
struct Line {
    cloud: String,
    region: String,
    machine_type: String,
    capacity: String,
    price_per_hour: String,
    currency: String,
    date: String,
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    cloud: String,
    region: String,
    machine_type: String,
    capacity: String,
    price_per_hour: BigDecimal,
    currency: String,
}

/// Why a price table cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// It is neither the CSV nor the JSON that is expected.
    #[error(
        "{0}; the table has the columns cloud, region, machine_type, capacity, price_per_hour, currency and date, as CSV \
         with a heading or as a JSON array of objects"
    )]
    Unreadable(String),
    /// A line says something that cannot be.
    #[error("line {line}: {what}")]
    Row {
        /// The line, counted from 1 without the heading.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
}

/// What a pool costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// ISO 4217.
    pub currency: String,
    /// Of one machine, an hour.
    pub machine_hour: BigDecimal,
}

impl Estimate {
    /// So many machines for an hour, to the cent.
    pub fn hourly(&self, machines: u32) -> BigDecimal {
        cents(&self.machine_hour * BigDecimal::from(machines))
    }

    /// So many machines for a month of 730 hours, to the cent.
    pub fn monthly(&self, machines: u32) -> BigDecimal {
        cents(&self.machine_hour * BigDecimal::from(machines) * BigDecimal::from(HOURS_OF_A_MONTH))
    }
}

/// Rounded up: an estimate that is compared with a limit is never too low.
fn cents(amount: BigDecimal) -> BigDecimal {
    amount.with_scale_round(2, RoundingMode::Ceiling)
}

impl PriceTable {
    /// Reads a table from CSV, or from JSON where the text begins with `[`.
    ///
    /// # Errors
    /// The text is no such table, or a line cannot be.
    pub fn read(text: &str) -> Result<Self, PriceError> {
        let lines = match text.trim_start().starts_with('[') {
            true => of_json(text).map_err(|error| PriceError::Unreadable(error.to_string()))?,
            false => of_csv(text).map_err(|error| PriceError::Unreadable(error.to_string()))?,
        };
        let mut rows: Vec<Row> = Vec::with_capacity(lines.len());
        for (at, line) in lines.into_iter().enumerate() {
            let wrong = |what: String| PriceError::Row { line: at + 1, what };
            let row = line.read().map_err(wrong)?;
            if rows.iter().any(|other| other.key() == row.key()) {
                return Err(wrong(format!("{} in {} has a price already", row.machine_type, row.region)));
            }
            rows.push(row);
        }
        Ok(PriceTable { rows })
    }

    /// What a pool costs; `None` where the table has no price for its machine, place and capacity.
    pub fn estimate(&self, pool: &GpuPool) -> Option<Estimate> {
        let (cloud, region) = match pool.extras {
            Extras::Aws(_) => (Cloud::Aws, pool.location.as_str()),
            Extras::Gcp(_) => (Cloud::Gcp, region_of(&pool.location)),
        };
        let key = (cloud.as_str(), region, pool.machine_type.as_deref()?, pool.capacity.as_str());
        let row = self.rows.iter().find(|row| row.key() == key)?;
        Some(Estimate { currency: row.currency.clone(), machine_hour: row.price_per_hour.clone() })
    }
}

fn of_csv(text: &str) -> Result<Vec<Line>, csv::Error> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().collect()
}

/// A price may be a number in JSON, whose digits are taken as they are printed.
fn of_json(text: &str) -> Result<Vec<Line>, serde_json::Error> {
    let mut lines: Vec<serde_json::Map<String, Value>> = serde_json::from_str(text)?;
    for value in lines.iter_mut().flat_map(serde_json::Map::values_mut) {
        if let Value::Number(number) = value {
            *value = Value::String(number.to_string());
        }
    }
    lines.into_iter().map(|line| serde_json::from_value(Value::Object(line))).collect()
}

impl Line {
    fn read(self) -> Result<Row, String> {
        let Line { cloud, region, machine_type, capacity, price_per_hour, currency, date } = self;
        if !["aws", "gcp"].contains(&cloud.as_str()) {
            return Err(format!("cloud is {cloud:?}, must be \"aws\" or \"gcp\""));
        }
        if Capacity::of_word(&capacity).is_none() {
            let words: Vec<&str> = Capacity::ALL.iter().map(|(word, _)| *word).collect();
            return Err(format!("capacity is {capacity:?}, must be one of {}", words.join(", ")));
        }
        let price: BigDecimal = price_per_hour
            .parse()
            .map_err(|_| format!("price_per_hour is {price_per_hour:?}, must be a decimal number"))?;
        if price < 0 {
            return Err("price_per_hour is negative".into());
        }
        if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Err(format!("currency is {currency:?}, must be three capital letters (ISO 4217)"));
        }
        if chrono::NaiveDate::parse_from_str(&date, "%Y-%m-%d").is_err() {
            return Err(format!("date is {date:?}, must be a day, YYYY-MM-DD"));
        }
        Ok(Row { cloud, region, machine_type, capacity, price_per_hour: price, currency })
    }
}

impl Row {
    fn key(&self) -> (&str, &str, &str, &str) {
        (&self.cloud, &self.region, &self.machine_type, &self.capacity)
    }
}

/// The region of a zone (`europe-west4-a`), or of a region itself.
fn region_of(location: &str) -> &str {
    match location.rsplit_once('-') {
        Some((region, zone)) if zone.len() == 1 && region.contains('-') => region,
        _ => location,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "cloud,region,machine_type,capacity,price_per_hour,currency,date\n\
                         # what the contract says\n\
                         gcp,europe-west4,g2-standard-4,spot,0.281,USD,2026-01-31\n";

    #[test]
    fn a_table_is_read_from_csv_and_from_json() {
        let json = r#"[{"cloud":"gcp","region":"europe-west4","machine_type":"g2-standard-4","capacity":"spot",
            "price_per_hour":"0.281","currency":"USD","date":"2026-01-31"}]"#;
        assert_eq!(PriceTable::read(TABLE), PriceTable::read(json));
        assert_eq!(PriceTable::read(TABLE).map(|table| table.rows.len()), Ok(1));
    }

    #[test]
    fn lines_that_cannot_be_are_refused() {
        for (from, to, expected) in [
            ("gcp", "azure", "line 1: cloud is \"azure\""),
            ("spot", "cheap", "line 1: capacity is \"cheap\""),
            ("0.281", "-1", "line 1: price_per_hour is negative"),
            ("USD", "usd", "line 1: currency is \"usd\""),
            ("2026-01-31", "31.1.2026", "line 1: date is \"31.1.2026\""),
            ("0.281", "cheap", "line 1: price_per_hour is \"cheap\""),
            ("price_per_hour", "price", "the table has the columns"),
        ] {
            let error =
                PriceTable::read(&TABLE.replace(from, to)).map(|_| ()).map_err(|error| error.to_string());
            assert!(error.as_ref().is_err_and(|text| text.contains(expected)), "{to}: {error:?}");
        }
        let twice = format!("{TABLE}gcp,europe-west4,g2-standard-4,spot,0.3,USD,2026-01-31\n");
        assert!(
            PriceTable::read(&twice).is_err_and(|error| error.to_string().contains("has a price already"))
        );
    }

    #[test]
    fn estimates_are_exact_and_rounded_up() {
        let estimate = Estimate { currency: "USD".into(), machine_hour: "0.281".parse().unwrap() };
        assert_eq!(estimate.hourly(3).to_string(), "0.85");
        assert_eq!(estimate.monthly(3).to_string(), "615.39");
        assert_eq!(estimate.monthly(0), BigDecimal::from(0));
    }

    #[test]
    fn a_zone_has_the_price_of_its_region() {
        for (location, region) in
            [("europe-west4-a", "europe-west4"), ("europe-west4", "europe-west4"), ("us-east5-b", "us-east5")]
        {
            assert_eq!(region_of(location), region);
        }
    }
}
