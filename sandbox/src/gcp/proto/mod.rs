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
use super::fields;
use super::rest::{self, Query};
use super::status::Status;
use crate::answer::Reply;

/// The parameters that every call of every API takes, as the discovery documents list them. Those that begin with `$`
/// are understood by Google's front end alone.
const SYSTEM: [&str; 10] = [
    "access_token",
    "alt",
    "callback",
    "fields",
    "key",
    "oauth_token",
    "prettyPrint",
    "quotaUser",
    "uploadType",
    "upload_protocol",
];

/// How a caller wants to see enums.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Enums {
    Names,
    Numbers,
}

impl Enums {
    /// What the system parameter `$alt` says: `json`, or `json;enum-encoding=int` as generated clients send it.
    fn wanted(query: &Query) -> Self {
        let alt = query.get("$alt").or(query.get("alt")).unwrap_or_default();
        if alt.split(';').any(|part| part.trim() == "enum-encoding=int") {
            Self::Numbers
        } else {
            Self::Names
        }
    }
}

/// A parameter, by its name in camel case or by the one in the protobuf file.
pub(crate) fn parameter<'a>(query: &'a Query, name: &str) -> Option<&'a str> {
    query.get(name).or_else(|| query.get(&schema::snake(name)))
}

/// Refuses parameters that are neither the call's nor every call's.
///
/// # Errors
/// `INVALID_ARGUMENT` with each of them.
pub(crate) fn check_parameters(query: &Query, known: &[&str]) -> Result<(), Status> {
    let unknown = query.names().filter(|name| {
        !name.starts_with('$')
            && !SYSTEM.contains(name)
            && !known.iter().any(|known| schema::is_name(known, name))
    });
    let texts: Vec<String> = unknown
        .map(|name| {
            format!(
                "Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' \
                 could not be found in request message."
            )
        })
        .collect();
    if texts.is_empty() {
        return Ok(());
    }
    Err(Status::invalid(texts.join("\n")).violations(texts.iter().map(|text| ("", text.as_str()))))
}

impl Schema {
    /// A reply with what a caller wants to see of a message, in the way that the caller wants.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the selection of fields cannot be read.
    pub(crate) fn reply(&self, message: &str, value: &Value, query: &Query) -> Result<Reply, Status> {
        let shown = self.write(message, value, Enums::wanted(query));
        let shown = match query.get("fields").or(query.get("$fields")) {
            None | Some("" | "*") => shown,
            Some(selected) => {
                fields::only(&shown, selected).map_err(|refusal| Status::invalid(refusal.message))?
            }
        };
        Ok(rest::json(200, &shown))
    }

    /// Renders a message that [`Schema::read`] read, or one made in the same form.
    fn write(&self, message: &str, value: &Value, enums: Enums) -> Value {
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
