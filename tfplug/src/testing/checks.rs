//! What Terraform's core checks of a provider's answers. Each broken rule is a line that names the attribute.

use crate::plan::equal;
use crate::schema::{Attribute, Block, Nesting, Shape};
use crate::{Data, Path};

/// The rules of a plan (`AssertPlanValid` in Terraform's `objchange`): what is configured is planned as it is or stays
/// as it was; what is not may be filled in only where it is computed; write-only values are null.
pub(super) fn plan(block: &Block, prior: &Data, config: &Data, planned: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    if planned.is_null() != config.is_null() {
        broken.push("a resource that is configured must be planned, and no other".to_owned());
    } else {
        in_block(block, [prior, config, planned], &Path::root(), &mut broken);
    }
    broken
}

fn in_block(block: &Block, [prior, config, planned]: [&Data; 3], at: &Path, broken: &mut Vec<String>) {
    in_attributes(&block.attributes, [prior, config, planned], at, broken);
    for nested in &block.blocks {
        let at = at.attribute(&nested.name);
        let values = [prior.get(&nested.name), config.get(&nested.name), planned.get(&nested.name)];
        if planned.get(&nested.name).is_unknown() {
            broken.push(format!("{at}: a block is never unknown"));
        } else if len(values[1]) != len(values[2]) {
            broken.push(format!(
                "{at}: has {:?} blocks planned, but {:?} configured",
                len(values[2]),
                len(values[1])
            ));
        } else {
            each(nested.nesting, values, &at, &mut |values, at| in_block(&nested.block, values, at, broken));
        }
    }
}

fn in_attributes(
    attributes: &[Attribute],
    [prior, config, planned]: [&Data; 3],
    at: &Path,
    broken: &mut Vec<String>,
) {
    for attribute in attributes {
        let at = at.attribute(&attribute.name);
        let values = [prior.get(&attribute.name), config.get(&attribute.name), planned.get(&attribute.name)];
        in_attribute(attribute, values, &at, broken);
    }
}

fn in_attribute(
    attribute: &Attribute,
    [prior, config, planned]: [&Data; 3],
    at: &Path,
    broken: &mut Vec<String>,
) {
    if attribute.write_only {
        if !planned.is_null() {
            broken.push(format!("{at}: a write-only value must be null in a plan"));
        }
        return;
    }
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
    match &attribute.shape {
        Shape::Nested(nesting, inner)
            if !config.is_unknown() && !planned.is_unknown() && len(config) == len(planned) =>
        {
            each(*nesting, [prior, config, planned], at, &mut |values, at| {
                in_attributes(inner, values, at, broken)
            });
        }
        // A change that means nothing may be planned away: the prior value stays.
        _ if !prior.is_null() && equal::shape(&attribute.shape, planned, prior) => {}
        _ => broken.push(format!("{at}: planned {planned:?}, but {config:?} is configured")),
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
    compatible_block(block, planned, after, &Path::root(), &mut broken);
    broken
}

fn compatible_block(block: &Block, planned: &Data, after: &Data, at: &Path, broken: &mut Vec<String>) {
    for attribute in &block.attributes {
        let (planned, after) = (planned.get(&attribute.name), after.get(&attribute.name));
        compatible(&attribute.shape, planned, after, &at.attribute(&attribute.name), broken);
    }
    for nested in &block.blocks {
        let (planned, after, at) =
            (planned.get(&nested.name), after.get(&nested.name), at.attribute(&nested.name));
        if len(planned) != len(after) {
            broken.push(format!("{at}: {:?} blocks were planned, {:?} came back", len(planned), len(after)));
        }
        each(nested.nesting, [planned, planned, after], &at, &mut |[planned, _, after], at| {
            compatible_block(&nested.block, planned, after, at, broken);
        });
    }
}

fn compatible(shape: &Shape, planned: &Data, after: &Data, at: &Path, broken: &mut Vec<String>) {
    match (shape, planned, after) {
        (_, Data::Unknown, _) => {}
        (Shape::Nested(nesting, inner), Data::Map(_) | Data::List(_), Data::Map(_) | Data::List(_))
            if len(planned) == len(after) && *nesting != Nesting::Set =>
        {
            each(*nesting, [planned, planned, after], at, &mut |[planned, _, after], at| {
                for attribute in inner {
                    let (planned, after) = (planned.get(&attribute.name), after.get(&attribute.name));
                    compatible(&attribute.shape, planned, after, &at.attribute(&attribute.name), broken);
                }
            });
        }
        (_, Data::List(planned), Data::List(after))
            if planned.len() == after.len() && planned.iter().any(|p| !p.is_wholly_known()) => {}
        (_, Data::Map(planned), Data::Map(after)) if planned.values().any(|p| !p.is_wholly_known()) => {
            for (key, planned) in planned.iter().filter(|(_, planned)| planned.is_wholly_known()) {
                if after.get(key) != Some(planned) {
                    broken.push(format!(
                        "{}: {planned:?} was planned, {:?} came back",
                        at.key(key.as_str()),
                        after.get(key)
                    ));
                }
            }
        }
        _ => {
            if !equal::shape(shape, planned, after) {
                broken.push(format!("{at}: {planned:?} was planned, {after:?} came back"));
            }
        }
    }
}

/// The rule of every state: nothing in it is unknown, and write-only values are null.
pub(super) fn known(block: &Block, state: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    for attribute in &block.attributes {
        let value = state.get(&attribute.name);
        if !value.is_wholly_known() {
            broken.push(format!("{}: unknown in a state", attribute.name));
        }
        if attribute.write_only && !value.is_null() {
            broken.push(format!("{}: a write-only value must be null in a state", attribute.name));
        }
    }
    for nested in &block.blocks {
        if !state.get(&nested.name).is_wholly_known() {
            broken.push(format!("{}: unknown in a state", nested.name));
        }
    }
    broken
}

fn len(data: &Data) -> Option<usize> {
    match data {
        Data::List(items) => Some(items.len()),
        Data::Map(entries) => Some(entries.len()),
        _ => None,
    }
}

/// Pairs the objects of nested values. The elements of a set are paired where they stand: core hands them out, and
/// this framework gives them back, in one order.
fn each(
    nesting: Nesting,
    [prior, config, planned]: [&Data; 3],
    at: &Path,
    visit: &mut dyn FnMut([&Data; 3], &Path),
) {
    let item = |data: &'_ Data, position: usize| match data {
        Data::List(items) => items.get(position).cloned().unwrap_or_default(),
        _ => Data::Null,
    };
    match (nesting, planned) {
        (Nesting::Single, Data::Map(_)) => visit([prior, config, planned], at),
        (Nesting::Map, Data::Map(entries)) => {
            for (key, planned) in entries {
                visit([prior.get(key), config.get(key), planned], &at.key(key.as_str()));
            }
        }
        (Nesting::List | Nesting::Set, Data::List(items)) => {
            for (position, planned) in items.iter().enumerate() {
                let at = if nesting == Nesting::Set { at.clone() } else { at.index(position) };
                visit([&item(prior, position), &item(config, position), planned], &at);
            }
        }
        _ => {}
    }
}
