//! What the framework plans before and after a resource's own step, by the rules that Terraform's core checks.
//!
//! One file a step, in the order in which they run: [`defaults`], [`write_only`], [`computed`], then the resource's own
//! step, then [`replace`]. They work on [`Data`], so that schemas made at run time are planned like derived ones.

mod computed;
mod defaults;
pub(crate) mod equal;
mod replace;
mod walk;
pub(crate) mod write_only;

pub(crate) use replace::replaced;

use crate::Data;
use crate::schema::Block;

/// What a resource is to become, before its own step: core's proposal with defaults, and with computed values unknown
/// where a change may bring new ones.
pub(crate) fn draft(block: &Block, config: &Data, prior: &Data, mut proposed: Data) -> Data {
    defaults::fill(block, config, &mut proposed);
    write_only::clear(block, &mut proposed);
    if prior.is_null() || !equal::block(block, prior, &proposed) {
        computed::mark_unknown(block, config, &mut proposed);
    }
    proposed
}

#[cfg(test)]
mod tests;
