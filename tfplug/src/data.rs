use std::collections::BTreeMap;

use crate::Number;
use crate::types::Type;

/// A value of any schema: what typed structs are sugar for, as `serde_json::Value` is for serde.
///
/// Lists, sets and tuples are [`Data::List`]; maps and objects are [`Data::Map`]: only a schema tells them apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Data {
    /// Not set.
    #[default]
    Null,
    /// Not known before the apply. Refinements of an unknown value are not kept.
    Unknown,
    /// `true` or `false`.
    Bool(bool),
    /// An exact decimal number.
    Number(Number),
    /// A string, in Unicode's normal form C as Terraform compares them.
    String(String),
    /// A list, a set or a tuple.
    List(Vec<Data>),
    /// A map or an object; an object holds every attribute of its schema.
    Map(BTreeMap<String, Data>),
    /// A value of an attribute whose schema is [`Type::Dynamic`], with the type that it has.
    Dynamic(Box<(Type, Data)>),
}

impl Data {
    /// The attribute of that name; [`Data::Null`] where there is none.
    pub fn get(&self, name: &str) -> &Data {
        match self {
            Data::Map(map) => map.get(name).unwrap_or(&Data::Null),
            _ => &Data::Null,
        }
    }

    /// The attribute of that name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Data> {
        match self {
            Data::Map(map) => map.get_mut(name),
            _ => None,
        }
    }

    /// The text of a known string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether nothing is set; a null of a dynamic attribute may have a type all the same.
    pub fn is_null(&self) -> bool {
        match self {
            Data::Dynamic(typed) => typed.1.is_null(),
            _ => matches!(self, Data::Null),
        }
    }

    /// Whether the value itself is unknown; one of its elements may be unknown all the same.
    pub fn is_unknown(&self) -> bool {
        match self {
            Data::Dynamic(typed) => typed.1.is_unknown(),
            _ => matches!(self, Data::Unknown),
        }
    }

    /// Whether nothing in the value is unknown.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Data::Unknown => false,
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::String(_) => true,
            Data::List(items) => items.iter().all(Data::is_wholly_known),
            Data::Map(map) => map.values().all(Data::is_wholly_known),
            Data::Dynamic(typed) => typed.1.is_wholly_known(),
        }
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Self {
        Data::String(text.to_owned())
    }
}

impl From<String> for Data {
    fn from(text: String) -> Self {
        Data::String(text)
    }
}

impl From<bool> for Data {
    fn from(value: bool) -> Self {
        Data::Bool(value)
    }
}

impl From<i64> for Data {
    fn from(value: i64) -> Self {
        Data::Number(value.into())
    }
}

impl From<Number> for Data {
    fn from(value: Number) -> Self {
        Data::Number(value)
    }
}

impl<T: Into<Data>> From<Vec<T>> for Data {
    fn from(items: Vec<T>) -> Self {
        Data::List(items.into_iter().map(Into::into).collect())
    }
}

impl<const N: usize> From<[(&str, Data); N]> for Data {
    fn from(entries: [(&str, Data); N]) -> Self {
        Data::Map(entries.into_iter().map(|(name, data)| (name.to_owned(), data)).collect())
    }
}
