use crate::Path;

/// Something to tell the user: an error stops the run, a warning does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// One line that says it all.
    pub summary: String,
    /// Why it is so and how to mend it; may be empty.
    pub detail: String,
    /// The attribute that it is about.
    pub attribute: Option<Path>,
}

/// How grave a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The run goes on.
    Warning,
    /// The run stops.
    Error,
}

impl Diagnostic {
    /// An error with its one-line summary.
    pub fn error(summary: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Error, summary)
    }

    /// A warning with its one-line summary.
    pub fn warning(summary: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Warning, summary)
    }

    /// The same with a detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same about an attribute.
    #[must_use]
    pub fn at(mut self, attribute: impl Into<Path>) -> Self {
        self.attribute = Some(attribute.into());
        self
    }

    fn new(severity: Severity, summary: impl Into<String>) -> Self {
        Diagnostic { severity, summary: summary.into(), detail: String::new(), attribute: None }
    }
}

/// Diagnostics in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None.
    pub fn none() -> Self {
        Diagnostics::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether one of them is an error.
    pub fn has_error(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Diagnostics(vec![diagnostic])
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Diagnostics(iter.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
