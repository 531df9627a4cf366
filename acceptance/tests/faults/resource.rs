//! What a table of faults is played on: a kind of resource, and a cloud as its own clients tell it.

use std::collections::BTreeSet;

use acceptance::http::Http;
use acceptance::{Oracle, Sandbox};
use serde_json::{Map, Value};

use super::rows::Phase;

/// One cloud of a sandbox.
pub(crate) struct Cloud {
    /// `aws` or `gcp`.
    pub(crate) name: &'static str,
    /// boto3, and Google's client of Cloud Storage.
    pub(crate) oracle: Oracle,
    /// The sandbox's own pages, at the port of Google's REST.
    pub(crate) control: Http,
}

/// A kind of resource, which says of itself what a table of its faults needs to know.
pub(crate) trait Resource: Sync {
    /// Its type without `palisade_`, by which its tables are named.
    fn kind(&self) -> &'static str;

    /// Those whose calls are broken: together they make every call that the provider makes for the kind. The last one
    /// makes each call that a provider makes once for all.
    fn stories(&self, cloud: &Cloud) -> Vec<Story>;

    /// The attributes, as lines of HCL, that one of this name has beside `cloud`, `name`, `timeouts` and its story's.
    fn attributes(&self, cloud: &Cloud, name: &str) -> String;

    /// Makes what has to stand on the cloud before ones of these names do.
    fn prepare(&self, _cloud: &Cloud, _names: &[String]) {}

    /// All that is on the cloud, each thing under its name: resources, and what is made for them. What is there twice is
    /// told twice. `names` are those that resources ever had.
    fn there(&self, cloud: &Cloud, names: &BTreeSet<String>) -> Vec<String>;

    /// One's configuration, [`comparable`] with that of another one of the same story.
    fn configuration(&self, cloud: &Cloud, name: &str) -> Value;

    /// Puts into one what is to be in it when it is destroyed, where its story says so.
    fn fill(&self, _cloud: &Cloud, _name: &str) {}

    /// What an import takes of one that is finished when the provider dies; `None` where the next apply takes it up by
    /// itself.
    fn import(&self, _cloud: &Cloud, _name: &str) -> Option<String> {
        None
    }

    /// Whether a call may fail for ever without the apply failing; then, what it leaves in the configuration.
    fn forgiven(&self, _phase: Phase, _operation: &str) -> Option<&'static str> {
        None
    }

    /// Whether its cloud takes time for it, by the sandbox's clock.
    fn takes_time(&self) -> bool {
        false
    }
}

/// A resource before and after a change, as lines of HCL.
pub(crate) struct Story {
    pub(crate) name: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
    /// Whether something is in it when it is destroyed.
    pub(crate) filled: bool,
}

impl Story {
    pub(crate) fn new(name: &'static str, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { name, before: before.into(), after: after.into(), filled: false }
    }
}

impl Cloud {
    pub(crate) fn of(name: &'static str, sandbox: &Sandbox) -> Self {
        Self { name, oracle: sandbox.oracle(), control: sandbox.control() }
    }
}

/// Takes out of a configuration what two of one story differ in: members of these names at any depth, and the name.
pub(crate) fn comparable(mut value: Value, name: &str, own: &[&str]) -> Value {
    strip(&mut value, name, own);
    value
}

fn strip(value: &mut Value, name: &str, own: &[&str]) {
    match value {
        Value::Object(members) => {
            let others = std::mem::take(members).into_iter().filter(|(key, _)| !own.contains(&key.as_str()));
            *members = others.collect::<Map<_, _>>();
            members.values_mut().for_each(|member| strip(member, name, own));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, name, own)),
        Value::String(text) => *text = text.replace(name, "$NAME"),
        _ => {}
    }
}

/// The texts of this name in the items of a list.
pub(crate) fn texts(list: &Value, key: &str) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item[key].as_str()).map(str::to_owned).collect()
}
