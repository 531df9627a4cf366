//! Objects as core makes them: configurations with every attribute, and proposals for a new state.

use std::collections::BTreeMap;

use crate::plan::equal;
use crate::schema::{Attribute, Block, NestedBlock, Nesting, Shape};
use crate::wire::{self, attribute_path::step::Selector};
use crate::{Data, Path};

/// A configuration in which attributes that are left out are null, and blocks that are left out are empty.
pub(super) fn complete(block: &Block, config: Data) -> Data {
    let Data::Map(mut given) = config else { return config };
    let mut all = attributes(&block.attributes, &mut given);
    for nested in &block.blocks {
        let value = given.remove(&nested.name).unwrap_or_default();
        let value = match (nested.nesting, value) {
            (Nesting::List | Nesting::Set, Data::Null) => Data::List(Vec::new()),
            (Nesting::Map, Data::Null) => Data::Map(BTreeMap::new()),
            (nesting, value) => each(nesting, value, &|object| complete(&nested.block, object)),
        };
        all.insert(nested.name.clone(), value);
    }
    // What the schema does not have is kept, for the provider to refuse.
    all.extend(given);
    Data::Map(all)
}

fn attributes(attributes: &[Attribute], given: &mut BTreeMap<String, Data>) -> BTreeMap<String, Data> {
    let complete = |attribute: &Attribute| {
        let value = given.remove(&attribute.name).unwrap_or_default();
        let value = match &attribute.shape {
            Shape::Type(_) => value,
            Shape::Nested(nesting, inner) => each(*nesting, value, &|object| match object {
                Data::Map(mut given) => {
                    let mut all = self::attributes(inner, &mut given);
                    all.extend(given);
                    Data::Map(all)
                }
                other => other,
            }),
        };
        (attribute.name.clone(), value)
    };
    attributes.iter().map(complete).collect()
}

fn each(nesting: Nesting, value: Data, change: &dyn Fn(Data) -> Data) -> Data {
    match (nesting, value) {
        (Nesting::Single, object @ Data::Map(_)) => change(object),
        (Nesting::List | Nesting::Set, Data::List(items)) => {
            Data::List(items.into_iter().map(change).collect())
        }
        (Nesting::Map, Data::Map(entries)) => {
            Data::Map(entries.into_iter().map(|(key, value)| (key, change(value))).collect())
        }
        (_, value) => value,
    }
}

/// What core shows of a data source whose read waits until its configuration is known: what is computed is unknown.
pub(super) fn deferred(block: &Block, config: Data) -> Data {
    let Data::Map(mut all) = config else { return config };
    defer(&block.attributes, &mut all);
    for nested in &block.blocks {
        if let Some(value) = all.get_mut(&nested.name) {
            let blocks = std::mem::take(value);
            *value = each(nested.nesting, blocks, &|object| deferred(&nested.block, object));
        }
    }
    Data::Map(all)
}

fn defer(attributes: &[Attribute], all: &mut BTreeMap<String, Data>) {
    for attribute in attributes {
        let Some(value) = all.get_mut(&attribute.name) else { continue };
        if value.is_null() && attribute.mode.is_computed() {
            *value = Data::Unknown;
        } else if let Shape::Nested(nesting, inner) = &attribute.shape {
            *value = each(*nesting, std::mem::take(value), &|object| match object {
                Data::Map(mut all) => {
                    defer(inner, &mut all);
                    Data::Map(all)
                }
                other => other,
            });
        }
    }
}

/// What core proposes: the configuration, with computed values that it leaves unset carried over from the state.
pub(super) fn proposed(block: &Block, prior: &Data, config: &Data) -> Data {
    let Data::Map(given) = config else { return config.clone() };
    let mut all = given.clone();
    propose(&block.attributes, prior, config, &mut all);
    for nested in &block.blocks {
        let (prior, config) = (prior.get(&nested.name), config.get(&nested.name));
        let continues = |prior: &Data, config: &Data| continues_block(&nested.block, prior, config);
        let value = pair(nested.nesting, prior, config, &continues, &|prior, config| {
            proposed(&nested.block, prior, config)
        });
        all.insert(nested.name.clone(), value);
    }
    Data::Map(all)
}

fn propose(attributes: &[Attribute], prior: &Data, config: &Data, all: &mut BTreeMap<String, Data>) {
    for attribute in attributes {
        let (prior, config) = (prior.get(&attribute.name), config.get(&attribute.name));
        let value = match &attribute.shape {
            _ if config.is_null() && attribute.mode.is_computed() => prior.clone(),
            Shape::Type(_) => config.clone(),
            Shape::Nested(nesting, inner) => {
                let continues = |prior: &Data, config: &Data| continues(inner, prior, config);
                pair(*nesting, prior, config, &continues, &|prior, config| {
                    let Data::Map(mut all) = config.clone() else { return config.clone() };
                    propose(inner, prior, config, &mut all);
                    Data::Map(all)
                })
            }
        };
        all.insert(attribute.name.clone(), value);
    }
}

/// Pairs each configured object with the one in state that it continues.
fn pair(
    nesting: Nesting,
    prior: &Data,
    config: &Data,
    continues: &dyn Fn(&Data, &Data) -> bool,
    propose: &dyn Fn(&Data, &Data) -> Data,
) -> Data {
    match (nesting, config) {
        (Nesting::Single, Data::Map(_)) => propose(prior, config),
        (Nesting::Map, Data::Map(entries)) => Data::Map(
            entries.iter().map(|(key, config)| (key.clone(), propose(prior.get(key), config))).collect(),
        ),
        (Nesting::List, Data::List(items)) => {
            let continued = |position: usize| match prior {
                Data::List(prior) => prior.get(position).unwrap_or(&Data::Null),
                _ => &Data::Null,
            };
            Data::List(items.iter().enumerate().map(|(i, config)| propose(continued(i), config)).collect())
        }
        (Nesting::Set, Data::List(items)) => {
            // Each element of the state is continued once.
            let mut left: Vec<&Data> =
                if let Data::List(prior) = prior { prior.iter().collect() } else { Vec::new() };
            let continued = |config: &Data| {
                let found = left.iter().position(|prior| continues(prior, config));
                propose(found.map_or(&Data::Null, |found| left.remove(found)), config)
            };
            Data::List(items.iter().map(continued).collect())
        }
        _ => config.clone(),
    }
}

/// Whether an element of a set in state is alike in all that is configured, at any depth.
fn continues(attributes: &[Attribute], prior: &Data, config: &Data) -> bool {
    attributes.iter().all(|attribute| {
        let (prior, config) = (prior.get(&attribute.name), config.get(&attribute.name));
        let computed = config.is_null() && attribute.mode.is_computed();
        computed || attribute.write_only || equal::shape(&attribute.shape, prior, config) || {
            matches!(&attribute.shape, Shape::Nested(nesting, inner)
                if continue_each(*nesting, prior, config, &|prior, config| continues(inner, prior, config)))
        }
    })
}

fn continues_block(block: &Block, prior: &Data, config: &Data) -> bool {
    let nested = |nested: &NestedBlock| {
        let (prior, config) = (prior.get(&nested.name), config.get(&nested.name));
        prior == config
            || continue_each(nested.nesting, prior, config, &|prior, config| {
                continues_block(&nested.block, prior, config)
            })
    };
    continues(&block.attributes, prior, config) && block.blocks.iter().all(nested)
}

fn continue_each(
    nesting: Nesting,
    prior: &Data,
    config: &Data,
    continues: &dyn Fn(&Data, &Data) -> bool,
) -> bool {
    match (nesting, prior, config) {
        (Nesting::Single, Data::Map(_), Data::Map(_)) => continues(prior, config),
        (Nesting::Map, Data::Map(prior), Data::Map(config)) => {
            let continues = |(key, config)| prior.get(key).is_some_and(|prior| continues(prior, config));
            prior.len() == config.len() && config.iter().all(continues)
        }
        (Nesting::List, Data::List(prior), Data::List(config)) => {
            let mut pairs = prior.iter().zip(config);
            prior.len() == config.len() && pairs.all(|(prior, config)| continues(prior, config))
        }
        (Nesting::Set, Data::List(prior), Data::List(config)) => {
            let continued = |config| prior.iter().any(|prior| continues(prior, config));
            prior.len() == config.len() && config.iter().all(continued)
        }
        _ => false,
    }
}

/// A path of the wire.
pub(super) fn path(path: wire::AttributePath) -> Path {
    path.steps.into_iter().fold(Path::root(), |path, step| match step.selector {
        Some(Selector::AttributeName(name)) => path.attribute(name),
        Some(Selector::ElementKeyString(key)) => path.key(key),
        Some(Selector::ElementKeyInt(index)) => path.index(usize::try_from(index).unwrap_or(usize::MAX)),
        None => path,
    })
}
