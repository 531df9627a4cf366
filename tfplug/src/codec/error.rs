use std::fmt;

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
