//! What a cloud cannot do is an error while planning, at the attribute: tables of that, and what holds errors to them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::terraform::Run;

/// An attribute that a cloud does not have, or does not take so.
#[derive(Clone, Copy, Debug)]
pub struct Refused {
    /// `aws` or `gcp`.
    pub cloud: &'static str,
    /// The attribute's path, with indices as the error names it.
    pub path: &'static str,
    /// The resource's body, in which an attribute at the top stands on a line of its own.
    pub hcl: &'static str,
    /// The error's first line.
    summary: &'static str,
    /// Whether the cloud does not have the attribute at all, or this one value.
    pub all: bool,
}

impl Refused {
    /// The cloud does not have the attribute.
    pub const fn no(
        cloud: &'static str,
        path: &'static str,
        hcl: &'static str,
        summary: &'static str,
    ) -> Self {
        Refused { cloud, path, hcl, summary, all: true }
    }

    /// The cloud does not take this value.
    pub const fn some(
        cloud: &'static str,
        path: &'static str,
        hcl: &'static str,
        summary: &'static str,
    ) -> Self {
        Refused { all: false, ..Self::no(cloud, path, hcl, summary) }
    }

    /// The attribute's path as the schema has it.
    pub fn attribute(&self) -> String {
        self.path.replace("[0]", "")
    }

    /// What the coverage says of it.
    pub fn cell(&self) -> Value {
        json!({"error": self.summary})
    }

    /// Whether an error says this, and where: at the attribute's line, or, of a nested attribute, in its text, since
    /// Terraform before 1.15 does not find the line.
    fn is(&self, error: &Value) -> bool {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (code, detail) = (text(&error["snippet"]["code"]), text(&error["detail"]));
        let line = format!("{} =", self.path);
        let named = match self.path.contains('.') {
            true => detail.ends_with(&format!("Attribute: {}", self.path)),
            // What is missing has no line: the resource's own is shown.
            false if !self.hcl.contains(&line) => code.starts_with("resource "),
            false => code.trim_start().starts_with(&line),
        };
        error["summary"] == self.summary && named
    }
}

/// The errors of `terraform validate -json`.
pub fn of_validate(run: &Run) -> Vec<Value> {
    let told = run.json()["diagnostics"].take();
    let told = told.as_array().cloned().unwrap_or_default();
    told.into_iter().filter(|told| told["severity"] == "error").collect()
}

/// The errors of `terraform plan -json`.
pub fn of_plan(run: &Run) -> Vec<Value> {
    let lines = run.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["@level"] == "error").map(|mut line| line["diagnostic"].take()).collect()
}

/// The label of the resource that shows what is in this place of a table.
pub fn label(place: usize) -> String {
    format!("r{place}")
}

/// Panics with all that is not as the table says: each of its resources, of this type and labelled by [`label`], has its
/// own error and no other.
pub fn check(table: &[Refused], kind: &str, errors: Vec<Value>) {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for error in errors {
        found.entry(error["address"].as_str().unwrap_or_default().to_owned()).or_default().push(error);
    }
    let mut wrong = Vec::new();
    for (place, refused) in table.iter().enumerate() {
        let errors = found.remove(&format!("{kind}.{}", label(place))).unwrap_or_default();
        if !matches!(errors.as_slice(), [error] if refused.is(error)) {
            wrong.push(format!("{} {}: {errors:#?}", refused.cloud, refused.path));
        }
    }
    assert!(wrong.is_empty() && found.is_empty(), "{}\n{found:#?}", wrong.join("\n"));
}
