//! The table of attributes: which there are, what is done to each on each cloud, and what is an error where.

pub(crate) mod aws;
pub(crate) mod case;
pub(crate) mod coverage;
pub(crate) mod defaults;
pub(crate) mod errors;
pub(crate) mod gcp;
pub(crate) mod local;
pub(crate) mod stages;
pub(crate) mod timeouts;
