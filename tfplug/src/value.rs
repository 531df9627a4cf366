use std::collections::BTreeMap;

/// The value of one attribute: known, null (not set), or unknown until the apply.
///
/// Unknown is not null: a plan that treats one as the other lies to its reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Value<T> {
    /// A value.
    Known(T),
    /// Not set.
    #[default]
    Null,
    /// Not known before the apply.
    Unknown,
}

/// A list attribute, whose elements may be unknown one by one.
pub type List<T> = Value<Vec<Value<T>>>;

/// A map attribute, whose elements may be unknown one by one.
pub type Map<T> = Value<BTreeMap<String, Value<T>>>;

/// A set attribute, whose elements may be unknown one by one.
pub type Set<T> = Value<Elements<T>>;

/// The elements of a set, in the order in which Terraform sent them; order carries no meaning.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Elements<T>(pub Vec<Value<T>>);

impl<T> Default for Elements<T> {
    fn default() -> Self {
        Elements(Vec::new())
    }
}

impl<T> Value<T> {
    /// The known value.
    pub fn known(&self) -> Option<&T> {
        match self {
            Value::Known(value) => Some(value),
            Value::Null | Value::Unknown => None,
        }
    }

    /// The known value, by value.
    pub fn into_known(self) -> Option<T> {
        match self {
            Value::Known(value) => Some(value),
            Value::Null | Value::Unknown => None,
        }
    }

    /// Whether the value is not known before the apply.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown)
    }

    /// Whether nothing is set.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The same state with a reference to the value.
    pub fn as_ref(&self) -> Value<&T> {
        match self {
            Value::Known(value) => Value::Known(value),
            Value::Null => Value::Null,
            Value::Unknown => Value::Unknown,
        }
    }

    /// The same state with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Value<U> {
        match self {
            Value::Known(value) => Value::Known(change(value)),
            Value::Null => Value::Null,
            Value::Unknown => Value::Unknown,
        }
    }
}

impl<T> From<T> for Value<T> {
    fn from(value: T) -> Self {
        Value::Known(value)
    }
}

impl From<&str> for Value<String> {
    fn from(value: &str) -> Self {
        Value::Known(value.to_owned())
    }
}

impl<T> From<Option<T>> for Value<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Value::Known)
    }
}
