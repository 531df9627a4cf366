//! Why a policy could not be loaded, or a plan not reviewed.

use std::fmt;

/// A policy that cannot be loaded. Nothing is reviewed with half of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LoadError {
    /// The file, from the folder of rules or settings that it is in.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl LoadError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { file: None, line: None, message: message.into() }
    }

    /// An error in a file; line 0 says that no line is known.
    pub(crate) fn at(file: impl Into<String>, line: usize, message: impl Into<String>) -> Self {
        Self { file: Some(file.into()), line: (line > 0).then_some(line), message: message.into() }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(f, "policy {file}:{line}: {}", self.message),
            (Some(file), None) => write!(f, "policy {file}: {}", self.message),
            (None, _) => write!(f, "policy: {}", self.message),
        }
    }
}

/// A review that could not be made, which is no pass: a rule failed, answered what is no finding, or took too long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the change could not be reviewed: {0}")]
pub struct ReviewError(pub(crate) String);
