//! One row of the table: an attribute on a cloud, what it is set to, where the cloud's own clients see it, and how
//! somebody else changes it behind Terraform's back.
//!
//! `$NAME` stands for the bucket's name, in HCL, in arguments and in expected values.

use serde_json::{Value, json};

/// An attribute on a cloud that has it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The attribute's path in the schema, without indices: `lifecycle_rules.prefix`.
    pub(crate) attribute: String,
    /// Tells several cases of one attribute apart.
    pub(crate) variant: &'static str,
    /// The resource's body before the change and after it, without what [`super::stages`] writes for every bucket.
    pub(crate) hcl: [String; 2],
    /// How the change is made.
    pub(crate) change: Change,
    /// Other attributes that the change shows at.
    pub(crate) with: &'static [&'static str],
    /// Where the value arrives.
    pub(crate) arrives: Arrives,
    /// How it drifts.
    pub(crate) drift: Drift,
    /// Whether an import tells it.
    pub(crate) import: Import,
}

/// How a change is made, as the documentation of the attribute says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    InPlace,
    Replace,
}

/// Where a value arrives.
#[derive(Clone, Debug)]
pub(crate) enum Arrives {
    /// In the answer to a call of the cloud's own client, at a JSON pointer. What is not found is null.
    At { call: &'static str, pointer: String, values: Box<[Expected; 2]> },
    /// Nowhere: Terraform alone knows it. Says what tests it instead.
    Nowhere(&'static str),
}

/// What is at the pointer.
#[derive(Clone, Debug)]
pub(crate) enum Expected {
    Is(Value),
    /// A text that holds this.
    Holds(&'static str),
}

/// How an attribute changes behind Terraform's back.
#[derive(Clone, Debug)]
pub(crate) enum Drift {
    /// These calls of the cloud's own client change this attribute and no other.
    Calls(Vec<(&'static str, Value)>),
    /// What is fixed at creation drifts when the bucket is deleted and made again by somebody else.
    Recreated(&'static str, Value),
    /// The bucket is gone: all that can happen to what its name says.
    Gone,
    /// It cannot; says why.
    Never(&'static str),
}

/// What an import of the attribute shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Import {
    /// The value, with no difference to the configuration.
    Same,
    /// Nothing, since no cloud tells it: the next apply enters it into the state.
    Unknown,
}

impl Case {
    /// A case that changes in place, from this body to that one.
    pub(crate) fn new(attribute: impl Into<String>, before: &str, after: &str) -> Self {
        Self {
            attribute: attribute.into(),
            variant: "",
            hcl: [before.to_owned(), after.to_owned()],
            change: Change::InPlace,
            with: &[],
            arrives: Arrives::Nowhere(""),
            drift: Drift::Never(""),
            import: Import::Same,
        }
    }

    /// An attribute that no cloud knows: who sets it, changes Terraform's behaviour.
    pub(crate) fn local(attribute: &str, before: &str, after: &str, tested: &'static str) -> Self {
        let case = Self::new(attribute, before, after);
        let drift = Drift::Never("no cloud knows it");
        Self { arrives: Arrives::Nowhere(tested), drift, import: Import::Unknown, ..case }
    }

    /// Another case of an attribute.
    pub(crate) fn variant(self, variant: &'static str) -> Self {
        Self { variant, ..self }
    }

    /// The change needs a new bucket.
    pub(crate) fn replaces(self) -> Self {
        Self { change: Change::Replace, ..self }
    }

    /// An import does not tell the value after the change.
    pub(crate) fn not_imported(self) -> Self {
        Self { import: Import::Unknown, ..self }
    }

    /// The change shows at these attributes too.
    pub(crate) fn with(self, with: &'static [&'static str]) -> Self {
        Self { with, ..self }
    }

    /// Where the value arrives, and how it looks there before and after the change.
    pub(crate) fn arrives(
        self,
        call: &'static str,
        pointer: impl Into<String>,
        before: impl Into<Expected>,
        after: impl Into<Expected>,
    ) -> Self {
        let (pointer, values) = (pointer.into(), Box::new([before.into(), after.into()]));
        Self { arrives: Arrives::At { call, pointer, values }, ..self }
    }

    /// One call changes it.
    pub(crate) fn drifts(self, call: &'static str, args: Value) -> Self {
        Self { drift: Drift::Calls(vec![(call, args)]), ..self }
    }

    /// It changes, or does not, in this way.
    pub(crate) fn drift(self, drift: Drift) -> Self {
        Self { drift, ..self }
    }

    /// The name of the case's resource, and the end of its bucket's name.
    pub(crate) fn label(&self) -> String {
        let both = if self.variant.is_empty() {
            self.attribute.clone()
        } else {
            format!("{}_{}", self.attribute, self.variant)
        };
        both.replace('.', "_")
    }

    /// How the attribute is changed, in the words of the coverage table.
    pub(crate) fn row(&self) -> Value {
        let api = match &self.arrives {
            Arrives::At { call, .. } => json!(call),
            Arrives::Nowhere(_) => Value::Null,
        };
        let change = if self.change == Change::Replace { "replace" } else { "in place" };
        let drift = match &self.drift {
            Drift::Calls(_) => "changed",
            Drift::Recreated(..) => "made anew",
            Drift::Gone => "gone",
            Drift::Never(_) => "none",
        };
        let note = match (&self.arrives, &self.drift) {
            (Arrives::Nowhere(tested), _) => tested,
            (_, Drift::Never(why)) => why,
            _ => "",
        };
        let import = if self.import == Import::Same { "same" } else { "not told" };
        json!({"api": api, "change": change, "drift": drift, "import": import, "note": note})
    }
}

impl From<Value> for Expected {
    fn from(value: Value) -> Self {
        Self::Is(value)
    }
}

impl Expected {
    /// Whether this is it.
    pub(crate) fn is(&self, found: &Value, name: &str) -> bool {
        match self {
            Self::Is(value) => named(value, name) == *found,
            Self::Holds(text) => found.as_str().is_some_and(|found| found.contains(text)),
        }
    }
}

/// A value with `$NAME` filled in.
pub(crate) fn named(value: &Value, name: &str) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace("$NAME", name)),
        Value::Array(items) => items.iter().map(|item| named(item, name)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), named(value, name)));
            Value::Object(fields.collect())
        }
        value => value.clone(),
    }
}
