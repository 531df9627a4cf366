//! A planned value, whatever it was read from.

use std::collections::BTreeMap;

/// A value of a resource as Terraform plans it.
///
/// The provider makes one of its own values, [`plan`](crate::plan) makes one of `terraform show -json`, and rules
/// cannot tell which.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    /// Not set.
    Null,
    /// Known only after apply.
    Unknown,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A string.
    String(String),
    /// A list, a tuple, or a set in its planned order.
    List(Vec<Tree>),
    /// An object or a map.
    Map(BTreeMap<String, Tree>),
}

impl Tree {
    /// The value of an attribute; null where this is no map or has no such key.
    #[must_use]
    pub fn get(&self, key: &str) -> &Tree {
        match self {
            Self::Map(entries) => entries.get(key).unwrap_or(&Self::Null),
            Self::Unknown => &Self::Unknown,
            _ => &Self::Null,
        }
    }
}

impl From<serde_json::Value> for Tree {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::Number(value) => Self::Number(value),
            Json::String(value) => Self::String(value),
            Json::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Json::Object(fields) => {
                Self::Map(fields.into_iter().map(|(key, value)| (key, Self::from(value))).collect())
            }
        }
    }
}
