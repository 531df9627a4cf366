//! For a program.

use serde_json::{Value, json};

use super::Counts;
use crate::{Finding, Review};

/// The whole report, with a key for every field of a [`Finding`].
#[must_use]
pub fn render(review: &Review) -> Value {
    let Counts { denied, undecided, warned } = Counts::of(review);
    json!({
        "summary": {
            "resources": review.resources,
            "tests": review.tests,
            "denied": denied,
            "undecided": undecided,
            "warned": warned,
        },
        "findings": review.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule_id": finding.rule_id,
        "rule": finding.rule,
        "title": finding.title,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "address": finding.address,
        "attribute": finding.attribute_text(),
        "message": finding.message,
        "remedy": finding.remedy,
        "documentation": finding.documentation,
    })
}
