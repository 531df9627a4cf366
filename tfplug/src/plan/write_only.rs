use super::walk;
use crate::Data;
use crate::schema::{Attribute, Block, Shape};

/// Makes every write-only value null, wherever it is: Terraform refuses plans and states that hold one.
pub(crate) fn clear(block: &Block, data: &mut Data) {
    if !has_any(block) {
        return;
    }
    clear_in(&block.attributes, data);
    for nested in &block.blocks {
        if let Some(value) = data.get_mut(&nested.name) {
            walk::objects(nested.nesting, value, &mut |object| clear(&nested.block, object));
        }
    }
}

/// Whether a block has a write-only attribute at any depth.
pub(crate) fn has_any(block: &Block) -> bool {
    any(&block.attributes) || block.blocks.iter().any(|nested| has_any(&nested.block))
}

fn any(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.write_only || matches!(&attribute.shape, Shape::Nested(_, inner) if any(inner))
    })
}

fn clear_in(attributes: &[Attribute], object: &mut Data) {
    for attribute in attributes {
        let Some(value) = object.get_mut(&attribute.name) else { continue };
        if attribute.write_only {
            *value = Data::Null;
        } else if let Shape::Nested(nesting, inner) = &attribute.shape {
            walk::objects(*nesting, value, &mut |object| clear_in(inner, object));
        }
    }
}
