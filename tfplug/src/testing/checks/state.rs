use crate::plan::equal;
use crate::schema::validate::write_only_set;
use crate::schema::{Block, Nesting, Shape, Type};
use crate::{Data, Path};

/// The rules of every state: nothing in it is unknown, and write-only values are null.
pub(in crate::testing) fn stored(block: &Block, state: &Data) -> Vec<String> {
    let mut broken = known(&block.to_type(), state);
    write_only(block, state, "a state", &Path::root(), &mut broken);
    broken
}

/// The rule of every final value: nothing in it is unknown.
pub(in crate::testing) fn known(of: &Type, value: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    unknown(of, value, &Path::root(), &mut broken);
    broken
}

fn unknown(of: &Type, state: &Data, at: &Path, broken: &mut Vec<String>) {
    match (of, state) {
        _ if state.is_wholly_known() => {}
        (Type::Object(of), Data::Map(_)) => {
            for (name, of) in of {
                unknown(of, state.get(name), &at.attribute(name), broken);
            }
        }
        (Type::Map(of), Data::Map(entries)) => {
            for (key, entry) in entries {
                unknown(of, entry, &at.key(key), broken);
            }
        }
        (Type::List(of), Data::List(items)) => {
            for (position, item) in items.iter().enumerate() {
                unknown(of, item, &at.index(position), broken);
            }
        }
        _ => broken.push(format!("{at}: unknown in a state")),
    }
}

pub(super) fn write_only(block: &Block, value: &Data, kept_in: &str, at: &Path, broken: &mut Vec<String>) {
    for at in write_only_set(&block.attributes, value, at) {
        broken.push(format!("{at}: a write-only value must be null in {kept_in}"));
    }
    for nested in &block.blocks {
        let (value, at) = (value.get(&nested.name), at.attribute(&nested.name));
        match value {
            Data::List(items) => {
                items.iter().for_each(|item| write_only(&nested.block, item, kept_in, &at, broken));
            }
            Data::Map(entries) if nested.nesting == Nesting::Map => {
                entries
                    .iter()
                    .for_each(|(key, item)| write_only(&nested.block, item, kept_in, &at.key(key), broken));
            }
            value => write_only(&nested.block, value, kept_in, &at, broken),
        }
    }
}

/// The rule of every answer: an object holds all attributes of its type. `answered` is read without the type, as only
/// then it shows what is not there.
pub(in crate::testing) fn complete(of: &Type, answered: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    missing(of, answered, &Path::root(), &mut broken);
    broken
}

fn missing(of: &Type, answered: &Data, at: &Path, broken: &mut Vec<String>) {
    match (of, answered) {
        (Type::Object(of), Data::Map(entries)) => {
            for (name, of) in of {
                let at = at.attribute(name);
                match entries.get(name) {
                    Some(entry) => missing(of, entry, &at, broken),
                    None => {
                        broken.push(format!("{at}: missing in the answer, which must hold every attribute"))
                    }
                }
            }
        }
        (Type::Map(of), Data::Map(entries)) => {
            entries.iter().for_each(|(key, entry)| missing(of, entry, &at.key(key), broken));
        }
        (Type::List(of), Data::List(items)) => {
            items.iter().enumerate().for_each(|(index, item)| missing(of, item, &at.index(index), broken));
        }
        (Type::Set(of), Data::List(items)) => items.iter().for_each(|item| missing(of, item, at, broken)),
        _ => {}
    }
}

/// The rule of the plan that follows an apply: it changes nothing.
pub(in crate::testing) fn unsettled(block: &Block, state: &Data, planned: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    changed(&block.to_type(), state, planned, &Path::root(), &mut broken);
    broken
}

fn changed(of: &Type, state: &Data, planned: &Data, at: &Path, broken: &mut Vec<String>) {
    if equal::shape(&Shape::Type(of.clone()), state, planned) {
        return;
    }
    match (of, state, planned) {
        (Type::Object(of), Data::Map(_), Data::Map(_)) => {
            for (name, of) in of {
                changed(of, state.get(name), planned.get(name), &at.attribute(name), broken);
            }
        }
        (Type::Map(of), Data::Map(was), Data::Map(is)) if was.keys().eq(is.keys()) => {
            for (key, was) in was {
                changed(of, was, planned.get(key), &at.key(key), broken);
            }
        }
        (Type::List(of), Data::List(was), Data::List(is)) if was.len() == is.len() => {
            for (position, (was, is)) in was.iter().zip(is).enumerate() {
                changed(of, was, is, &at.index(position), broken);
            }
        }
        _ => {
            broken.push(format!("{at}: the second plan must be empty, but changes {state:?} to {planned:?}"))
        }
    }
}
