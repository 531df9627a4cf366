use super::len;
use super::state::write_only;
use crate::plan::equal;
use crate::schema::{Attribute, Block, NestedBlock, Nesting, Shape};
use crate::{Data, Path};

/// An object in state, in the configuration and in the plan.
type Values<'a> = [&'a Data; 3];

/// The rules of a plan (`AssertPlanValid` in Terraform's `objchange`): what is configured is planned as it is or stays
/// as it was; what is not may be filled in only where it is computed; write-only values are null.
///
/// The elements of sets are not looked into: core cannot tell which is which, and trusts the provider.
pub(in crate::testing) fn plan(block: &Block, prior: &Data, config: &Data, planned: &Data) -> Vec<String> {
    let mut broken = Vec::new();
    if planned.is_null() != config.is_null() {
        broken.push("a resource that is configured must be planned, and no other".to_owned());
    } else {
        in_block(block, [prior, config, planned], &Path::root(), &mut broken);
        write_only(block, planned, "a plan", &Path::root(), &mut broken);
    }
    broken
}

fn in_block(block: &Block, values: Values<'_>, at: &Path, broken: &mut Vec<String>) {
    in_attributes(&block.attributes, values, at, broken);
    for nested in &block.blocks {
        let values = values.map(|value| value.get(&nested.name));
        in_blocks(nested, values, &at.attribute(&nested.name), broken);
    }
}

fn in_blocks(
    nested: &NestedBlock,
    [prior, config, planned]: Values<'_>,
    at: &Path,
    broken: &mut Vec<String>,
) {
    if planned == config {
        return;
    }
    if config.is_unknown() {
        broken.push(format!("{at}: blocks that are unknown in the configuration must be planned unknown"));
    } else if planned.is_unknown() {
        broken.push(format!("{at}: a block is never unknown"));
    } else if planned.is_null() != config.is_null() {
        let presence = |block: &Data| if block.is_null() { "absent" } else { "present" };
        let (planned, config) = (presence(planned), presence(config));
        broken.push(format!("{at}: a block is {planned} in the plan, but {config} in the configuration"));
    } else if nested.nesting == Nesting::Set {
        if matches!(planned, Data::List(items) if items.iter().any(Data::is_unknown)) {
            broken.push(format!("{at}: a block is never unknown"));
        }
    } else if nested.nesting != Nesting::Single && len(config) != len(planned) {
        let (planned, config) = (len(planned).unwrap_or_default(), len(config).unwrap_or_default());
        broken.push(format!("{at}: has {planned} blocks planned, but {config} configured"));
    } else {
        each(nested.nesting, [prior, config, planned], at, broken, &mut |values, at, broken| {
            if values[2].is_unknown() {
                broken.push(format!("{at}: a block is never unknown"));
            } else {
                in_block(&nested.block, values, at, broken);
            }
        });
    }
}

fn in_attributes(attributes: &[Attribute], values: Values<'_>, at: &Path, broken: &mut Vec<String>) {
    for attribute in attributes.iter().filter(|attribute| !attribute.write_only) {
        let values = values.map(|value| value.get(&attribute.name));
        in_attribute(attribute, values, &at.attribute(&attribute.name), broken);
    }
}

fn in_attribute(
    attribute: &Attribute,
    [prior, config, planned]: Values<'_>,
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
            if *nesting != Nesting::Single && len(config) != len(planned) {
                let (planned, config) = (len(planned).unwrap_or_default(), len(config).unwrap_or_default());
                broken.push(format!("{at}: has {planned} elements planned, but {config} configured"));
            } else {
                each(*nesting, [prior, config, planned], at, broken, &mut |values, at, broken| {
                    in_attributes(inner, values, at, broken);
                });
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

/// Checks the objects of nested values against one another; those of sets are trusted.
fn each(
    nesting: Nesting,
    [prior, config, planned]: Values<'_>,
    at: &Path,
    broken: &mut Vec<String>,
    visit: &mut dyn FnMut(Values<'_>, &Path, &mut Vec<String>),
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
        _ => {}
    }
}
