//! What GKE cannot change in place.

#[cfg(test)]
mod tests;

use super::accelerators::native;
use super::observed::is_same_set;
use super::to_wire::Described;
use crate::gpu_pool::{Disk, GpuPool, Placement};

/// The top-level attributes that differ in what is fixed at creation. What can be changed and cannot be put back to the
/// default (a disk's size, how containers share a GPU) is fixed where it is no longer named.
pub(crate) fn replaced(prior: &GpuPool, wanted: &GpuPool) -> Vec<&'static str> {
    let key = |pool: &GpuPool| pool.disk.as_ref().and_then(|disk| disk.kms_key.clone());
    let dropped = |part: fn(&Disk) -> bool| {
        let has = |pool: &GpuPool| pool.disk.as_ref().is_some_and(part);
        has(prior) && !has(wanted)
    };
    let disk = key(prior) != key(wanted)
        || dropped(|disk| disk.size_gb.is_some())
        || dropped(|disk| disk.disk_type.is_some());
    let accelerators =
        native(prior) != native(wanted) && !(native(prior).is_none() && wanted.accelerator.is_none());
    let named = |pool: &GpuPool| pool.reservations.clone().unwrap_or_default();
    let reservations = !is_same_set(&named(prior), &named(wanted));
    let rows = [
        ("accelerator", accelerators),
        ("capacity", prior.capacity != wanted.capacity),
        ("cluster", prior.cluster != wanted.cluster),
        ("disk", disk),
        ("fast_network", on(prior.fast_network) != on(wanted.fast_network)),
        ("gcp", is_gcp_fixed(prior, wanted)),
        ("gpu_sharing", prior.gpu_sharing.is_some() && wanted.gpu_sharing.is_none()),
        ("identity", account(prior) != account(wanted)),
        ("location", prior.location != wanted.location),
        ("machine_type", prior.machine_type != wanted.machine_type),
        ("max_run_duration", prior.max_run_seconds.is_some() && wanted.max_run_seconds.is_none()),
        ("mig_profile", prior.mig_profile != wanted.mig_profile),
        ("name", prior.name != wanted.name),
        ("placement", is_compact(prior) != is_compact(wanted)),
        ("reservations", reservations),
        ("secure_boot", on(prior.secure_boot) != on(wanted.secure_boot)),
    ];
    rows.into_iter().filter(|(_, differs)| *differs).map(|(attribute, _)| attribute).collect()
}

/// Machines without an account of their own have the project's default one.
fn account(pool: &GpuPool) -> &str {
    pool.identity.as_deref().unwrap_or("default")
}

fn is_compact(pool: &GpuPool) -> bool {
    pool.placement == Some(Placement::Compact)
}

fn on(flag: Option<bool>) -> bool {
    flag.unwrap_or_default()
}

/// A project that is named where none was may be the same; the update finds out.
fn is_gcp_fixed(prior: &GpuPool, wanted: &GpuPool) -> bool {
    let (Some(prior), Some(wanted)) = (Described::of(prior), Described::of(wanted)) else { return true };
    let (prior, wanted) = (prior.extras, wanted.extras);
    let moved = prior.project.is_some() && wanted.project.is_some() && prior.project != wanted.project;
    let scopes = match (&prior.oauth_scopes, &wanted.oauth_scopes) {
        (Some(prior), Some(wanted)) => !is_same_set(prior, wanted),
        (prior, wanted) => prior != wanted,
    };
    moved
        || scopes
        || prior.gpu_direct != wanted.gpu_direct
        || prior.local_ssd_count.unwrap_or_default() != wanted.local_ssd_count.unwrap_or_default()
}
