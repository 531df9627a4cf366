//! What is counted.

use super::Subject;
use crate::aws::names::{Arn, is_account};
use crate::budget::Credits;
use crate::budget::aws::expression::Expression;

/// The metrics of a budget of costs (API reference, `Metric`; the others there count usage).
const METRICS: [&str; 5] =
    ["AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "UnblendedCost"];

pub(super) fn check(subject: &mut Subject<'_>) {
    let (budget, extras) = (subject.wanted, subject.extras);
    if let Some(Credits::Only(_)) = budget.credits {
        subject.problem(
            "credits",
            "AWS Budgets cannot count credits of some types alone",
            "Set `credits` to \"include\" or \"exclude\". Types of credits are Google Cloud's.",
        );
    }
    labels(subject);
    lists(subject);
    if let Some(metric) = &extras.metric
        && !METRICS.contains(&metric.as_str())
    {
        subject.problem(
            "aws.metric",
            format!("{metric:?} is no metric of costs"),
            format!("AWS Budgets sums up one of {}.", METRICS.join(", ")),
        );
    }
    if let Some(view) = &extras.billing_view
        && !Arn::is(view, "billing", "billingview/")
    {
        subject.problem(
            "aws.billing_view",
            format!("{view:?} is no ARN of a billing view"),
            "Write one such as `arn:aws:billing::123456789012:billingview/custom-1a2b3c`.",
        );
    }
    expression(subject);
}

fn labels(subject: &mut Subject<'_>) {
    for (key, values) in subject.wanted.filter.labels.iter().flatten() {
        let attribute = format!("filter.labels[{key:?}]");
        if key.starts_with("user:") {
            subject.problem(
                attribute,
                format!("{key:?} has the prefix of AWS's tags already"),
                "Write the tag's key as it is on resources: the prefix `user:` is added on the way to AWS. For a tag \
                 whose key truly begins with it, use `aws.filter_expression_json`.",
            );
        } else if key.is_empty() || values.is_empty() {
            subject.problem(
                attribute,
                "a label that counts has a key and one value or more",
                "Without a value nothing would be counted. Leave the label out to count everything.",
            );
        }
    }
}

fn lists(subject: &mut Subject<'_>) {
    let filter = &subject.wanted.filter;
    for (index, service) in filter.services.iter().flatten().enumerate() {
        if service.is_empty() || service.starts_with("services/") {
            subject.problem(
                format!("filter.services[{index}]"),
                format!("{service:?} is no service of AWS"),
                "Write services as Cost Explorer spells them, such as \"Amazon Elastic Compute Cloud - Compute\". \
                 `services/ID` is Google Cloud's.",
            );
        }
    }
    for (index, account) in filter.projects.iter().flatten().enumerate() {
        if !is_account(account) {
            subject.problem(
                format!("filter.projects[{index}]"),
                format!("{account:?} is no number of an AWS account"),
                "On AWS `filter.projects` names linked accounts by their twelve digits.",
            );
        }
    }
}

fn expression(subject: &mut Subject<'_>) {
    let Some(json) = &subject.extras.filter_expression_json else { return };
    let attribute = "aws.filter_expression_json";
    if let Err(wrong) = Expression::from_json(json) {
        subject.problem(
            attribute,
            "this is no filter expression of AWS Budgets",
            format!("Something is wrong: {wrong}. Write one such as {{\"Tags\": {{\"Key\": \"user:team\", \"Values\": [\"gpu\"]}}}}."),
        );
    }
    let filter = &subject.wanted.filter;
    let counts = filter.labels.is_some() || filter.services.is_some() || filter.projects.is_some();
    if subject.known(&["filter", "credits"]) && (counts || subject.wanted.credits.is_some()) {
        subject.problem(
            attribute,
            "what is counted is said twice",
            "An expression takes the place of `filter` and `credits`. Leave those out, or say all with them.",
        );
    }
}
