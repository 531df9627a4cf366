//! AWS Cost Explorer: one call, page after page. AWS charges for each page (Cost Explorer's price list), so that none is
//! asked for that is not needed.
//!
//! The one call is made without the SDK's crate, which holds half a hundred more.

use bigdecimal::BigDecimal;
use serde_json::{Map, Value, json};

use super::{Granularity, GroupBy, Spend, SpendGroup, SpendPeriod, SpendQuery};
use crate::aws::AwsClients;
use crate::aws::error::{self, UNREADABLE};
use crate::aws::plain::Request;
use crate::budget::Credits;
use crate::budget::aws::expression::{Parts, TagKeys};
use crate::wait::{Failed, Running};
use crate::{Cloud, Error};

const OPERATION: &str = "GetCostAndUsage";

/// What is summed up where nothing else is said: what the console shows.
const DEFAULT_METRIC: &str = "UnblendedCost";

/// What was spent.
pub(crate) async fn spend(
    clients: &AwsClients,
    query: &SpendQuery,
    running: &Running,
) -> Result<Spend, Error> {
    let metric = query.metric.as_deref().unwrap_or(DEFAULT_METRIC);
    let service = clients.cost_explorer().await;
    let mut body = body(query, metric);
    let mut sum = Sum::default();
    loop {
        let request = Request {
            operation: OPERATION,
            method: "POST",
            path: "/".into(),
            headers: vec![
                ("content-type", "application/x-amz-json-1.1".into()),
                ("x-amz-target", format!("AWSInsightsIndexService.{OPERATION}")),
            ],
            body: Value::Object(body.clone()).to_string(),
        };
        let answer = running
            .call(OPERATION, || async {
                clients.send(&service, &request).await.map_err(|answer| error::failed(OPERATION, answer, own))
            })
            .await?;
        let token = sum.add(&answer, query, metric).ok_or_else(|| unreadable(&answer))?;
        match token {
            Some(token) => body.insert("NextPageToken".into(), token.into()),
            None => return Ok(sum.told()),
        };
    }
}

/// "You made too many calls in a short period of time": the one code of Cost Explorer's own that passes.
fn own(answered: &error::Answered<'_>) -> Option<Failed> {
    (answered.code == "LimitExceededException").then(|| Failed::Passing(answered.service()))
}

fn unreadable(answer: &str) -> Error {
    let begin: String = answer.chars().take(200).collect();
    Error::Service {
        cloud: Cloud::Aws,
        operation: OPERATION,
        code: UNREADABLE.into(),
        message: format!("the answer is none of Cost Explorer's: {begin}"),
        request_id: None,
    }
}

/// The question as the API takes it.
fn body(query: &SpendQuery, metric: &str) -> Map<String, Value> {
    let granularity = match query.granularity {
        Granularity::Day => "DAILY",
        Granularity::Month => "MONTHLY",
    };
    let mut body = Map::new();
    body.insert("TimePeriod".into(), json!({ "Start": query.start, "End": query.end }));
    body.insert("Granularity".into(), granularity.into());
    body.insert("Metrics".into(), json!([metric]));
    let without_credits = query.credits == Some(Credits::Exclude);
    let parts = Parts { filter: query.filter.clone(), without_credits };
    if let Some(expression) = parts.to_expression(TagKeys::Plain) {
        body.insert("Filter".into(), expression.to_json());
    }
    let groups: Vec<_> = query.group_by.iter().map(group).collect();
    if !groups.is_empty() {
        body.insert("GroupBy".into(), groups.into());
    }
    body
}

fn group(group: &GroupBy) -> Value {
    match group {
        GroupBy::Service => json!({ "Type": "DIMENSION", "Key": "SERVICE" }),
        GroupBy::Project => json!({ "Type": "DIMENSION", "Key": "LINKED_ACCOUNT" }),
        GroupBy::Label(key) => json!({ "Type": "TAG", "Key": key }),
    }
}

/// What the pages have told so far.
#[derive(Default)]
struct Sum {
    currency: Option<String>,
    total: BigDecimal,
    periods: Vec<(SpendPeriod, BigDecimal)>,
}

impl Sum {
    /// Adds a page, and tells the token of the next; `None` where it cannot be read.
    fn add(&mut self, answer: &str, query: &SpendQuery, metric: &str) -> Option<Option<String>> {
        let answer: Value = serde_json::from_str(answer).ok()?;
        for result in answer.get("ResultsByTime")?.as_array()? {
            let text = |name: &str| result["TimePeriod"][name].as_str().map(str::to_owned);
            let (start, end) = (text("Start")?, text("End")?);
            let index = self.period(start, end, result["Estimated"].as_bool().unwrap_or_default());
            if let Some(total) = result["Total"].get(metric) {
                self.count(index, total)?;
            }
            for group in result["Groups"].as_array().into_iter().flatten() {
                let keys = group["Keys"].as_array()?.iter().zip(&query.group_by);
                let keys = keys.map(|(key, by)| key_of(key.as_str()?, by)).collect::<Option<_>>()?;
                let amount = self.count(index, group["Metrics"].get(metric)?)?;
                let (period, _) = self.periods.get_mut(index)?;
                period.groups.push(SpendGroup { keys, amount });
            }
        }
        Some(answer["NextPageToken"].as_str().map(str::to_owned))
    }

    /// A piece of time; pages may share one.
    fn period(&mut self, start: String, end: String, estimated: bool) -> usize {
        let known = self.periods.iter().position(|(period, _)| period.start == start);
        known.unwrap_or_else(|| {
            let period = SpendPeriod { start, end, estimated, total: String::new(), groups: Vec::new() };
            self.periods.push((period, BigDecimal::default()));
            self.periods.len() - 1
        })
    }

    /// Adds a figure, and tells it as a plain decimal.
    fn count(&mut self, index: usize, figure: &Value) -> Option<String> {
        let amount: BigDecimal = figure["Amount"].as_str()?.parse().ok()?;
        if self.currency.is_none() {
            self.currency = figure["Unit"].as_str().map(str::to_owned);
        }
        self.total += &amount;
        self.periods.get_mut(index)?.1 += &amount;
        Some(plain(&amount))
    }

    fn told(self) -> Spend {
        let periods = self.periods.into_iter();
        Spend {
            currency: self.currency,
            total: plain(&self.total),
            periods: periods.map(|(period, sum)| SpendPeriod { total: plain(&sum), ..period }).collect(),
        }
    }
}

/// A figure without the zeros at its end; Cost Explorer writes ten places, and small ones with an exponent.
fn plain(amount: &BigDecimal) -> String {
    amount.normalized().to_plain_string()
}

/// The value of a group. That of a tag is told as `KEY$VALUE` (API reference, `GetCostAndUsage`).
fn key_of(key: &str, by: &GroupBy) -> Option<String> {
    match by {
        GroupBy::Label(label) => Some(key.strip_prefix(label.as_str())?.strip_prefix('$')?.to_owned()),
        GroupBy::Service | GroupBy::Project => Some(key.to_owned()),
    }
}

#[cfg(test)]
mod tests;
