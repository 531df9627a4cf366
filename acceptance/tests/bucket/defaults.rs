//! Defaults: a bucket that was made without a word of them is imported without a difference, both by a configuration
//! that says the default and by one that is silent; and what one imported, the other has nothing to change at.

use acceptance::{Sandbox, Story, both_ways};

use super::stages::Table;

/// Plays a table of defaults through; panics with all that was not as it says. Each case's first body leaves out what
/// the second says.
pub(crate) fn play(table: &Table) {
    let sandbox = Sandbox::start();
    let oracle = sandbox.oracle();
    for (call, args) in (table.helpers)() {
        table.ask(&oracle, call, args).unwrap_or_else(|e| panic!("{call}: {e:?}"));
    }
    both_ways::play(&Story::on(&sandbox).terraform, |stage| table.configuration(stage));
}
