//! From a planned value to a value of a view.

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

/// The words of a view, made once.
struct Words {
    known: Value,
    absent: Value,
    unknown: Value,
    at: Value,
    yes: Value,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    known: "known".into(),
    absent: "absent".into(),
    unknown: "unknown".into(),
    at: "at".into(),
    yes: Value::Bool(true),
});

type Object = BTreeMap<Value, Value>;

/// The way to a value: the resource's position in the input, then the steps to the attribute.
#[derive(Clone)]
pub(super) struct Way(Vec<Value>);

impl Way {
    pub(super) fn to_resource(position: usize) -> Self {
        Self(vec![position.into()])
    }

    pub(super) fn name(&self, name: &str) -> Self {
        self.step(name.into())
    }

    pub(super) fn key(&self, key: &str) -> Self {
        self.step(Value::from(Object::from([("key".into(), key.into())])))
    }

    fn index(&self, index: usize) -> Self {
        self.step(index.into())
    }

    fn step(&self, step: Value) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }
}

/// The view of all the attributes of an object.
pub(super) fn object(tree: &Tree, fields: Fields, way: &Way) -> Object {
    fields
        .iter()
        .map(|(name, shape)| (Value::from(*name), value(tree.get(name), shape, &way.name(name))))
        .collect()
}

/// The view of one value.
pub(super) fn value(tree: &Tree, shape: &Shape, way: &Way) -> Value {
    let mut view = match shape {
        Shape::Object(fields) => object(tree, fields, way),
        _ => Object::new(),
    };
    let (word, said) = match (tree, shape) {
        (Tree::Unknown, _) => (&WORDS.unknown, WORDS.yes.clone()),
        (Tree::Null, _) => (&WORDS.absent, WORDS.yes.clone()),
        (Tree::List(items), _) if items.is_empty() => (&WORDS.absent, WORDS.yes.clone()),
        (Tree::Map(entries), Shape::Map | Shape::Plain) if entries.is_empty() => {
            (&WORDS.absent, WORDS.yes.clone())
        }
        (_, Shape::Object(_)) => (&WORDS.known, WORDS.yes.clone()),
        (Tree::Map(entries), Shape::Map) => (&WORDS.known, map(entries, way)),
        (Tree::List(items), Shape::List(fields)) => (&WORDS.known, list(items, fields, way)),
        (plain, _) => match known(plain) {
            Some(plain) => (&WORDS.known, plain),
            None => (&WORDS.unknown, WORDS.yes.clone()),
        },
    };
    view.insert(word.clone(), said);
    view.insert(WORDS.at.clone(), Value::from(way.0.clone()));
    Value::from(view)
}

fn map(entries: &BTreeMap<String, Tree>, way: &Way) -> Value {
    let entries = entries
        .iter()
        .map(|(key, entry)| (Value::from(key.as_str()), value(entry, &Shape::Plain, &way.key(key))));
    Value::from(entries.collect::<Object>())
}

fn list(items: &[Tree], fields: Fields, way: &Way) -> Value {
    let items = items.iter().enumerate().map(|(index, item)| {
        let way = way.index(index);
        let mut view = object(item, fields, &way);
        view.insert(WORDS.at.clone(), Value::from(way.0));
        Value::from(view)
    });
    Value::from(items.collect::<Vec<_>>())
}

/// A value as Rego knows it; none where any part of it is unknown.
fn known(tree: &Tree) -> Option<Value> {
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
        Tree::List(items) => Value::from(items.iter().map(known).collect::<Option<Vec<_>>>()?),
        Tree::Map(entries) => Value::from(
            entries
                .iter()
                .map(|(key, entry)| Some((Value::from(key.as_str()), known(entry)?)))
                .collect::<Option<Object>>()?,
        ),
    })
}
