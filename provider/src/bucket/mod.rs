//! `palisade_bucket`, the resource and the data source.

mod data_source;
mod observe;
mod resource;
pub(crate) mod schema;
mod settle;
#[cfg(test)]
mod tests;
mod wanted;

pub(crate) use data_source::DataSource;
pub(crate) use resource::Resource;
