//! What EKS cannot do or does not take, found before anything is sent.

use crate::Problem;
use crate::gpu_pool::{AwsExtras, GpuPool};

/// Everything that EKS cannot do or does not take.
pub(in super::super) fn check(_: &GpuPool, _: &AwsExtras, _: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    Vec::new()
}

#[cfg(test)]
pub(super) mod tests;
