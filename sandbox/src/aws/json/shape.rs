//! Shapes of a service's model, and input held to them: types, required members, lengths, patterns and enums, in the
//! words that AWS's services share.
//!
//! A member that the model does not have is let pass, as the real services do.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

use regex::Regex;
use serde_json::Value;

use super::{Error, Object};

/// What a value may be.
pub(in crate::aws) enum Shape {
    /// Text of so many characters, that may have to look in a certain way.
    Text {
        length: (usize, usize),
        pattern: Option<&'static str>,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    Flag,
    Integer {
        least: i64,
        most: i64,
    },
    Number {
        least: f64,
        most: f64,
    },
    /// Seconds since 1970.
    Time,
    List {
        of: &'static Shape,
        length: (usize, usize),
    },
    Map {
        key: &'static Shape,
        value: &'static Shape,
        length: (usize, usize),
    },
    Structure(&'static [Member]),
}

/// A member of a structure.
pub(in crate::aws) struct Member {
    name: &'static str,
    required: bool,
    shape: &'static Shape,
}

/// A member that must be there.
pub(in crate::aws) const fn need(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, required: true, shape }
}

/// A member that may be there.
pub(in crate::aws) const fn may(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, required: false, shape }
}

/// What stands for a list or a map where a complaint shows the value.
const UNSEEN: &str = "Value";

/// No bound.
pub(in crate::aws) const ANY: (usize, usize) = (0, usize::MAX);

impl Shape {
    pub(in crate::aws) const TEXT: Self = Self::Text { length: ANY, pattern: None };
    pub(in crate::aws) const NATURAL: Self = Self::Integer { least: 0, most: i64::MAX };
    pub(in crate::aws) const POSITIVE: Self = Self::Integer { least: 1, most: i64::MAX };

    /// Holds a call's input to this shape. `code` is the error's where a constraint is broken.
    pub(in crate::aws) fn check(&self, input: &Object, code: &'static str) -> Result<(), Error> {
        let mut broken = Vec::new();
        if let Self::Structure(members) = self {
            structure(members, input, "", &mut broken)?;
        }
        if broken.is_empty() {
            return Ok(());
        }
        let errors = if broken.len() == 1 { "error" } else { "errors" };
        let message = format!("{} validation {errors} detected: {}", broken.len(), broken.join("; "));
        Err(Error::new(400, code, message))
    }

    fn hold(&self, value: &Value, path: &str, broken: &mut Vec<String>) -> Result<(), Error> {
        let wrong = || Error::serialization(&format!("the value at '{path}' has the wrong type"));
        match self {
            Self::Text { length, pattern } => {
                let text = value.as_str().ok_or_else(wrong)?;
                bounds("length", text.chars().count(), *length, &shown(text), path, broken);
                if let Some(words) = pattern.filter(|words| !matches(words, text)) {
                    let must = format!("satisfy regular expression pattern: {words}");
                    broken.push(complaint(&shown(text), path, &must));
                }
            }
            Self::Choice(words) => {
                let text = value.as_str().ok_or_else(wrong)?;
                if !words.contains(&text) {
                    let must = format!("satisfy enum value set: [{}]", words.join(", "));
                    broken.push(complaint(&shown(text), path, &must));
                }
            }
            Self::Flag => drop(value.as_bool().ok_or_else(wrong)?),
            Self::Integer { least, most } => {
                let number = value.as_i64().ok_or_else(wrong)?;
                bounds("value", number, (*least, *most), &shown(number), path, broken);
            }
            Self::Number { least, most } => {
                let number = value.as_f64().ok_or_else(wrong)?;
                bounds("value", number, (*least, *most), &shown(number), path, broken);
            }
            Self::Time => drop(value.as_f64().ok_or_else(wrong)?),
            Self::List { of, length } => {
                let items = value.as_array().ok_or_else(wrong)?;
                bounds("length", items.len(), *length, UNSEEN, path, broken);
                for (n, item) in items.iter().enumerate() {
                    of.hold(item, &format!("{path}.{}.member", n + 1), broken)?;
                }
            }
            Self::Map { key, value: of, length } => {
                let entries = value.as_object().ok_or_else(wrong)?;
                bounds("length", entries.len(), *length, UNSEEN, path, broken);
                for (name, item) in entries {
                    key.hold(&Value::from(name.as_str()), path, broken)?;
                    of.hold(item, &format!("{path}.{name}.member"), broken)?;
                }
            }
            Self::Structure(members) => {
                structure(members, value.as_object().ok_or_else(wrong)?, path, broken)?;
            }
        }
        Ok(())
    }
}

fn structure(members: &[Member], object: &Object, path: &str, broken: &mut Vec<String>) -> Result<(), Error> {
    for Member { name, required, shape } in members {
        let path = match path {
            "" => lower_camel(name),
            path => format!("{path}.{}", lower_camel(name)),
        };
        match object.get(*name) {
            Some(value) if !value.is_null() => shape.hold(value, &path, broken)?,
            _ if *required => broken.push(complaint("Value null", &path, "not be null")),
            _ => {}
        }
    }
    Ok(())
}

fn bounds<T: PartialOrd + Display>(
    what: &str,
    size: T,
    (least, most): (T, T),
    shown: &str,
    path: &str,
    broken: &mut Vec<String>,
) {
    if size < least {
        broken.push(complaint(shown, path, &format!("have {what} greater than or equal to {least}")));
    } else if size > most {
        broken.push(complaint(shown, path, &format!("have {what} less than or equal to {most}")));
    }
}

fn complaint(shown: &str, path: &str, must: &str) -> String {
    format!("{shown} at '{path}' failed to satisfy constraint: Member must {must}")
}

/// A value as a complaint shows it. A list or a map is shown as [`UNSEEN`].
fn shown(value: impl Display) -> String {
    format!("Value '{value}'")
}

/// Whether a pattern matches the whole of a text. Each pattern is compiled once.
fn matches(pattern: &'static str, text: &str) -> bool {
    static COMPILED: Mutex<BTreeMap<&str, Option<Regex>>> = Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = compiled.entry(pattern).or_insert_with(|| Regex::new(&format!("^(?:{pattern})$")).ok());
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    static NAME: Shape = Shape::Text { length: (1, 3), pattern: Some("[a-z]*") };
    static TREE: Shape = Shape::Structure(&[
        need("Name", &NAME),
        may("Kind", &Shape::Choice(&["A", "B"])),
        may("Size", &Shape::Integer { least: 1, most: 9 }),
        may("Share", &Shape::Number { least: 0.0, most: 1.5 }),
        may("Old", &Shape::Flag),
        may("Born", &Shape::Time),
        may("Limbs", &Shape::List { of: &TREE, length: (1, 2) }),
        may("Labels", &Shape::Map { key: &NAME, value: &NAME, length: (0, 1) }),
    ]);

    /// Holds JSON to the tree above; the answer is the error's message, empty when there is none.
    fn check(input: &str, expected: &str) {
        let Value::Object(input) = serde_json::from_str(input).unwrap() else { panic!("not an object") };
        let seen = TREE.check(&input, "Bad").err().map(|error| error.message).unwrap_or_default();
        assert_eq!(seen, expected, "{input:?}");
    }

    #[test]
    fn input_is_held_to_the_model() {
        check(r#"{"Name":"a","Kind":"A","Size":1,"Share":1.5,"Old":true,"Born":1.5,"Else":{}}"#, "");
        check(r#"{"Name":"a","Limbs":[{"Name":"b"}],"Labels":{"a":"b"},"Size":null}"#, "");
        let one = |path: &str, must: &str| {
            format!("1 validation error detected: {path} failed to satisfy constraint: Member must {must}")
        };
        check("{}", &one("Value null at 'name'", "not be null"));
        check(r#"{"Name":null}"#, &one("Value null at 'name'", "not be null"));
        check(r#"{"Name":"abcd"}"#, &one("Value 'abcd' at 'name'", "have length less than or equal to 3"));
        check(r#"{"Name":"A"}"#, &one("Value 'A' at 'name'", "satisfy regular expression pattern: [a-z]*"));
        let inner = r#"{"Name":"a","Limbs":[{"Name":"b","Kind":"C"}]}"#;
        check(inner, &one("Value 'C' at 'limbs.1.member.kind'", "satisfy enum value set: [A, B]"));
        check(
            r#"{"Name":"a","Limbs":[]}"#,
            &one("Value at 'limbs'", "have length greater than or equal to 1"),
        );
        check(
            r#"{"Name":"a","Size":10}"#,
            &one("Value '10' at 'size'", "have value less than or equal to 9"),
        );
        check(
            r#"{"Name":"a","Share":-1}"#,
            &one("Value '-1' at 'share'", "have value greater than or equal to 0"),
        );
        check(
            r#"{"Name":"","Labels":{"a":""}}"#,
            "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length \
             greater than or equal to 1; Value '' at 'labels.a.member' failed to satisfy constraint: Member must have \
             length greater than or equal to 1",
        );
    }

    #[test]
    fn types_are_the_models() {
        for (input, path) in [
            (r#"{"Name":1}"#, "name"),
            (r#"{"Name":"a","Size":"1"}"#, "size"),
            (r#"{"Name":"a","Size":1.5}"#, "size"),
            (r#"{"Name":"a","Old":"true"}"#, "old"),
            (r#"{"Name":"a","Limbs":{}}"#, "limbs"),
            (r#"{"Name":"a","Limbs":["a"]}"#, "limbs.1.member"),
            (r#"{"Name":"a","Labels":[]}"#, "labels"),
        ] {
            check(input, &format!("the value at '{path}' has the wrong type"));
        }
    }
}
