use std::fmt;

use crate::codec::MAX_DEPTH;
use crate::path::{Path, Step};

/// Why bytes or data are not the value that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// Where it is.
    pub path: Path,
    /// What is wrong, to be read after the path: `must be a string, not a list`.
    pub message: String,
}

impl DecodeError {
    /// An error at the value that is being read; who reads what holds it adds where that is.
    pub fn new(message: impl Into<String>) -> Self {
        DecodeError { path: Path::root(), message: message.into() }
    }

    pub(crate) fn expected(wanted: &str, found: &str) -> Self {
        DecodeError::new(format!("must be {wanted}, not {found}"))
    }

    pub(crate) fn wrong_length(wanted: usize) -> Self {
        DecodeError::new(format!("must have {wanted} elements"))
    }

    pub(crate) fn no_type() -> Self {
        DecodeError::new("has a type that is none of Terraform's")
    }

    pub(crate) fn too_deep() -> Self {
        DecodeError::new(format!("is nested more than {MAX_DEPTH} levels deep"))
    }

    /// The same in an element of a list.
    #[must_use]
    pub(crate) fn at_index(self, index: usize) -> Self {
        self.within(Step::Index(i64::try_from(index).unwrap_or(i64::MAX)))
    }

    /// The same, one step further out.
    #[must_use]
    pub(crate) fn within(mut self, step: Step) -> Self {
        self.path = self.path.within(step);
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path == Path::root() {
            write!(f, "the value {}", self.message)
        } else {
            write!(f, "{} {}", self.path, self.message)
        }
    }
}

impl std::error::Error for DecodeError {}
