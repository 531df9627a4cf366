//! A rule's METADATA: an annotation of OPA's in the comments above `package`, which regorus drops.
//!
//! <https://www.openpolicyagent.org/docs/policy-language#annotations>

use serde::Deserialize;

use crate::{Level, LoadError, Severity};

/// What a rule says of itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Metadata {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) custom: Custom,
}

/// The part that is ours.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Custom {
    pub(super) id: String,
    pub(super) severity: Severity,
    pub(super) default: Level,
    pub(super) compliance: Vec<String>,
    pub(super) remediation: String,
    pub(super) resource_types: Vec<String>,
    pub(super) attributes: Vec<String>,
    pub(super) enforced_at: Vec<Stage>,
}

/// When a rule can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// While Terraform plans.
    Plan,
    /// Before a planned change is sent to a cloud.
    Apply,
    /// In `palisade check`, which sees all resources of a plan; the provider sees one at a time, in no fixed order.
    WholePlan,
}

/// Reads the annotation of a rule's file.
pub(super) fn read(file: &str, text: &str) -> Result<Metadata, LoadError> {
    let missing = || {
        let message =
            "no METADATA: a comment block that starts with `# METADATA` stands right above `package`";
        LoadError::at(file, 0, message)
    };
    let lines: Vec<&str> = text.lines().collect();
    let package = lines.iter().position(|line| line.starts_with("package ")).ok_or_else(missing)?;
    let above = lines.get(..package).unwrap_or_default();
    let start = above.iter().rposition(|line| line.trim_end() == "# METADATA").ok_or_else(missing)?;
    let mut yaml = String::new();
    for (line, number) in above.iter().zip(1..).skip(start + 1) {
        let Some(comment) = line.strip_prefix('#') else {
            return Err(LoadError::at(file, number, "METADATA is broken off by a line that is no comment"));
        };
        yaml.push_str(comment.strip_prefix(' ').unwrap_or(comment));
        yaml.push('\n');
    }
    let metadata: Metadata = yaml_serde::from_str(&yaml).map_err(|error| {
        let line = error.location().map_or(0, |at| at.line()) + start + 1;
        LoadError::at(file, line, format!("METADATA: {error}"))
    })?;
    check(file, start + 1, &metadata)?;
    Ok(metadata)
}

/// What the types cannot say.
fn check(file: &str, line: usize, metadata: &Metadata) -> Result<(), LoadError> {
    let Metadata { title, description, custom } = metadata;
    let empty = [
        ("title", title.trim().is_empty()),
        ("description", description.trim().is_empty()),
        ("custom.id", custom.id.trim().is_empty()),
        ("custom.remediation", custom.remediation.trim().is_empty()),
        ("custom.resource_types", custom.resource_types.is_empty()),
        ("custom.attributes", custom.attributes.is_empty()),
        ("custom.enforced_at", custom.enforced_at.is_empty()),
    ];
    match empty.iter().find(|(_, empty)| *empty) {
        Some((field, _)) => Err(LoadError::at(file, line, format!("METADATA: {field} is empty"))),
        None if custom.default == Level::Off => {
            let message =
                "METADATA: custom.default is deny or warn: only a policy's settings switch a rule off";
            Err(LoadError::at(file, line, message))
        }
        None => Ok(()),
    }
}
