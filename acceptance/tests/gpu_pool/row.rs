//! One row of the table: an attribute on a cloud, what it is set to and changed to, and where the cloud tells it.

use serde_json::{Value, json};

/// An attribute on a cloud that has it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The attribute's path in the schema, without indices: `scaling.max`.
    pub(crate) attribute: &'static str,
    /// Tells several rows of one attribute apart.
    pub(crate) variant: &'static str,
    /// The resource's body before the change and after it, without what [`super::world::resource`] writes for every
    /// pool.
    pub(crate) hcl: [String; 2],
    /// Whether the change needs a new pool.
    pub(crate) replaces: bool,
    /// Where the value arrives in what [`super::world::World::views`] tells, and how it looks there.
    pub(crate) arrives: Option<(&'static str, [Value; 2])>,
    /// What somebody else does to the pool behind Terraform's back.
    pub(crate) drift: Drift,
    /// Why an import does not tell it.
    pub(crate) not_imported: Option<&'static str>,
    /// What tests it where it arrives nowhere.
    pub(crate) note: &'static str,
    /// Other attributes that the change shows at.
    pub(crate) with: &'static [&'static str],
}

/// What somebody else does to a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drift {
    /// Makes it anew, as it was before the change.
    Anew,
    /// Deletes it.
    Gone,
    /// Nothing: no cloud knows the attribute, or none lets it go back.
    Never,
}

impl Row {
    /// A row that changes in place, from this body to that one.
    pub(crate) fn new(attribute: &'static str, before: &str, after: &str) -> Self {
        Self {
            attribute,
            variant: "",
            hcl: [before.to_owned(), after.to_owned()],
            replaces: false,
            arrives: None,
            drift: Drift::Never,
            not_imported: None,
            note: "",
            with: &[],
        }
    }

    /// An attribute that no cloud knows.
    pub(crate) fn local(attribute: &'static str, before: &str, after: &str, note: &'static str) -> Self {
        Self { note, ..Self::new(attribute, before, after) }.not_imported("no cloud knows it")
    }

    /// Where the value arrives, and how it looks there before and after the change.
    pub(crate) fn at(self, pointer: &'static str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        Self { arrives: Some((pointer, [before.into(), after.into()])), drift: Drift::Anew, ..self }
    }

    /// The pool is deleted: all that can happen to what names it.
    pub(crate) fn gone(self) -> Self {
        Self { drift: Drift::Gone, ..self }
    }

    /// It does not drift, for this reason.
    pub(crate) fn never(self, note: &'static str) -> Self {
        Self { drift: Drift::Never, note, ..self }
    }

    /// Another row of an attribute.
    pub(crate) fn variant(self, variant: &'static str) -> Self {
        Self { variant, ..self }
    }

    /// The change needs a new pool.
    pub(crate) fn replaces(self) -> Self {
        Self { replaces: true, ..self }
    }

    /// The change shows at these attributes too.
    pub(crate) fn with(self, with: &'static [&'static str]) -> Self {
        Self { with, ..self }
    }

    /// An import does not tell it, for this reason; the next apply enters it into the state.
    pub(crate) fn not_imported(self, why: &'static str) -> Self {
        Self { not_imported: Some(why), ..self }
    }

    /// The name of the row's resource; with dashes, that of its pool and its cluster.
    pub(crate) fn label(&self) -> String {
        let variant = if self.variant.is_empty() { String::new() } else { format!("_{}", self.variant) };
        format!("{}{variant}", self.attribute.replace('.', "_"))
    }

    /// Where the row's resource is in the configuration.
    pub(crate) fn address(&self) -> String {
        format!("palisade_gpu_pool.{}", self.label())
    }

    /// How the attribute is tested, in the words of the coverage table.
    pub(crate) fn cell(&self) -> Value {
        let change = match self.replaces {
            true => "replace",
            false if self.hcl[0] == self.hcl[1] => "none",
            false => "in place",
        };
        let drift = match self.drift {
            Drift::Anew => "made anew",
            Drift::Gone => "gone",
            Drift::Never => "none",
        };
        let import = if self.not_imported.is_some() { "not told" } else { "same" };
        let note = self.not_imported.filter(|_| self.note.is_empty()).unwrap_or(self.note);
        let api = self.arrives.as_ref().map(|(pointer, _)| *pointer);
        json!({"api": api, "change": change, "drift": drift, "import": import, "note": note})
    }
}
