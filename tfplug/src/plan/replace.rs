use std::collections::BTreeSet;

use super::equal;
use crate::schema::{Attribute, Block, Nesting, Shape};
use crate::{Data, Path};

/// The attributes that are marked `replace` and differ between state and plan. An element of a set has no path of its
/// own, so there the whole set is named.
pub(crate) fn replaced(block: &Block, prior: &Data, planned: &Data) -> Vec<Path> {
    let mut found = Vec::new();
    if !prior.is_null() && !planned.is_null() {
        in_block(block, prior, planned, &Path::root(), &mut found);
    }
    found
}

fn in_block(block: &Block, prior: &Data, planned: &Data, at: &Path, found: &mut Vec<Path>) {
    in_attributes(&block.attributes, prior, planned, at, found);
    for nested in &block.blocks {
        let (prior, planned, at) =
            (prior.get(&nested.name), planned.get(&nested.name), at.attribute(&nested.name));
        if nested.nesting == Nesting::Set {
            let of = Shape::Type(nested.nesting.around(nested.block.to_type()));
            if any(&nested.block.attributes) && !equal::shape(&of, prior, planned) {
                found.push(at);
            }
        } else {
            each(nested.nesting, prior, planned, &at, &mut |prior, planned, at| {
                in_block(&nested.block, prior, planned, at, found);
            });
        }
    }
}

fn in_attributes(attributes: &[Attribute], prior: &Data, planned: &Data, at: &Path, found: &mut Vec<Path>) {
    for attribute in attributes {
        let (prior, planned) = (prior.get(&attribute.name), planned.get(&attribute.name));
        if prior == planned {
            continue;
        }
        let at = at.attribute(&attribute.name);
        match &attribute.shape {
            _ if attribute.replace => {
                if !equal::shape(&attribute.shape, prior, planned) {
                    found.push(at);
                }
            }
            Shape::Type(_) => {}
            Shape::Nested(nesting, inner) if any(inner) => {
                if *nesting == Nesting::Set || planned.is_unknown() {
                    if !equal::shape(&attribute.shape, prior, planned) {
                        found.push(at);
                    }
                } else {
                    each(*nesting, prior, planned, &at, &mut |prior, planned, at| {
                        in_attributes(inner, prior, planned, at, found);
                    });
                }
            }
            Shape::Nested(..) => {}
        }
    }
}

/// Whether an attribute, or one nested in it, replaces the resource.
fn any(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.replace || matches!(&attribute.shape, Shape::Nested(_, inner) if any(inner))
    })
}

/// Pairs the objects of state and plan; where one side has none the other is paired with null.
fn each(
    nesting: Nesting,
    prior: &Data,
    planned: &Data,
    at: &Path,
    enter: &mut dyn FnMut(&Data, &Data, &Path),
) {
    match (nesting, prior, planned) {
        (Nesting::Single, _, _) => enter(prior, planned, at),
        (Nesting::Map, _, _) => {
            let keys = |data: &'_ Data| match data {
                Data::Map(entries) => entries.keys().cloned().collect(),
                _ => BTreeSet::new(),
            };
            for key in keys(prior).union(&keys(planned)) {
                enter(prior.get(key), planned.get(key), &at.key(key.as_str()));
            }
        }
        _ => {
            let (prior, planned) = (items(prior), items(planned));
            for position in 0..prior.len().max(planned.len()) {
                let (prior, planned) = (prior.get(position), planned.get(position));
                enter(prior.unwrap_or(&Data::Null), planned.unwrap_or(&Data::Null), &at.index(position));
            }
        }
    }
}

fn items(data: &Data) -> &[Data] {
    match data {
        Data::List(items) => items,
        _ => &[],
    }
}
