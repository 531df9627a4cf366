//! What Terraform's core checks of a provider's answers. Each broken rule is a line that names the attribute.
//!
//! They are no stricter than core: `acceptance/tests/tfplug_core.rs` holds them against the real one, rule by rule.

mod apply;
mod plan;
mod replace;
mod state;

pub(super) use apply::{apply, replanned};
pub(super) use plan::plan;
pub(super) use replace::replacing;
pub(super) use state::{complete, known, stored, unsettled};

use crate::Data;

fn len(data: &Data) -> Option<usize> {
    match data {
        Data::List(items) => Some(items.len()),
        Data::Map(entries) => Some(entries.len()),
        _ => None,
    }
}
