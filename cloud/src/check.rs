//! What every check of a description works on: what is looked at, what is known of it, and what was found wrong.

use crate::{Error, Problem};

/// A description on one cloud, and what was found wrong with it.
pub(crate) struct Subject<'a, T, E> {
    /// The description.
    pub(crate) wanted: &'a T,
    /// What only this cloud has of it.
    pub(crate) extras: &'a E,
    unknown: &'a dyn Fn(&str) -> bool,
    problems: Vec<Problem>,
}

impl<'a, T, E> Subject<'a, T, E> {
    /// `unknown` tells whether a top-level attribute is not known yet.
    pub(crate) fn new(wanted: &'a T, extras: &'a E, unknown: &'a dyn Fn(&str) -> bool) -> Self {
        Subject { wanted, extras, unknown, problems: Vec::new() }
    }

    /// What was found wrong.
    pub(crate) fn problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Adds what was found elsewhere.
    pub(crate) fn add(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.problems.extend(problems);
    }

    /// Adds what is wrong with one attribute.
    pub(crate) fn problem(
        &mut self,
        attribute: impl Into<String>,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        self.add([Problem { attribute: attribute.into(), summary: summary.into(), detail: detail.into() }]);
    }

    /// Whether every one of some top-level attributes is known, so that a check across them can be made.
    pub(crate) fn known(&self, attributes: &[&str]) -> bool {
        !attributes.iter().any(|attribute| (self.unknown)(attribute))
    }
}

/// Refuses what has a problem, by the first. What could not be checked while planning, because it was not known, is caught
/// so before anything is sent.
pub(crate) fn refuse(problems: Vec<Problem>) -> Result<(), Error> {
    problems.into_iter().next().map_or(Ok(()), |problem| {
        Err(Error::Invalid {
            attribute: problem.attribute,
            message: format!("{}: {}", problem.summary, problem.detail),
        })
    })
}
