//! The tables of budgets, and what plays them.

pub(crate) mod aws;
pub(crate) mod case;
pub(crate) mod clouds;
pub(crate) mod coverage;
pub(crate) mod defaults;
pub(crate) mod errors;
pub(crate) mod gcp;
pub(crate) mod stages;
