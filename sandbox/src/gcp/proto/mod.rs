//! JSON as Google's APIs read and write it: the JSON form of protobuf messages,
//! <https://protobuf.dev/programming-guides/json/>.
//!
//! A [`Schema`] knows the messages of an API. [`Schema::read`] brings a request's body into one form, or says as the
//! real front end does what is wrong with it: names in camel case, enums by name, 64-bit numbers as strings, and
//! nothing that has its default. [`Schema::write`] renders that form for a caller.

mod read;
mod schema;

pub(crate) use self::schema::Schema;

use serde_json::{Map, Value};

use self::schema::{Kind, Shape};
use super::rest::Query;

/// How a caller wants to see enums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Enums {
    Names,
    Numbers,
}

impl Enums {
    /// What the system parameter `$alt` says: `json`, or `json;enum-encoding=int` as generated clients send it.
    pub(crate) fn wanted(query: &Query) -> Self {
        let alt = query.get("$alt").or(query.get("alt")).unwrap_or_default();
        if alt.split(';').any(|part| part.trim() == "enum-encoding=int") {
            Self::Numbers
        } else {
            Self::Names
        }
    }
}

impl Schema {
    /// Renders a message that [`Schema::read`] read, or one made in the same form.
    pub(crate) fn write(&self, message: &str, value: &Value, enums: Enums) -> Value {
        let Value::Object(fields) = value else { return value.clone() };
        let known = self.fields(message).unwrap_or_default();
        let field = |name: &str| known.iter().find(|field| field.name == name);
        let render = |(name, value): (&String, &Value)| {
            let value = match field(name) {
                Some(field) => self.write_field(field.kind, field.shape, value, enums),
                None => value.clone(),
            };
            (name.clone(), value)
        };
        Value::Object(fields.iter().map(render).collect())
    }

    /// The names, in camel case, of the fields that a field mask's path goes by; `None` where there are none, or where
    /// it goes into a list or a map.
    pub(crate) fn path(&self, message: &str, path: &str) -> Option<Vec<String>> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let field = self.fields(message)?.iter().find(|field| field.is_called(first))?;
        let mut names = vec![field.name.to_owned()];
        if !rest.is_empty() {
            let Kind::Named(inner) = field.kind else { return None };
            if matches!(field.shape, Shape::List | Shape::Map) {
                return None;
            }
            names.extend(self.path(inner, rest)?);
        }
        Some(names)
    }

    fn write_field(&self, kind: Kind, shape: Shape, value: &Value, enums: Enums) -> Value {
        let one = |value: &Value| self.write_one(kind, value, enums);
        match (shape, value) {
            (Shape::List, Value::Array(items)) => items.iter().map(one).collect(),
            (Shape::Map, Value::Object(entries)) => {
                entries.iter().map(|(key, value)| (key.clone(), one(value))).collect::<Map<_, _>>().into()
            }
            (_, value) => one(value),
        }
    }

    fn write_one(&self, kind: Kind, value: &Value, enums: Enums) -> Value {
        match (kind, value) {
            (Kind::Named(name), Value::String(text)) if enums == Enums::Numbers => {
                let number =
                    self.values(name).and_then(|values| values.iter().find(|(known, _)| known == text));
                number.map_or_else(|| value.clone(), |(_, number)| (*number).into())
            }
            (Kind::Named(name), Value::Object(_)) => self.write(name, value, enums),
            _ => value.clone(),
        }
    }
}
