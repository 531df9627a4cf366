//! What a provider answers, as core hears it: errors refuse, and a value must be wholly of its type.

use std::fmt;

use super::{Stored, checks, objects};
use crate::schema::Type;
use crate::wire::{self, diagnostic};
use crate::{Data, codec};

/// Why something did not come about.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The provider's errors, and the rules of Terraform's core that its answer breaks; each names its attribute.
    pub errors: Vec<String>,
    /// What the provider keeps in state of a change that failed.
    pub kept: Option<Stored>,
}

impl Refusal {
    pub(super) fn new(error: impl Into<String>) -> Self {
        Refusal { errors: vec![error.into()], kept: None }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.errors.join("\n"))
    }
}

impl std::error::Error for Refusal {}

/// What core says of itself: a Terraform that knows write-only attributes and defers nothing.
pub(super) fn capabilities() -> wire::ClientCapabilities {
    wire::ClientCapabilities { write_only_attributes_allowed: true, ..Default::default() }
}

pub(super) fn value(data: &Data) -> wire::DynamicValue {
    codec::encode_data(data).into()
}

/// Reads a value as core does: every attribute must be there, and null blocks stay null, so that a check finds them.
/// A value that is absent is null.
pub(super) fn read(value: Option<wire::DynamicValue>, of: &Type) -> Result<Data, Refusal> {
    let Some(value) = value.filter(|value| !value.msgpack.is_empty()) else { return Ok(Data::Null) };
    let told = |error: codec::DecodeError| match error.path.steps() {
        [] => Refusal::new(format!("the answer {}", error.message)),
        _ => Refusal::new(format!("{}: {}", error.path, error.message)),
    };
    let data = codec::decode_typed(&value.msgpack, of).map_err(told)?;
    broken(checks::complete(of, &codec::decode(&value.msgpack).map_err(told)?))?;
    Ok(data)
}

/// A provider answers diagnostics, never a gRPC status.
pub(super) fn answer<T>(answer: Result<tonic::Response<T>, tonic::Status>) -> Result<T, Refusal> {
    answer.map(tonic::Response::into_inner).map_err(|status| Refusal::new(format!("gRPC status {status}")))
}

/// The summaries of warnings; errors refuse.
pub(super) fn heard(diagnostics: Vec<wire::Diagnostic>) -> Result<Vec<String>, Refusal> {
    let text = |found: &wire::Diagnostic| match &found.attribute {
        Some(path) => format!("{}: {}", objects::path(path.clone()), found.summary),
        None => found.summary.clone(),
    };
    let (errors, warnings): (Vec<_>, Vec<_>) =
        diagnostics.iter().partition(|found| found.severity == diagnostic::Severity::Error as i32);
    if errors.is_empty() {
        return Ok(warnings.into_iter().map(text).collect());
    }
    Err(Refusal { errors: errors.into_iter().map(text).collect(), kept: None })
}

pub(super) fn broken(rules: Vec<String>) -> Result<(), Refusal> {
    if rules.is_empty() { Ok(()) } else { Err(Refusal { errors: rules, kept: None }) }
}
