//! One budget of the table: its body before a change and after it, and where each attribute that it is about arrives.

use acceptance::hcl;
use serde_json::Value;

/// A budget that several attributes are tried on.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The name of the resource, and the end of the budget's name unless the body says one.
    pub(crate) label: &'static str,
    /// The cloud before the change and after it.
    pub(crate) clouds: [&'static str; 2],
    /// The resource's body before the change and after it, without `cloud`.
    pub(crate) hcl: [String; 2],
    /// How the change is made.
    pub(crate) change: Change,
    /// The attributes that it is about: all that the change shows at.
    pub(crate) rows: Vec<Row>,
    /// Whether somebody else changes or deletes it.
    pub(crate) drifts: bool,
    /// The attributes among them that an import does not tell.
    pub(crate) untold: &'static [&'static str],
}

/// How a change is made, as the documentation of the attribute says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    InPlace,
    Replace,
}

/// An attribute, by its path in the schema without indices, and where it arrives.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) attribute: &'static str,
    pub(crate) arrives: Arrives,
    /// Why it does not change, where it does not.
    pub(crate) fixed: &'static str,
}

/// What somebody else does to it behind Terraform's back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drift {
    /// Puts the budget back to what it was before the change.
    Back,
    /// Deletes it.
    Gone,
    /// Nothing: no cloud knows what it is about.
    Never,
}

/// Where a value arrives.
#[derive(Clone, Debug)]
pub(crate) enum Arrives {
    /// In what [`super::clouds`] sees of the budget, at a JSON pointer. What is not found is null.
    At { pointer: &'static str, values: Box<[Value; 2]> },
    /// At no cloud: Terraform alone knows it. Says what tests it.
    Nowhere(&'static str),
}

impl Case {
    pub(crate) fn new(cloud: &'static str, label: &'static str, before: &str, after: &str) -> Self {
        Self {
            label,
            clouds: [cloud; 2],
            hcl: [before.to_owned(), after.to_owned()],
            change: Change::InPlace,
            rows: Vec::new(),
            drifts: true,
            untold: &[],
        }
    }

    /// The change needs a new budget.
    pub(crate) fn replaces(self) -> Self {
        Self { change: Change::Replace, ..self }
    }

    /// The change moves it to this cloud.
    pub(crate) fn to(self, cloud: &'static str) -> Self {
        Self { clouds: [self.clouds[0], cloud], ..self }
    }

    /// An import does not tell these.
    pub(crate) fn untold(self, untold: &'static [&'static str]) -> Self {
        Self { untold, ..self }
    }

    /// An attribute, and what is at this pointer before the change and after it.
    pub(crate) fn row(
        mut self,
        attribute: &'static str,
        pointer: &'static str,
        before: impl Into<Value>,
        after: impl Into<Value>,
    ) -> Self {
        let values = Box::new([before.into(), after.into()]);
        self.rows.push(Row { attribute, arrives: Arrives::At { pointer, values }, fixed: "" });
        self
    }

    /// An attribute that does not change, for this reason, and what is at this pointer.
    pub(crate) fn fixed(
        mut self,
        attribute: &'static str,
        pointer: &'static str,
        value: impl Into<Value>,
        fixed: &'static str,
    ) -> Self {
        let value = value.into();
        let values = Box::new([value.clone(), value]);
        self.rows.push(Row { attribute, arrives: Arrives::At { pointer, values }, fixed });
        self
    }

    /// An attribute that no cloud knows.
    pub(crate) fn local(mut self, attribute: &'static str, tested: &'static str) -> Self {
        self.rows.push(Row { attribute, arrives: Arrives::Nowhere(tested), fixed: "" });
        self
    }

    /// What is done to it.
    pub(crate) fn drift(&self) -> Drift {
        let known = self.rows.iter().any(|row| matches!(row.arrives, Arrives::At { .. }));
        match self.change {
            _ if !known || !self.drifts => Drift::Never,
            Change::InPlace => Drift::Back,
            Change::Replace => Drift::Gone,
        }
    }

    /// The address of the resource.
    pub(crate) fn address(&self) -> String {
        format!("palisade_budget.{}", self.label)
    }

    /// The resource before the change or after it.
    pub(crate) fn resource(&self, stage: usize) -> String {
        let (cloud, name) = (format!("{:?}", self.clouds[stage]), format!("\"palisade-{}\"", self.label));
        let defaults = [("cloud", cloud.as_str()), ("name", &name)];
        hcl::resource("palisade_budget", self.label, &defaults, &self.hcl[stage])
    }
}
