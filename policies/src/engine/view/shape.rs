//! From a planned value to a value of a view.
//!
//! Most attributes of a resource are not set. What a view says of one that is absent or unknown is the same for every
//! resource, so it is made once, and shared.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regorus::Value;

use crate::Tree;

/// The attributes of an object, by name.
pub(super) type Fields = &'static [(&'static str, Shape)];

/// What an attribute of a view looks like.
pub(super) enum Shape {
    /// A plain value or a list of plain values.
    Plain,
    /// A map of plain values.
    Map,
    /// An object.
    Object(Fields),
    /// A list of objects.
    List(Fields),
}

/// An object of Rego while it is made.
pub(super) type Object = BTreeMap<Value, Value>;

/// The words of a view, made once.
struct Words {
    known: Value,
    absent: Value,
    unknown: Value,
    at: Value,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    known: "known".into(),
    absent: "absent".into(),
    unknown: "unknown".into(),
    at: "at".into(),
});

/// An attribute, with all of its view that does not depend on a resource.
pub(super) struct Attribute {
    name: &'static str,
    key: Value,
    /// The way to it from its resource.
    way: Vec<Value>,
    at: Value,
    kind: Kind,
    absent: Value,
    unknown: Value,
}

enum Kind {
    Plain,
    Map,
    Object(Vec<Attribute>),
    List(Fields),
}

impl Attribute {
    /// The attribute `name` of an object to which `way` leads.
    pub(super) fn new(name: &'static str, shape: &Shape, way: &[Value]) -> Self {
        Self::at(name, shape, step(way, name.into()))
    }

    /// An attribute of a view that stands for another of its resource, to which `way` leads.
    pub(super) fn at(name: &'static str, shape: &Shape, way: Vec<Value>) -> Self {
        let kind = match shape {
            Shape::Plain => Kind::Plain,
            Shape::Map => Kind::Map,
            Shape::Object(fields) => Kind::Object(attributes(fields, &way)),
            Shape::List(fields) => Kind::List(fields),
        };
        let at = Value::from(way.clone());
        let none = |word: &Value, of: fn(&Attribute) -> &Value| {
            let inner = if let Kind::Object(inner) = &kind { inner.as_slice() } else { &[] };
            let inner = inner.iter().map(|attribute| (attribute.key.clone(), of(attribute).clone()));
            let own = [(word.clone(), Value::Bool(true)), (WORDS.at.clone(), at.clone())];
            Value::from(inner.chain(own).collect::<Object>())
        };
        let absent = none(&WORDS.absent, |attribute| &attribute.absent);
        let unknown = none(&WORDS.unknown, |attribute| &attribute.unknown);
        Self { name, key: name.into(), way, at, kind, absent, unknown }
    }

    /// The entry for the attribute in the view of an object.
    pub(super) fn entry(&self, of: &Tree) -> (Value, Value) {
        (self.key.clone(), self.view(of.get(self.name)))
    }

    /// The view of the attribute's value.
    pub(super) fn view(&self, tree: &Tree) -> Value {
        match (tree, &self.kind) {
            (Tree::Unknown, _) => self.unknown.clone(),
            (Tree::Null, _) => self.absent.clone(),
            (Tree::List(items), _) if items.is_empty() => self.absent.clone(),
            (Tree::Map(entries), Kind::Map | Kind::Plain) if entries.is_empty() => self.absent.clone(),
            (tree, Kind::Object(inner)) => {
                let mut view = object(tree, inner);
                view.insert(WORDS.known.clone(), Value::Bool(true));
                view.insert(WORDS.at.clone(), self.at.clone());
                Value::from(view)
            }
            (Tree::Map(entries), Kind::Map) => known(self.map(entries), &self.at),
            (Tree::List(items), Kind::List(fields)) => known(self.list(items, fields), &self.at),
            (tree, _) => plain(tree).map_or_else(|| self.unknown.clone(), |value| known(value, &self.at)),
        }
    }

    fn map(&self, entries: &BTreeMap<String, Tree>) -> Value {
        let entries = entries.iter().map(|(key, entry)| {
            let key = Value::from(key.as_str());
            let way = step(&self.way, Value::from(Object::from([("key".into(), key.clone())])));
            (key, Self::at("", &Shape::Plain, way).view(entry))
        });
        Value::from(entries.collect::<Object>())
    }

    fn list(&self, items: &[Tree], fields: Fields) -> Value {
        let items = items.iter().enumerate().map(|(index, item)| {
            let way = step(&self.way, index.into());
            let mut view = object(item, &attributes(fields, &way));
            view.insert(WORDS.at.clone(), Value::from(way));
            Value::from(view)
        });
        Value::from(items.collect::<Vec<_>>())
    }
}

/// The attributes of an object to which a way leads.
pub(super) fn attributes(fields: Fields, way: &[Value]) -> Vec<Attribute> {
    fields.iter().map(|(name, shape)| Attribute::new(name, shape, way)).collect()
}

/// Adds the names of an object's attributes and of those within them.
pub(super) fn names(fields: Fields, within: &str, names: &mut Vec<String>) {
    for (name, shape) in fields {
        let name = format!("{within}{name}");
        if let Shape::Object(inner) | Shape::List(inner) = shape {
            self::names(inner, &format!("{name}."), names);
        }
        names.push(name);
    }
}

/// The view of an object.
pub(super) fn object(tree: &Tree, attributes: &[Attribute]) -> Object {
    attributes.iter().map(|attribute| attribute.entry(tree)).collect()
}

fn step(way: &[Value], step: Value) -> Vec<Value> {
    way.iter().cloned().chain([step]).collect()
}

fn known(value: Value, at: &Value) -> Value {
    Value::from(Object::from([(WORDS.known.clone(), value), (WORDS.at.clone(), at.clone())]))
}

/// A value as Rego knows it; none where any part of it is unknown.
fn plain(tree: &Tree) -> Option<Value> {
    Some(match tree {
        Tree::Unknown => return None,
        Tree::Null => Value::Null,
        Tree::Bool(value) => Value::Bool(*value),
        Tree::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(whole), _) => whole.into(),
            (None, Some(negative)) => negative.into(),
            (None, None) => number.as_f64()?.into(),
        },
        Tree::String(text) => text.as_str().into(),
        Tree::List(items) => Value::from(items.iter().map(plain).collect::<Option<Vec<_>>>()?),
        Tree::Map(entries) => {
            let entries = entries.iter().map(|(key, entry)| Some((Value::from(key.as_str()), plain(entry)?)));
            Value::from(entries.collect::<Option<Object>>()?)
        }
    })
}
