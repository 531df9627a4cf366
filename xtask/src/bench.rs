//! `cargo xtask bench`: the figures of the provider, side by side with a Go peer. Prints Markdown tables.

mod apply;
mod measure;
mod provider;
mod set;

use clap::Subcommand;

use crate::run::Outcome;

/// What is measured.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// Start-up, size, and a plan of 1,000 new buckets, beside a provider on terraform-plugin-framework.
    Provider,
    /// An apply of 1,000 buckets, and one of 200 GPU pools with 200 budgets, against the sandbox, half on each cloud.
    Apply(apply::Args),
    /// A plan of a set with 3,251 elements.
    Set,
}

/// Measures.
pub(crate) fn main(args: &Args) -> Outcome {
    match args {
        Args::Provider => provider::main(),
        Args::Apply(args) => apply::main(args),
        Args::Set => set::main(),
    }
}
