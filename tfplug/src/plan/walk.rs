use std::collections::HashMap;

use crate::Data;
use crate::schema::{Attribute, Block, Nesting, Shape};

/// One attribute, as configured and as planned so far.
pub(super) struct Site<'a> {
    pub(super) attribute: &'a Attribute,
    pub(super) config: &'a Data,
    pub(super) planned: &'a mut Data,
}

/// Visits every attribute of a planned value, outer ones first, at any depth. Objects that are null or unknown in the
/// configuration are not entered: nothing in them is the configuration's.
///
/// `concerns` tells which attributes the visit is about, so that nested objects without any are passed over: sets of
/// thousands of plain objects cost nothing.
pub(super) fn block(
    block: &Block,
    config: &Data,
    planned: &mut Data,
    concerns: &dyn Fn(&Attribute) -> bool,
    visit: &mut dyn FnMut(Site<'_>),
) {
    let Data::Map(fields) = planned else { return };
    attributes(&block.attributes, config, fields, concerns, visit);
    for nested in &block.blocks {
        let (config, Some(planned)) = (config.get(&nested.name), fields.get_mut(&nested.name)) else {
            continue;
        };
        each(nested.nesting, config, planned, &is_configured_in(&nested.block), &mut |config, planned| {
            self::block(&nested.block, config, planned, concerns, visit);
        });
    }
}

fn attributes(
    attributes: &[Attribute],
    config: &Data,
    fields: &mut std::collections::BTreeMap<String, Data>,
    concerns: &dyn Fn(&Attribute) -> bool,
    visit: &mut dyn FnMut(Site<'_>),
) {
    for attribute in attributes {
        let config = config.get(&attribute.name);
        let Some(planned) = fields.get_mut(&attribute.name) else { continue };
        if concerns(attribute) {
            visit(Site { attribute, config, planned });
        }
        if let Shape::Nested(nesting, inner) = &attribute.shape
            && any(inner, concerns)
        {
            each(
                *nesting,
                config,
                planned,
                &|name| inner.iter().any(|a| a.name == name && is_configured(a)),
                &mut |config, planned| {
                    if let Data::Map(fields) = planned {
                        self::attributes(inner, config, fields, concerns, visit);
                    }
                },
            );
        }
    }
}

/// Visits every object of a nested value, however they are arranged.
pub(super) fn objects(nesting: Nesting, value: &mut Data, visit: &mut dyn FnMut(&mut Data)) {
    match (nesting, value) {
        (Nesting::Single, object @ Data::Map(_)) => visit(object),
        (Nesting::List | Nesting::Set, Data::List(items)) => items.iter_mut().for_each(visit),
        (Nesting::Map, Data::Map(entries)) => entries.values_mut().for_each(visit),
        _ => {}
    }
}

/// Whether an attribute, or one nested in it, is of concern.
fn any(attributes: &[Attribute], concerns: &dyn Fn(&Attribute) -> bool) -> bool {
    attributes.iter().any(|attribute| {
        concerns(attribute) || matches!(&attribute.shape, Shape::Nested(_, inner) if any(inner, concerns))
    })
}

/// Whether the planned value of an attribute is always the configured one, so that it tells which element of a set
/// is which.
fn is_configured(attribute: &Attribute) -> bool {
    !attribute.mode.is_computed() && !attribute.write_only && matches!(attribute.shape, Shape::Type(_))
}

fn is_configured_in(block: &Block) -> impl Fn(&str) -> bool {
    |name| block.attributes.iter().any(|attribute| attribute.name == name && is_configured(attribute))
}

/// Pairs every planned object with the configured one that it comes from.
fn each(
    nesting: Nesting,
    config: &Data,
    planned: &mut Data,
    tells_apart: &dyn Fn(&str) -> bool,
    enter: &mut dyn FnMut(&Data, &mut Data),
) {
    match (nesting, config, planned) {
        (Nesting::Single, Data::Map(_), planned @ Data::Map(_)) => enter(config, planned),
        (Nesting::List, Data::List(config), Data::List(planned)) => {
            for (config, planned) in config.iter().zip(planned) {
                enter(config, planned);
            }
        }
        (Nesting::Map, Data::Map(config), Data::Map(planned)) => {
            for (key, planned) in planned {
                if let Some(config) = config.get(key) {
                    enter(config, planned);
                }
            }
        }
        (Nesting::Set, Data::List(config), Data::List(planned)) => {
            let mut by_configured: HashMap<Vec<(String, Data)>, Vec<&Data>> = HashMap::new();
            for element in config.iter().rev() {
                by_configured.entry(told_apart_by(element, tells_apart)).or_default().push(element);
            }
            for planned in planned {
                // Elements alike in all that is configured are one and the same for whoever reads them.
                let alike = by_configured.get_mut(&told_apart_by(planned, tells_apart));
                let config = alike
                    .and_then(|alike| if alike.len() > 1 { alike.pop() } else { alike.first().copied() });
                if let Some(config) = config {
                    enter(config, planned);
                }
            }
        }
        _ => {}
    }
}

fn told_apart_by(element: &Data, tells_apart: &dyn Fn(&str) -> bool) -> Vec<(String, Data)> {
    match element {
        Data::Map(fields) => fields
            .iter()
            .filter(|(name, _)| tells_apart(name))
            .map(|(name, data)| (name.clone(), data.clone()))
            .collect(),
        _ => Vec::new(),
    }
}
