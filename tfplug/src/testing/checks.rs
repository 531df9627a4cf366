//! What Terraform's core checks of a provider's answers. Each broken rule is a line that names the attribute.

use std::collections::BTreeMap;

use crate::plan::equal;
use crate::schema::validate::write_only_set;
use crate::schema::{Attribute, Block, Nesting, Shape, Type};
use crate::{Data, Path};

/// The rules of a plan (`AssertPlanValid` in Terraform's `objchange`): what is configured is planned as it is or stays
/// as it was; what is not may be filled in only where it is computed; write-only values are null.
pub(super) fn plan(block: &Block, prior: &Data, config: &Data, planned: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    if planned.is_null() != config.is_null() {
        broken.push("a resource that is configured must be planned, and no other".to_owned());
    } else {
        in_block(block, [prior, config, planned], &Path::root(), &mut broken);
        write_only(block, planned, "a plan", &Path::root(), &mut broken);
    }
    broken
}

fn in_block(block: &Block, values: [&Data; 3], at: &Path, broken: &mut Vec<String>) {
    in_attributes(&block.attributes, values, at, broken);
    for nested in &block.blocks {
        let at = at.attribute(&nested.name);
        let [prior, config, planned] = values.map(|value| value.get(&nested.name));
        if planned.is_unknown() && !config.is_unknown() {
            broken.push(format!("{at}: a block is never unknown"));
        } else if planned.is_null() != config.is_null() {
            let (planned, config) = (presence(planned), presence(config));
            broken.push(format!("{at}: a block is {planned} in the plan, but {config} in the configuration"));
        } else if len(config) != len(planned) {
            let (planned, config) = (len(planned).unwrap_or_default(), len(config).unwrap_or_default());
            broken.push(format!("{at}: has {planned} blocks planned, but {config} configured"));
        } else {
            each(nested.nesting, [prior, config, planned], &at, broken, &mut |values, at, broken| {
                in_block(&nested.block, values, at, broken);
            });
        }
    }
}

fn presence(block: &Data) -> &'static str {
    if block.is_null() { "absent" } else { "present" }
}

fn in_attributes(attributes: &[Attribute], values: [&Data; 3], at: &Path, broken: &mut Vec<String>) {
    for attribute in attributes.iter().filter(|attribute| !attribute.write_only) {
        let values = values.map(|value| value.get(&attribute.name));
        in_attribute(attribute, values, &at.attribute(&attribute.name), broken);
    }
}

fn in_attribute(
    attribute: &Attribute,
    [prior, config, planned]: [&Data; 3],
    at: &Path,
    broken: &mut Vec<String>,
) {
    if equal::shape(&attribute.shape, planned, config) {
        return;
    }
    if config.is_null() {
        if !attribute.mode.is_computed() {
            broken.push(format!(
                "{at}: planned {planned:?} for an attribute that is not configured and not computed"
            ));
        }
        return;
    }
    // A change that means nothing may be planned away: the prior value stays.
    if !prior.is_null() && equal::shape(&attribute.shape, planned, prior) {
        return;
    }
    match &attribute.shape {
        Shape::Nested(nesting, inner) if arranged(*nesting, config) && arranged(*nesting, planned) => {
            if len(config) == len(planned) {
                each(*nesting, [prior, config, planned], at, broken, &mut |values, at, broken| {
                    in_attributes(inner, values, at, broken);
                });
            } else {
                let (planned, config) = (len(planned).unwrap_or_default(), len(config).unwrap_or_default());
                broken.push(format!("{at}: has {planned} elements planned, but {config} configured"));
            }
        }
        _ => broken.push(format!("{at}: planned {planned:?}, but {config:?} is configured")),
    }
}

/// Whether a value holds objects that are arranged so, and is neither null nor unknown.
fn arranged(nesting: Nesting, value: &Data) -> bool {
    match nesting {
        Nesting::Single | Nesting::Map => matches!(value, Data::Map(_)),
        Nesting::List | Nesting::Set => matches!(value, Data::List(_)),
    }
}

/// The rules of an apply (`AssertObjectCompatible`): every planned value that is known comes back as it is, and nothing
/// is unknown.
pub(super) fn apply(block: &Block, planned: &Data, after: &Data) -> Vec<String> {
    if planned.is_null() || after.is_null() {
        return match (planned.is_null(), after.is_null()) {
            (true, true) => Vec::new(),
            (true, false) => vec!["a resource that was destroyed must be gone".to_owned()],
            _ => vec!["a resource that was applied must not vanish".to_owned()],
        };
    }
    let mut broken = known(block, after);
    compatible(&block.to_type(), planned, after, &Path::root(), &mut broken);
    broken
}

fn compatible(of: &Type, planned: &Data, after: &Data, at: &Path, broken: &mut Vec<String>) {
    match (of, planned, after) {
        // What comes back in place of an unknown value is free; that it is known is another rule.
        _ if planned.is_unknown() || after.is_unknown() => {}
        (Type::Set(of), Data::List(planned), Data::List(after)) => {
            // Elements that were unknown may turn out to be equal, so there may be fewer.
            if after.len() > planned.len() {
                lengths(planned.len(), after.len(), at, broken);
            }
            let same = |planned: &Data, after: &Data| {
                let mut broken = Vec::new();
                compatible(of, planned, after, at, &mut broken);
                broken.is_empty()
            };
            for planned in unmatched(planned, after, &same) {
                broken.push(format!("{at}: the element {planned:?} was planned, and did not come back"));
            }
            for after in unmatched(after, planned, &|after, planned| same(planned, after)) {
                broken.push(format!("{at}: the element {after:?} came back, and was not planned"));
            }
        }
        (Type::List(_) | Type::Tuple(_), Data::List(planned), Data::List(after))
            if planned.len() != after.len() =>
        {
            lengths(planned.len(), after.len(), at, broken);
        }
        (Type::List(of), Data::List(planned), Data::List(after)) => {
            for (position, (planned, after)) in planned.iter().zip(after).enumerate() {
                compatible(of, planned, after, &at.index(position), broken);
            }
        }
        (Type::Tuple(of), Data::List(planned), Data::List(after)) => {
            for (position, (of, (planned, after))) in of.iter().zip(planned.iter().zip(after)).enumerate() {
                compatible(of, planned, after, &at.index(position), broken);
            }
        }
        (Type::Map(of), Data::Map(planned), Data::Map(after)) => {
            entries_compatible(of, planned, after, at, broken);
        }
        (Type::Object(of), Data::Map(_), Data::Map(_)) => {
            for (name, of) in of {
                compatible(of, planned.get(name), after.get(name), &at.attribute(name), broken);
            }
        }
        (Type::Dynamic, Data::Dynamic(planned), Data::Dynamic(after)) if planned.0 == after.0 => {
            compatible(&planned.0, &planned.1, &after.1, at, broken);
        }
        _ if planned == after => {}
        _ => broken.push(format!("{at}: {planned:?} was planned, {after:?} came back")),
    }
}

fn entries_compatible(
    of: &Type,
    planned: &BTreeMap<String, Data>,
    after: &BTreeMap<String, Data>,
    at: &Path,
    broken: &mut Vec<String>,
) {
    for (key, planned) in planned {
        match after.get(key) {
            Some(after) => compatible(of, planned, after, &at.key(key), broken),
            None => broken.push(format!("{}: was planned, and did not come back", at.key(key))),
        }
    }
    for key in after.keys().filter(|key| !planned.contains_key(*key)) {
        broken.push(format!("{}: came back, and was not planned", at.key(key)));
    }
}

fn lengths(planned: usize, after: usize, at: &Path, broken: &mut Vec<String>) {
    broken.push(format!("{at}: {planned} elements were planned, {after} came back"));
}

/// The rules of every state: nothing in it is unknown, and write-only values are null.
pub(super) fn known(block: &Block, state: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    unknown(&block.to_type(), state, &Path::root(), &mut broken);
    write_only(block, state, "a state", &Path::root(), &mut broken);
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

fn write_only(block: &Block, value: &Data, kept_in: &str, at: &Path, broken: &mut Vec<String>) {
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

fn len(data: &Data) -> Option<usize> {
    match data {
        Data::List(items) => Some(items.len()),
        Data::Map(entries) => Some(entries.len()),
        _ => None,
    }
}

/// What is checked of an object of a state, a configuration and a plan.
type Visit<'a> = &'a mut dyn FnMut([&Data; 3], &Path, &mut Vec<String>);

/// Checks the objects of nested values against one another.
fn each(
    nesting: Nesting,
    [prior, config, planned]: [&Data; 3],
    at: &Path,
    broken: &mut Vec<String>,
    visit: Visit<'_>,
) {
    match (nesting, config, planned) {
        (Nesting::Single, Data::Map(_), Data::Map(_)) => visit([prior, config, planned], at, broken),
        (Nesting::Map, Data::Map(configured), Data::Map(entries)) => {
            for (key, planned) in entries {
                match configured.get(key) {
                    Some(config) => visit([prior.get(key), config, planned], &at.key(key), broken),
                    None => broken.push(format!("{}: is planned, but not configured", at.key(key))),
                }
            }
        }
        (Nesting::List, Data::List(config), Data::List(planned)) => {
            let prior = if let Data::List(prior) = prior { prior.as_slice() } else { &[] };
            for (position, (config, planned)) in config.iter().zip(planned).enumerate() {
                let prior = prior.get(position).unwrap_or(&Data::Null);
                visit([prior, config, planned], &at.index(position), broken);
            }
        }
        (Nesting::Set, Data::List(config), Data::List(planned)) => {
            in_set(config, planned, at, broken, visit);
        }
        _ => {}
    }
}

/// An element of a set has no name by which it could be found again: each that is planned must be right for some that
/// is configured, and each that is configured must be planned.
fn in_set(config: &[Data], planned: &[Data], at: &Path, broken: &mut Vec<String>, visit: Visit<'_>) {
    let wrong = std::cell::RefCell::new(visit);
    let wrong = |config: &Data, planned: &Data| {
        let mut broken = Vec::new();
        (wrong.borrow_mut())([&Data::Null, config, planned], at, &mut broken);
        broken
    };
    let astray = unmatched(planned, config, &|planned, config| wrong(config, planned).is_empty());
    let unplanned = unmatched(config, planned, &|config, planned| wrong(config, planned).is_empty());
    // With one of each it is plain what went wrong.
    if let ([planned], [config]) = (astray.as_slice(), unplanned.as_slice()) {
        broken.extend(wrong(config, planned));
        return;
    }
    broken.extend(astray.iter().map(|planned| format!("{at}: planned {planned:?}, which is not configured")));
    broken.extend(unplanned.iter().map(|config| format!("{at}: {config:?} is configured, but not planned")));
}

/// The elements that match none of the others. Most sets keep their order, so the one at the same place is tried first.
fn unmatched<'a>(
    elements: &'a [Data],
    others: &[Data],
    same: &dyn Fn(&Data, &Data) -> bool,
) -> Vec<&'a Data> {
    let lone = |&(position, element): &(usize, &Data)| {
        let beside = others.get(position).is_some_and(|other| same(element, other));
        !beside && !others.iter().any(|other| same(element, other))
    };
    elements.iter().enumerate().filter(lone).map(|(_, element)| element).collect()
}
