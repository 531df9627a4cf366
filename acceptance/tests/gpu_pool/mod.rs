//! The parts of the stories of `palisade_gpu_pool`.

pub(crate) mod aws;
pub(crate) mod coverage;
pub(crate) mod defaults;
mod drift;
pub(crate) mod ending;
pub(crate) mod gcp;
pub(crate) mod refused;
pub(crate) mod row;
pub(crate) mod stages;
mod world;
