//! What a review finds.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad it is that a rule is broken, as the rule says. Ordered from the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Untidy.
    Low,
    /// A weakness beside others.
    Medium,
    /// A weakness on its own.
    High,
    /// Data is open, or as good as open.
    Critical,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        })
    }
}

/// What a finding comes to. Ordered from the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The change is refused.
    Denied,
    /// A value that the rule reads is known only after apply: it is to be asked again then.
    Undecided,
    /// The rule is broken and only tells so.
    Warned,
}

/// One step of the way to an attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// An attribute of an object.
    Name(String),
    /// An element of a list.
    Index(u64),
    /// An element of a map.
    Key(String),
}

/// A rule that a resource breaks, or may break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `EN-3`.
    pub rule_id: String,
    /// `encryption/plain_http`.
    pub rule: String,
    /// The bad pattern in a few words.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it comes to.
    pub outcome: Outcome,
    /// The resource's position among those that were reviewed.
    pub resource: usize,
    /// The resource's address, where it is known.
    pub address: Option<String>,
    /// The way to the attribute that is to blame.
    pub attribute: Vec<Step>,
    /// Why the rule is broken or not decided.
    pub message: String,
    /// How to mend it.
    pub remedy: String,
    /// Where the rule is explained: its folder, from the root of the repository or of the operator's rules.
    pub documentation: String,
}

impl Finding {
    /// The attribute as it is written in a configuration: `lifecycle_rules[0].action`, `labels["data_class"]`.
    #[must_use]
    pub fn attribute_text(&self) -> String {
        use fmt::Write as _;
        let mut text = String::new();
        for step in &self.attribute {
            // Writing to a string does not fail.
            let _ = match step {
                Step::Name(name) if text.is_empty() => write!(text, "{name}"),
                Step::Name(name) => write!(text, ".{name}"),
                Step::Index(index) => write!(text, "[{index}]"),
                Step::Key(key) => write!(text, "[{key:?}]"),
            };
        }
        text
    }
}

/// What a review came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// Denials first, then what is not decided, then warnings; the worst first, then by address and rule.
    pub findings: Vec<Finding>,
    /// How many resources were looked at: those that are made, changed or replaced, of a type that a rule reads.
    pub resources: usize,
    /// How many rules looked, resource by resource.
    pub tests: usize,
}

impl Review {
    /// The findings of one outcome.
    pub fn of(&self, outcome: Outcome) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.outcome == outcome)
    }
}
