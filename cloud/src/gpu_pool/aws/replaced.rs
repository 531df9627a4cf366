//! What EKS cannot change in place. Amazon EKS API Reference, `UpdateNodegroupConfig` and `UpdateNodegroupVersion`: what
//! neither of them takes.

use super::{GpuPool, extras, image, template};
use crate::gpu_pool::Placement;

/// The top-level attributes whose difference needs a new pool.
pub(in super::super) fn replaced(prior: &GpuPool, wanted: &GpuPool) -> Vec<&'static str> {
    let compact = |pool: &GpuPool| pool.placement == Some(Placement::Compact);
    let fast = |pool: &GpuPool| pool.fast_network == Some(true);
    let mut subnets = [extras(prior).subnets.clone(), extras(wanted).subnets.clone()];
    subnets.iter_mut().for_each(|subnets| subnets.sort());
    let other_image = image::ami_type(prior) != image::ami_type(wanted);
    let differs = [
        ("machine_type", prior.machine_type != wanted.machine_type),
        ("capacity", prior.capacity != wanted.capacity),
        ("placement", compact(prior) != compact(wanted)),
        ("fast_network", fast(prior) != fast(wanted)),
        ("identity", prior.identity != wanted.identity),
        ("image", other_image && prior.image != wanted.image),
        ("driver", other_image && prior.driver != wanted.driver),
        ("aws", subnets[0] != subnets[1]),
    ];
    let mut replaced: Vec<_> =
        differs.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    // A node group that was made without a template never gets one.
    if !template::is_needed(prior) {
        let first = [
            ("disk", wanted.disk.is_some()),
            ("metadata", wanted.metadata.is_some()),
            ("aws", extras(wanted).security_groups.as_ref().is_some_and(|groups| !groups.is_empty())),
        ];
        let first = first.iter().filter(|(_, set)| *set).map(|(name, _)| *name);
        replaced.extend(first.filter(|name| !replaced.contains(name)).collect::<Vec<_>>());
    }
    replaced
}
