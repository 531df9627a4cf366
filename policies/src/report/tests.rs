//! What the reports say, and what Atlantis makes of it.

use insta::assert_snapshot;

use super::{atlantis, json, text};
use crate::{Finding, Outcome, Review, Severity, Step};

fn finding(outcome: Outcome, message: &str) -> Finding {
    Finding {
        rule_id: "EN-3".to_owned(),
        rule: "encryption/plain_http".to_owned(),
        title: "Bucket answers over plain http".to_owned(),
        severity: Severity::High,
        outcome,
        resource: 0,
        address: Some("module.a.palisade_bucket.b[\"eu\"]".to_owned()),
        attribute: vec![
            Step::Name("lifecycle_rules".to_owned()),
            Step::Index(0),
            Step::Name("id".to_owned()),
        ],
        message: message.to_owned(),
        remedy: "set require_tls to true".to_owned(),
        documentation: "policies/packs/encryption/plain_http".to_owned(),
    }
}

fn review(findings: Vec<Finding>) -> Review {
    Review { findings, resources: 2, tests: 16 }
}

/// Whether Atlantis takes the output for a failure: empty, or starting with FAIL, or counting failures.
/// `([1-9]([0-9]?)* failure|failures": \[)`, from Atlantis v0.47.1.
fn fails(output: &str) -> bool {
    let counts = output.match_indices(" failure").any(|(at, _)| {
        let digits: String = output[..at].chars().rev().take_while(char::is_ascii_digit).collect();
        digits.chars().any(|digit| digit != '0')
    });
    output.is_empty() || output.starts_with("FAIL") || counts || output.contains("failures\": [")
}

#[test]
fn the_first_line_says_it_all() {
    let first = |findings| text::render(&review(findings)).lines().next().unwrap().to_owned();
    assert_snapshot!(first(vec![]), @"Passed: 2 changed resources reviewed, nothing found");
    assert_snapshot!(first(vec![finding(Outcome::Warned, "a")]), @"Passed: 1 warning in 2 changed resources");
    assert_snapshot!(first(vec![finding(Outcome::Undecided, "a")]), @"Not denied: 1 not decided in 2 changed resources");
    let all = [Outcome::Denied, Outcome::Denied, Outcome::Undecided, Outcome::Warned];
    assert_snapshot!(first(all.map(|outcome| finding(outcome, "a")).into()), @"Denied: 2 denials, 1 not decided, 1 warning in 2 changed resources");
    assert_snapshot!(text::render(&review(vec![finding(Outcome::Denied, "it does")])), @r#"
    Denied: 1 denial in 2 changed resources

    denied: Bucket answers over plain http (EN-3 encryption/plain_http, high)
      module.a.palisade_bucket.b["eu"]: lifecycle_rules[0].id
      why:    it does
      remedy: set require_tls to true
    "#);
}

#[test]
fn atlantis_takes_it_as_it_is_meant() {
    let render = |outcome, message: &str| atlantis::render(&review(vec![finding(outcome, message)]));
    assert_snapshot!(render(Outcome::Denied, "it does"), @r#"
    FAIL - EN-3 - module.a.palisade_bucket.b["eu"]: lifecycle_rules[0].id - Bucket answers over plain http: it does; set require_tls to true

    16 tests, 15 passed, 0 warnings, 1 failures, 0 exceptions
    "#);
    assert_snapshot!(render(Outcome::Undecided, "it may"), @r#"
    WARN - EN-3 - module.a.palisade_bucket.b["eu"]: lifecycle_rules[0].id - Bucket answers over plain http: it may; set require_tls to true

    16 tests, 15 passed, 1 warnings, 0 failures, 0 exceptions
    "#);
    assert!(fails(&render(Outcome::Denied, "it does")));
    assert!(fails(&atlantis::render_failure("no plan")));
    assert!(!fails(&atlantis::render(&review(vec![]))));
    for message in ["3 failure domains", "a\nFAIL - b", "12 failures", "\"failures\": [1]", "```"] {
        let output = render(Outcome::Warned, message);
        assert!(!fails(&output), "{output}");
        assert!(!output.contains("```") && output.lines().count() == 3, "{output}");
    }
}

#[test]
fn json_has_every_field() {
    assert_snapshot!(format!("{:#}", json::render(&review(vec![finding(Outcome::Denied, "it does")]))), @r#"
    {
      "findings": [
        {
          "address": "module.a.palisade_bucket.b[\"eu\"]",
          "attribute": "lifecycle_rules[0].id",
          "documentation": "policies/packs/encryption/plain_http",
          "message": "it does",
          "outcome": "denied",
          "remedy": "set require_tls to true",
          "rule": "encryption/plain_http",
          "rule_id": "EN-3",
          "severity": "high",
          "title": "Bucket answers over plain http"
        }
      ],
      "summary": {
        "denied": 1,
        "resources": 2,
        "tests": 16,
        "undecided": 0,
        "warned": 0
      }
    }
    "#);
}
