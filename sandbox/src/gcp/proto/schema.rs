//! What an API's messages look like, from a table.

use std::collections::BTreeMap;

/// The messages and enums of an API.
///
/// They come from a text: `message NAME` or `enum NAME` begins one, and the lines after it, which are set in, hold its
/// fields or values, separated by `;`. A field is `name type`. What follows its type says more: `[]` repeated, `{}` a
/// map with strings as keys, `?` optional, `@GROUP` a member of a oneof, `!` only in answers.
pub(crate) struct Schema {
    /// The protobuf package, which the names of its own messages and enums leave out.
    pub(super) package: &'static str,
    messages: BTreeMap<&'static str, Vec<Field>>,
    enums: BTreeMap<&'static str, Vec<(&'static str, i64)>>,
}

/// A field of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Its name in camel case.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) shape: Shape,
    /// Callers may send it, and nobody looks.
    pub(super) output: bool,
}

/// A type, without what it is repeated in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Bool,
    Int32,
    Int64,
    Float,
    String,
    Duration,
    Timestamp,
    /// `google.protobuf.ListValue`.
    Values,
    /// A message or an enum.
    Named(&'static str),
}

/// How often a field is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// Once; a scalar with its default is as good as none.
    One,
    /// Once or not at all: a default is a value.
    Optional,
    /// As `Optional`, and then no other member of the group.
    OneOf(&'static str),
    List,
    Map,
}

impl Field {
    /// Whether a caller means this one: by its name in camel case, or by the one in the protobuf file.
    pub(super) fn is_called(&self, name: &str) -> bool {
        is_name(self.name, name)
    }
}

impl Schema {
    /// Reads the text that a service comes with. What cannot be read is left out, which the service's tests find.
    pub(crate) fn new(package: &'static str, text: &'static str) -> Self {
        let mut schema = Self { package, messages: BTreeMap::new(), enums: BTreeMap::new() };
        let mut current = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix("message ") {
                schema.messages.insert(name, Vec::new());
                current = name;
            } else if let Some(name) = line.strip_prefix("enum ") {
                schema.enums.insert(name, Vec::new());
                current = name;
            } else if let Some(fields) = schema.messages.get_mut(current) {
                fields.extend(entries(line).filter_map(field));
            } else if let Some(values) = schema.enums.get_mut(current) {
                values.extend(entries(line).filter_map(value));
            }
        }
        schema
    }

    /// The fields of a message, `None` where the name is no message's.
    pub(super) fn fields(&self, message: &str) -> Option<&[Field]> {
        self.messages.get(message).map(Vec::as_slice)
    }

    /// The values of an enum, `None` where the name is no enum's.
    pub(super) fn values(&self, name: &str) -> Option<&[(&'static str, i64)]> {
        self.enums.get(name).map(Vec::as_slice)
    }

    /// Whether an enum has a value of this name.
    pub(crate) fn is_value(&self, name: &str, value: &str) -> bool {
        self.values(name).is_some_and(|values| values.iter().any(|(known, _)| *known == value))
    }

    /// A type's full name, as errors tell it. Only types of other packages have theirs in the table.
    pub(super) fn full_name(&self, name: &str) -> String {
        if name.starts_with("google.") { name.to_owned() } else { format!("{}.{name}", self.package) }
    }

    /// The names that fields have for their types and that are neither a message's nor an enum's.
    #[cfg(test)]
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let known = |name: &str| self.messages.contains_key(name) || self.enums.contains_key(name);
        let kinds = self.messages.values().flatten().map(|field| field.kind);
        kinds
            .filter_map(|kind| if let Kind::Named(name) = kind { Some(name) } else { None })
            .filter(|name| !known(name))
            .collect()
    }
}

fn entries(line: &'static str) -> impl Iterator<Item = &'static str> {
    line.split(';').map(str::trim).filter(|entry| !entry.is_empty())
}

fn value(entry: &'static str) -> Option<(&'static str, i64)> {
    let (name, number) = entry.split_once('=')?;
    Some((name, number.parse().ok()?))
}

fn field(entry: &'static str) -> Option<Field> {
    let (name, rest) = entry.split_once(' ')?;
    let (rest, output) = match rest.strip_suffix('!') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let (kind, shape) = if let Some(kind) = rest.strip_suffix("[]") {
        (kind, Shape::List)
    } else if let Some(kind) = rest.strip_suffix("{}") {
        (kind, Shape::Map)
    } else if let Some(kind) = rest.strip_suffix('?') {
        (kind, Shape::Optional)
    } else if let Some((kind, group)) = rest.split_once('@') {
        (kind, Shape::OneOf(group))
    } else {
        (rest, Shape::One)
    };
    let kind = match kind {
        "bool" => Kind::Bool,
        "int32" => Kind::Int32,
        "int64" => Kind::Int64,
        "float" | "double" => Kind::Float,
        "string" => Kind::String,
        "duration" => Kind::Duration,
        "timestamp" => Kind::Timestamp,
        "values" => Kind::Values,
        name => Kind::Named(name),
    };
    Some(Field { name, kind, shape, output })
}

/// Whether a caller means the field of this name in camel case.
pub(super) fn is_name(camel: &str, name: &str) -> bool {
    camel == name || snake(camel) == name
}

/// The name that a field has in the protobuf file.
pub(super) fn snake(camel: &str) -> String {
    let mut snake = String::with_capacity(camel.len() + 4);
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
