//! For a custom policy check of Atlantis (`custom_policy_check: true`), which judges the text itself: a set fails when
//! its output is empty, starts with `FAIL`, or counts failures. The form is conftest's, which Atlantis folds down to
//! the last line.

use std::fmt::Write as _;

use super::{Counts, place};
use crate::{Finding, Outcome, Review};

/// A line for each finding and a line of counts. A test is one rule on one resource.
#[must_use]
pub fn render(review: &Review) -> String {
    let mut text = String::new();
    for finding in &review.findings {
        text.push_str(&line(finding));
    }
    let Counts { denied, undecided, warned } = Counts::of(review);
    let warnings = undecided + warned;
    // One test can have two findings, so they are told apart by test and not counted off.
    let mut hit: Vec<_> = review.findings.iter().map(|finding| (finding.resource, &finding.rule)).collect();
    hit.sort();
    hit.dedup();
    if !text.is_empty() {
        text.push('\n');
    }
    text + &counts(review.tests, review.tests.saturating_sub(hit.len()), warnings, denied)
}

/// What is printed where no review could be made: it fails, and says why.
#[must_use]
pub fn render_failure(reason: &str) -> String {
    format!("FAIL - the check could not be made: {}\n\n{}", one_line(reason), counts(1, 0, 0, 1))
}

fn counts(tests: usize, passed: usize, warnings: usize, failures: usize) -> String {
    format!("{tests} tests, {passed} passed, {warnings} warnings, {failures} failures, 0 exceptions\n")
}

fn line(finding: &Finding) -> String {
    let word = match finding.outcome {
        Outcome::Denied => "FAIL",
        Outcome::Undecided | Outcome::Warned => "WARN",
    };
    let said = format!("{}: {}; {}", finding.title, finding.message, finding.remedy);
    let mut line = format!("{word} - {} - {} - ", finding.rule_id, one_line(&place(finding)));
    // Writing to a string does not fail.
    let _ = writeln!(line, "{}", one_line(&said));
    line
}

/// Text that neither breaks out of its line, nor closes the fence around the comment, nor reads as a count of failures
/// (`3 failure domains`, `failures": [`), which would fail a set that passes.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let counts = word.starts_with("failure") && line.ends_with(|last: char| last.is_ascii_digit());
        line.push_str(if line.is_empty() {
            ""
        } else if counts {
            "-"
        } else {
            " "
        });
        line.push_str(word);
    }
    line.replace("```", "'''").replace("failures\":", "failures:")
}
