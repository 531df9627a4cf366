//! `palisade_budget`: its schema, what is wanted, what is observed, and its plan.

mod defaults;
mod form;
mod observe;
pub(crate) mod schema;
#[cfg(test)]
mod tests;
mod wanted;
mod whole;

pub(crate) use wanted::filter;
