//! What Cost Explorer does not take, found before anything is sent (API reference, `GetCostAndUsage`).

use super::{GroupBy, SpendQuery};
use crate::Problem;
use crate::budget::Credits;
use crate::budget::day;

/// The metrics that are money.
const METRICS: [&str; 5] =
    ["AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "UnblendedCost"];

pub(super) fn check(query: &SpendQuery) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |attribute: &str, summary: String, detail: &str| {
        problems.push(Problem { attribute: attribute.to_owned(), summary, detail: detail.to_owned() });
    };
    let (start, end) = (day::parse(&query.start), day::parse(&query.end));
    for (attribute, text, day) in [("start", &query.start, start), ("end", &query.end, end)] {
        if day.is_none() {
            problem(attribute, format!("{text:?} is no day"), "Write a day such as \"2027-01-31\".");
        }
    }
    if start.zip(end).is_some_and(|(start, end)| end <= start) {
        let detail = "`end` is the first day that no longer counts, and comes after `start`.";
        problem("end", "the time ends before it begins".into(), detail);
    }
    if query.group_by.len() > 2 {
        let summary = format!("{} groups are more than Cost Explorer tells apart", query.group_by.len());
        problem("group_by", summary, "It takes two at most.");
    }
    if let [one, other] = query.group_by.as_slice()
        && one == other
    {
        problem("group_by", "figures cannot be told apart by one thing twice".into(), "Name each once.");
    }
    if query.group_by.iter().any(|group| *group == GroupBy::Label(String::new())) {
        problem("group_by", "a label has a key".into(), "Name the label, such as \"team\".");
    }
    if query.filter.labels.iter().flatten().any(|(key, values)| key.is_empty() || values.is_empty()) {
        let detail = "Leave the label out to count everything.";
        problem("filter.labels", "a label that counts has a key and one value or more".into(), detail);
    }
    if let Some(Credits::Only(_)) = query.credits {
        let detail = "Set `credits` to \"include\" or \"exclude\". Types of credits are Google Cloud's.";
        problem("credits", "Cost Explorer cannot count credits of some types alone".into(), detail);
    }
    if let Some(metric) = query.metric.as_ref().filter(|metric| !METRICS.contains(&metric.as_str())) {
        let detail = format!("Cost Explorer sums up one of {}.", METRICS.join(", "));
        problem("metric", format!("{metric:?} is no metric of costs"), &detail);
    }
    problems
}

#[cfg(test)]
pub(super) mod tests;
