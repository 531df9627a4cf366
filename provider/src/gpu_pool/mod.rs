//! `palisade_gpu_pool`: its schema, what is wanted, what is observed, and its plan.

mod cost;
mod defaults;
mod form;
mod machine;
mod observe;
pub(crate) mod offerings;
pub(crate) mod schema;
#[cfg(test)]
mod tests;
mod wanted;
