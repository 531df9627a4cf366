//! `GetCostAndUsage`.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde_json::{Map, Value, json};

use super::expression::{self, dimension};
use super::invalid;
use crate::aws::json::{Error, Object};
use crate::fixtures::Spend;

/// What can be summed up (botocore's model, `GetCostAndUsageRequest`).
const METRICS: [&str; 7] = [
    "AmortizedCost",
    "BlendedCost",
    "NetAmortizedCost",
    "NetUnblendedCost",
    "NormalizedUsageAmount",
    "UnblendedCost",
    "UsageQuantity",
];

/// What it can be grouped by (ditto).
const DIMENSIONS: [&str; 12] = [
    "AZ",
    "INSTANCE_TYPE",
    "LEGAL_ENTITY_NAME",
    "INVOICING_ENTITY",
    "LINKED_ACCOUNT",
    "OPERATION",
    "PLATFORM",
    "PURCHASE_TYPE",
    "SERVICE",
    "TENANCY",
    "RECORD_TYPE",
    "USAGE_TYPE",
];

/// The months that are kept (docs.aws.amazon.com/cost-management/latest/userguide/ce-advanced-cost-analysis.html says
/// that more are kept on demand).
const KEPT: Months = Months::new(14);

/// The results in one answer. The service does not say how many it gives.
const PAGE: usize = 100;

/// A question, read.
struct Question {
    start: NaiveDate,
    end: NaiveDate,
    monthly: bool,
    metrics: Vec<String>,
    groups: Vec<Group>,
    filter: Option<Value>,
}

struct Group {
    kind: String,
    key: String,
}

pub(super) fn answer(
    input: &Object,
    account: &str,
    spend: &[Spend],
    now: DateTime<Utc>,
) -> Result<Value, Error> {
    let question = Question::read(input, now.date_naive())?;
    let counted: Vec<&Spend> = spend.iter().filter(|spend| question.counts(spend, account)).collect();
    let first: usize = match input.get("NextPageToken").and_then(Value::as_str) {
        None => 0,
        Some(token) => token
            .parse()
            .map_err(|_| Error::new(400, "InvalidNextTokenException", "The pagination token is invalid."))?,
    };
    let times = question.times();
    let results: Vec<Value> =
        times.iter().skip(first).take(PAGE).map(|time| question.result(*time, &counted, now)).collect();
    let mut answer = json!({ "ResultsByTime": results, "DimensionValueAttributes": [] });
    if !question.groups.is_empty() {
        let groups = question.groups.iter().map(|group| json!({ "Type": group.kind, "Key": group.key }));
        answer["GroupDefinitions"] = groups.collect();
    }
    let next = first.saturating_add(PAGE);
    if next < times.len() {
        answer["NextPageToken"] = next.to_string().into();
    }
    Ok(answer)
}

impl Question {
    fn read(input: &Object, today: NaiveDate) -> Result<Self, Error> {
        let period = &input["TimePeriod"];
        let (start, end) = (date(&period["Start"])?, date(&period["End"])?);
        check_period(start, end, today)?;
        let granularity = input["Granularity"].as_str().unwrap_or_default();
        if granularity == "HOURLY" {
            return Err(invalid("Hourly data granularity is not enabled for this account."));
        }
        let texts = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let metrics = texts(&input["Metrics"]);
        if metrics.is_empty() {
            return Err(invalid("Metrics must be provided."));
        }
        if let Some(metric) = metrics.iter().find(|metric| !METRICS.contains(&metric.as_str())) {
            return Err(invalid(format!(
                "{metric} is not a valid metric; valid are: {}",
                METRICS.join(", ")
            )));
        }
        let filter = input.get("Filter").filter(|filter| !filter.is_null()).cloned();
        if let Some(filter) = &filter {
            expression::check(filter).map_err(invalid)?;
        }
        let groups = read_groups(input)?;
        Ok(Self { start, end, monthly: granularity == "MONTHLY", metrics, groups, filter })
    }

    fn counts(&self, spend: &Spend, account: &str) -> bool {
        expression::is_seen_by(account, spend)
            && self.filter.as_ref().is_none_or(|filter| expression::counts(filter, spend))
    }

    /// The days or months asked for, the first and the last month no longer than they are asked for.
    fn times(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let next = |day: NaiveDate| match self.monthly {
            true => day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))),
            false => day.checked_add_days(Days::new(1)),
        };
        let mut times = Vec::new();
        let mut start = self.start;
        while start < self.end {
            let Some(end) = next(start) else { break };
            times.push((start, end.min(self.end)));
            start = end;
        }
        times
    }

    fn result(&self, (start, end): (NaiveDate, NaiveDate), counted: &[&Spend], now: DateTime<Utc>) -> Value {
        let mut sums = BTreeMap::<Vec<String>, BigDecimal>::new();
        for spend in counted.iter().filter(|spend| start <= spend.date && spend.date < end) {
            let keys = self.groups.iter().map(|group| group.value(spend)).collect();
            *sums.entry(keys).or_default() += &spend.amount;
        }
        let mut result = json!({
            "TimePeriod": { "Start": start.to_string(), "End": end.to_string() },
            "Total": {},
            "Groups": [],
            // A month is not final before it is over.
            "Estimated": end > now.date_naive().with_day(1).unwrap_or(start),
        });
        if self.groups.is_empty() {
            result["Total"] = self.figures(&sums.into_values().sum());
        } else {
            let groups = sums.iter().map(|(keys, sum)| json!({ "Keys": keys, "Metrics": self.figures(sum) }));
            result["Groups"] = groups.collect();
        }
        result
    }

    /// The same figure for each metric: a fixture has one amount.
    fn figures(&self, sum: &BigDecimal) -> Value {
        let figure = |metric: &String| {
            let unit = if metric.ends_with("Cost") { "USD" } else { "N/A" };
            (metric.clone(), json!({ "Amount": sum.normalized().to_plain_string(), "Unit": unit }))
        };
        Value::Object(self.metrics.iter().map(figure).collect::<Map<_, _>>())
    }
}

impl Group {
    fn value(&self, spend: &Spend) -> String {
        let Self { kind, key } = self;
        match kind.as_str() {
            "DIMENSION" => dimension(key, spend).unwrap_or_else(|| format!("No {key}")),
            "TAG" => format!("{key}${}", spend.tags.get(key).map_or("", String::as_str)),
            _ => format!("{key}$"),
        }
    }
}

fn read_groups(input: &Object) -> Result<Vec<Group>, Error> {
    let given = input.get("GroupBy").and_then(Value::as_array);
    let mut groups = Vec::new();
    for group in given.into_iter().flatten() {
        let text = |name: &str| group[name].as_str().unwrap_or_default().to_owned();
        let group = Group { kind: text("Type"), key: text("Key") };
        if group.key.is_empty() || group.kind.is_empty() {
            return Err(invalid("Type and Key must be provided for each group."));
        }
        if group.kind == "DIMENSION" && !DIMENSIONS.contains(&group.key.as_str()) {
            let valid = DIMENSIONS.join(", ");
            return Err(invalid(format!(
                "Group Definition dimension {} is invalid. Valid dimensions: {valid}",
                group.key
            )));
        }
        groups.push(group);
    }
    if groups.len() > 2 {
        return Err(invalid("The number of groups can be at most 2."));
    }
    Ok(groups)
}

fn date(value: &Value) -> Result<NaiveDate, Error> {
    let text = value.as_str().unwrap_or_default();
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
        invalid(format!("{text} is not a date of the form YYYY-MM-DD, which this granularity needs."))
    })
}

fn check_period(start: NaiveDate, end: NaiveDate, today: NaiveDate) -> Result<(), Error> {
    let this_month = today.with_day(1).unwrap_or(today);
    if start >= end {
        return Err(invalid("Start date (and hour) should be before end date (and hour)"));
    }
    if this_month.checked_add_months(Months::new(1)).is_some_and(|next| end > next) {
        return Err(invalid("end date past the beginning of next month"));
    }
    if this_month.checked_sub_months(KEPT).is_some_and(|oldest| start < oldest) {
        return Err(invalid("You haven't enabled historical data beyond 14 months"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend() -> Vec<Spend> {
        let spend = json!([
            { "date": "2026-10-31", "service": "Amazon S3", "tags": { "team": "genomics" }, "amount": "0.1" },
            { "date": "2026-11-01", "service": "Amazon S3", "tags": { "team": "genomics" }, "amount": "0.2" },
            { "date": "2026-11-01", "service": "Amazon EC2", "amount": "12.50" },
            { "date": "2026-11-02", "service": "Amazon EC2", "account": "111122223333", "amount": "1" },
        ]);
        serde_json::from_value(spend).unwrap()
    }

    fn ask(account: &str, mut input: Value) -> Result<Value, Error> {
        let defaults = json!({ "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"] });
        for (name, value) in defaults.as_object().unwrap() {
            if input[name].is_null() {
                input[name] = value.clone();
            }
        }
        let now = DateTime::parse_from_rfc3339("2026-11-22T10:00:00Z").unwrap().to_utc();
        answer(input.as_object().unwrap(), account, &spend(), now)
    }

    /// Asks, and tells each result's start and its figures as `group=amount`.
    fn check(input: Value, expected: &[(&str, &str)]) {
        let answer = ask("123456789012", input.clone()).unwrap();
        let amount = |metrics: &Value| metrics["UnblendedCost"]["Amount"].as_str().unwrap().to_owned();
        let seen: Vec<(String, String)> = answer["ResultsByTime"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| {
                let groups = result["Groups"].as_array().unwrap().iter().map(|group| {
                    let keys = group["Keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap());
                    format!("{}={}", keys.collect::<Vec<_>>().join("+"), amount(&group["Metrics"]))
                });
                let groups: Vec<String> = groups.collect();
                let figures =
                    if input["GroupBy"].is_null() { amount(&result["Total"]) } else { groups.join(" ") };
                (result["TimePeriod"]["Start"].as_str().unwrap().to_owned(), figures)
            })
            .collect();
        let seen: Vec<(&str, &str)> = seen.iter().map(|(start, figures)| (&**start, &**figures)).collect();
        assert_eq!(seen, expected, "{input}");
    }

    #[test]
    fn spending_is_summed_up() {
        let months = json!({ "Start": "2026-10-01", "End": "2026-11-15" });
        let days = json!({ "Start": "2026-11-01", "End": "2026-11-03" });
        check(json!({ "TimePeriod": months }), &[("2026-10-01", "0.1"), ("2026-11-01", "13.7")]);
        check(
            json!({ "TimePeriod": days, "Granularity": "DAILY" }),
            &[("2026-11-01", "12.7"), ("2026-11-02", "1")],
        );
        check(
            json!({ "TimePeriod": months, "GroupBy": [{ "Type": "TAG", "Key": "team" }] }),
            &[("2026-10-01", "team$genomics=0.1"), ("2026-11-01", "team$=13.5 team$genomics=0.2")],
        );
        check(
            json!({ "TimePeriod": days, "GroupBy": [
                { "Type": "DIMENSION", "Key": "LINKED_ACCOUNT" }, { "Type": "DIMENSION", "Key": "SERVICE" },
            ] }),
            &[(
                "2026-11-01",
                "111122223333+Amazon EC2=1 123456789012+Amazon EC2=12.5 123456789012+Amazon S3=0.2",
            )],
        );
        check(
            json!({ "TimePeriod": months, "Filter": { "Tags": { "Key": "team", "Values": ["genomics"] } } }),
            &[("2026-10-01", "0.1"), ("2026-11-01", "0.2")],
        );
    }

    #[test]
    fn a_linked_account_sees_its_own() {
        let period = json!({ "TimePeriod": { "Start": "2026-11-01", "End": "2026-11-15" } });
        let answer = ask("111122223333", period).unwrap();
        assert_eq!(answer["ResultsByTime"][0]["Total"]["UnblendedCost"]["Amount"], "1");
    }

    #[test]
    fn pages_go_on() {
        let input =
            json!({ "TimePeriod": { "Start": "2026-06-01", "End": "2026-11-01" }, "Granularity": "DAILY" });
        let first = ask("123456789012", input.clone()).unwrap();
        assert_eq!(first["ResultsByTime"].as_array().unwrap().len(), PAGE);
        let mut input = input;
        input["NextPageToken"] = first["NextPageToken"].clone();
        let second = ask("123456789012", input).unwrap();
        assert_eq!(second["ResultsByTime"][0]["TimePeriod"]["Start"], "2026-09-09");
        assert!(second["NextPageToken"].is_null());
    }

    #[test]
    fn nonsense_is_refused() {
        let check = |input: Value, expected: &str| {
            assert_eq!(ask("123456789012", input.clone()).unwrap_err().message, expected, "{input}");
        };
        let period = |start: &str, end: &str| json!({ "TimePeriod": { "Start": start, "End": end } });
        check(
            period("2026-11-02", "2026-11-02"),
            "Start date (and hour) should be before end date (and hour)",
        );
        check(period("2026-11-02", "2026-12-02"), "end date past the beginning of next month");
        check(period("2025-08-31", "2026-11-02"), "You haven't enabled historical data beyond 14 months");
        let mut input = period("2026-11-01", "2026-11-02");
        input["Metrics"] = json!(["Cost"]);
        assert!(ask("123456789012", input).unwrap_err().message.starts_with("Cost is not a valid metric"));
    }
}
