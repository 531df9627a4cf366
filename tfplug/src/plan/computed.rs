use super::walk;
use crate::Data;
use crate::schema::Block;

/// Makes unknown what the provider computes and the configuration leaves unset, for a change may bring a new value.
///
/// A value marked `keep_prior` stays as it is: core's proposal carries it over from the state.
pub(super) fn mark_unknown(block: &Block, config: &Data, planned: &mut Data) {
    let computed =
        |attribute: &crate::schema::Attribute| attribute.mode.is_computed() && attribute.default.is_none();
    walk::block(block, config, planned, &computed, &mut |site| {
        let kept = site.attribute.keep_prior && !site.planned.is_null();
        if site.config.is_null() && !kept {
            *site.planned = Data::Unknown;
        }
    });
}
