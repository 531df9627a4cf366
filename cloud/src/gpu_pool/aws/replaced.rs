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

#[cfg(test)]
mod tests {
    use super::super::check::tests::with;
    use super::*;
    use crate::gpu_pool::{AwsExtras, Capacity, Disk, Driver, Metadata};

    /// From one change of the plain pool to another.
    fn check(
        prior: impl FnOnce(&mut GpuPool, &mut AwsExtras),
        wanted: impl FnOnce(&mut GpuPool, &mut AwsExtras),
        expected: &[&str],
    ) {
        assert_eq!(replaced(&with(prior), &with(wanted)), expected);
    }

    #[test]
    fn what_eks_fixes_at_creation() {
        check(|_, _| {}, |pool, _| pool.machine_type = Some("p5.48xlarge".into()), &["machine_type"]);
        check(|_, _| {}, |pool, _| pool.capacity = Capacity::Spot, &["capacity"]);
        check(|_, _| {}, |pool, _| pool.placement = Some(Placement::Compact), &["placement"]);
        check(|_, _| {}, |pool, _| pool.placement = Some(Placement::None), &[]);
        check(|_, _| {}, |pool, _| pool.fast_network = Some(true), &["fast_network"]);
        check(|_, _| {}, |pool, _| pool.identity = Some("arn:aws:iam::1:role/b".into()), &["identity"]);
        check(|_, _| {}, |_, extras| extras.subnets.push("subnet-2".into()), &["aws"]);
    }

    #[test]
    fn an_image_is_fixed_however_it_is_told() {
        check(|_, _| {}, |pool, _| pool.driver = Some(Driver::None), &["driver"]);
        check(|_, _| {}, |pool, _| pool.driver = Some(Driver::Managed), &[]);
        check(|_, _| {}, |pool, _| pool.image = Some("AL2023_x86_64_NVIDIA".into()), &[]);
        check(|_, _| {}, |pool, _| pool.image = Some("BOTTLEROCKET_x86_64_NVIDIA".into()), &["image"]);
    }

    #[test]
    fn a_pool_without_a_template_never_gets_one() {
        let disk = |pool: &mut GpuPool, _: &mut AwsExtras| pool.disk = Some(Disk::default());
        check(|_, _| {}, disk, &["disk"]);
        let metadata = |pool: &mut GpuPool, _: &mut AwsExtras| pool.metadata = Some(Metadata::Node);
        check(|_, _| {}, metadata, &["metadata"]);
        check(metadata, disk, &[]);
        check(metadata, |_, _| {}, &[]);
        let groups =
            |_: &mut GpuPool, extras: &mut AwsExtras| extras.security_groups = Some(vec!["sg-1".into()]);
        check(|_, _| {}, groups, &["aws"]);
        check(metadata, groups, &[]);
        // Tags of machines are not worth a new pool.
        let label = |pool: &mut GpuPool, _: &mut AwsExtras| drop(pool.labels.insert("a".into(), "b".into()));
        check(|_, _| {}, label, &[]);
    }
}
