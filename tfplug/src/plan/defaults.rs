use super::walk;
use crate::Data;
use crate::schema::Block;

/// Plans the default of every attribute that the configuration leaves unset.
pub(super) fn fill(block: &Block, config: &Data, planned: &mut Data) {
    walk::block(block, config, planned, &|attribute| attribute.default.is_some(), &mut |site| {
        if let (Data::Null, Some(default)) = (site.config, &site.attribute.default) {
            *site.planned = default.clone();
        }
    });
}
