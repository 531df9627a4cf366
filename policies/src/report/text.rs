//! For a person at a terminal.

use std::fmt::Write as _;

use super::{Counts, counted, place};
use crate::{Finding, Outcome, Review};

/// The whole report: the first line says it all, each finding follows.
#[must_use]
pub fn render(review: &Review) -> String {
    let mut text = headline(review);
    text.push('\n');
    for finding in &review.findings {
        // Writing to a string does not fail.
        let _ = write!(text, "\n{}", render_one(finding));
    }
    text
}

/// `Denied: 1 denial, 2 warnings in 3 changed resources`. What is not decided is no pass, and no denial either.
fn headline(review: &Review) -> String {
    let Counts { denied, undecided, warned } = Counts::of(review);
    let mut counts = Vec::new();
    for (number, one, many) in [
        (denied, "denial", "denials"),
        (undecided, "not decided", "not decided"),
        (warned, "warning", "warnings"),
    ] {
        if number > 0 {
            counts.push(counted(number, one, many));
        }
    }
    let verdict = match (denied, undecided) {
        (0, 0) => "Passed",
        (0, _) => "Not denied",
        _ => "Denied",
    };
    let resources = counted(review.resources, "changed resource", "changed resources");
    match counts.as_slice() {
        [] => format!("{verdict}: {resources} reviewed, nothing found"),
        counts => format!("{verdict}: {} in {resources}", counts.join(", ")),
    }
}

fn render_one(finding: &Finding) -> String {
    let word = match finding.outcome {
        Outcome::Denied => "denied",
        Outcome::Undecided => "not decided",
        Outcome::Warned => "warning",
    };
    let Finding { rule_id, rule, title, severity, message, remedy, .. } = finding;
    format!(
        "{word}: {title} ({rule_id} {rule}, {severity})\n  {place}\n  why:    {message}\n  remedy: {remedy}\n",
        place = place(finding),
    )
}
