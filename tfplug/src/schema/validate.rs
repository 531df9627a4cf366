use crate::schema::{Attribute, Block, Nesting, Shape};
use crate::{Data, Diagnostic, Diagnostics, Path};

/// Checks a configuration against the validators of its schema; what is unknown is left for later.
pub(crate) fn validate(block: &Block, config: &Data) -> Diagnostics {
    let mut found = Diagnostics::none();
    in_block(block, config, &Path::root(), &mut found);
    found
}

/// The write-only attributes that a configuration sets.
pub(crate) fn write_only_set(attributes: &[Attribute], config: &Data, at: &Path) -> Vec<Path> {
    let mut found = Vec::new();
    for attribute in attributes {
        let (value, at) = (config.get(&attribute.name), at.attribute(&attribute.name));
        if attribute.write_only && !value.is_null() {
            found.push(at);
        } else if let Shape::Nested(nesting, inner) = &attribute.shape {
            each(*nesting, value, &at, &mut |object, at| found.extend(write_only_set(inner, object, at)));
        }
    }
    found
}

fn in_block(block: &Block, config: &Data, at: &Path, found: &mut Diagnostics) {
    in_attributes(&block.attributes, config, at, found);
    for nested in &block.blocks {
        each(nested.nesting, config.get(&nested.name), &at.attribute(&nested.name), &mut |object, at| {
            in_block(&nested.block, object, at, found);
        });
    }
}

fn in_attributes(attributes: &[Attribute], config: &Data, at: &Path, found: &mut Diagnostics) {
    for attribute in attributes {
        let value = config.get(&attribute.name);
        if value.is_null() || value.is_unknown() {
            continue;
        }
        let at = at.attribute(&attribute.name);
        for validator in &attribute.validators {
            if let Err(wrong) = validator.check(value) {
                found.push(
                    Diagnostic::error(format!("{at} {wrong}"))
                        .detail(format!("Expected: {}.", validator.expects()))
                        .at(at.clone()),
                );
            }
        }
        if let Shape::Nested(nesting, inner) = &attribute.shape {
            each(*nesting, value, &at, &mut |object, at| in_attributes(inner, object, at, found));
        }
    }
}

/// Visits the known objects of a nested value. The elements of a set have no path of their own.
fn each(nesting: Nesting, value: &Data, at: &Path, visit: &mut dyn FnMut(&Data, &Path)) {
    match (nesting, value) {
        (Nesting::Single, Data::Map(_)) => visit(value, at),
        (Nesting::List, Data::List(items)) => {
            items.iter().enumerate().for_each(|(position, item)| visit(item, &at.index(position)));
        }
        (Nesting::Set, Data::List(items)) => items.iter().for_each(|item| visit(item, at)),
        (Nesting::Map, Data::Map(entries)) => {
            entries.iter().for_each(|(key, item)| visit(item, &at.key(key.as_str())));
        }
        _ => {}
    }
}
