//! `palisade_bucket`, the resource and the data source: their schemas, what is wanted, what is observed, and the plan.

mod data_source;
mod defaults;
mod form;
mod observe;
mod replaced;
pub(crate) mod schema;
#[cfg(test)]
mod tests;
mod wanted;

pub(crate) use data_source::DataSource;
