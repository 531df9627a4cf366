//! What only Google Cloud has.

use super::Subject;
use crate::gpu_pool::{Capacity, Driver};

pub(super) fn check(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    let upgrade = pool.upgrade.unwrap_or_default();
    let (flex, queued) = (pool.capacity == Capacity::FlexStart, pool.capacity == Capacity::Queued);
    let found = [
        (flex || queued, CAPACITY),
        (pool.driver == Some(Driver::Latest), DRIVER),
        (pool.gpu_sharing.is_some(), GPU_SHARING),
        (pool.mig_profile.is_some(), MIG_PROFILE),
        (pool.secure_boot == Some(true), SECURE_BOOT),
        (pool.max_run_seconds.is_some(), MAX_RUN),
        (upgrade.max_surge.is_some(), MAX_SURGE),
        (upgrade.strategy.is_some(), STRATEGY),
    ];
    for (_, [attribute, summary, detail]) in found.into_iter().filter(|(found, _)| *found) {
        subject.problem(attribute, summary, detail);
    }
}

const CAPACITY: [&str; 3] = [
    "capacity",
    "EC2 has neither flex-start nor queued capacity",
    "Use `capacity_block` to buy machines for a time that is set, `reserved` for a reservation, or `spot`.",
];
const DRIVER: [&str; 3] = [
    "driver",
    "EKS has one version of NVIDIA's driver with each release of its image",
    "Use `managed`, and choose the release with `aws.release_version`; or `none`, and install a driver with NVIDIA's GPU \
     operator.",
];
const GPU_SHARING: [&str; 3] = [
    "gpu_sharing",
    "EKS does not share accelerators by itself",
    "Leave it out, and configure time slicing or MPS of NVIDIA's device plugin in the cluster.",
];
const MIG_PROFILE: [&str; 3] = [
    "mig_profile",
    "EKS does not partition accelerators by itself",
    "Leave it out, and let NVIDIA's GPU operator configure MIG in the cluster (its MIG manager reads a node label, which \
     `node_labels` sets).",
];
const SECURE_BOOT: [&str; 3] = [
    "secure_boot",
    "EKS's images with NVIDIA's driver do not boot securely",
    "Whether a machine boots securely is part of its image on AWS. Leave it out, or set it to false.",
];
const MAX_RUN: [&str; 3] = [
    "max_run_duration",
    "EC2 does not end machines after a time",
    "Leave it out, and scale the pool down when the work is done; a Capacity Block ends by itself.",
];
const MAX_SURGE: [&str; 3] = [
    "upgrade.max_surge",
    "EKS chooses by itself how many machines it adds on an upgrade",
    "Leave it out, and set `upgrade.max_unavailable` or `aws.max_unavailable_percent`.",
];
const STRATEGY: [&str; 3] = [
    "upgrade.strategy",
    "EKS has one way of upgrading",
    "Leave it out. For a blue-green upgrade make a second pool, move the work, and delete the first one.",
];
