//! What EKS and EC2 tell, in neutral terms.

use aws_sdk_eks::types::{
    CapacityTypes, Nodegroup, NodegroupStatus, Taint as WireTaint, TaintEffect as WireEffect,
};

use super::target::Target;
use super::template::{Data, HOPS};
use super::to_wire::MAX_UNAVAILABLE;
use super::{AwsExtras, Extras, GpuPool, image, mark};
use crate::Observed;
use crate::gpu_pool::{
    Capacity, Details, Disk, Driver, Metadata, Placement, Scaling, Taint, TaintEffect, Upgrade,
};

/// The size of a disk that EKS makes by itself, in GiB (API reference, `CreateNodegroup`, `diskSize`).
const DISK_SIZE: u32 = 20;

/// A pool with what EKS tells beside its description.
pub(super) fn observed(at: &Target<'_>, is: GpuPool, group: &Nodegroup) -> Observed<GpuPool> {
    let groups = group.resources().map(|resources| resources.auto_scaling_groups()).unwrap_or_default();
    let details = Details {
        status: group.status().map_or("", NodegroupStatus::as_str).to_owned(),
        node_groups: groups.iter().filter_map(|group| group.name.clone()).collect(),
        machine_type: is.machine_type.clone().unwrap_or_default(),
        image: pool_image(group),
        version: group.version.clone(),
    };
    let native_id = group.nodegroup_arn.clone().unwrap_or_default();
    Observed { key: at.key(), is, native_id, revision: None, details }
}

/// The attributes that are set in `expected`, as they are.
pub(super) fn managed(expected: &GpuPool, group: &Nodegroup, said: Option<&Data>) -> GpuPool {
    let found = found(group, said);
    let mut pool = GpuPool { capacity: found.capacity, labels: found.labels, ..expected.clone() };
    pool.scaling = Scaling { desired: expected.scaling.desired.and(found.scaling.desired), ..found.scaling };
    pool.driver = expected.driver.map(|driver| match pool_image(group) {
        Some(image) if image == image::ami_type(expected) => driver,
        _ => found.driver.unwrap_or(driver),
    });
    fn keep<T: Clone>(pool: &mut Option<T>, found: Option<T>) {
        if pool.is_some() && found.is_some() {
            *pool = found;
        }
    }
    keep(&mut pool.machine_type, found.machine_type);
    keep(&mut pool.identity, found.identity);
    keep(&mut pool.image, found.image);
    keep(&mut pool.version, found.version);
    keep(&mut pool.metadata, Some(found.metadata.unwrap_or(Metadata::Node)));
    keep(&mut pool.placement, Some(found.placement.unwrap_or(Placement::None)));
    keep(&mut pool.fast_network, Some(found.fast_network.unwrap_or(false)));
    keep(&mut pool.node_labels, Some(found.node_labels.unwrap_or_default()));
    keep_set(&mut pool.taints, found.taints);
    keep_set(&mut pool.reservations, found.reservations);
    let found_disk = found.disk.unwrap_or_default();
    if let Some(disk) = &mut pool.disk {
        keep(&mut disk.size_gb, Some(found_disk.size_gb.unwrap_or(DISK_SIZE)));
        managed_text(&mut disk.disk_type, found_disk.disk_type);
        managed_text(&mut disk.kms_key, found_disk.kms_key);
    }
    if let Some(upgrade) = &mut pool.upgrade {
        let found = found.upgrade.and_then(|upgrade| upgrade.max_unavailable);
        keep(&mut upgrade.max_unavailable, found);
    }
    if let Extras::Aws(extras) = &mut pool.extras {
        managed_extras(extras, extras_of(found.extras));
    }
    pool
}

fn managed_extras(extras: &mut AwsExtras, found: AwsExtras) {
    let mut subnets = Some(std::mem::take(&mut extras.subnets));
    keep_set(&mut subnets, Some(found.subnets));
    extras.subnets = subnets.unwrap_or_default();
    keep_set(&mut extras.security_groups, found.security_groups);
    if extras.max_unavailable_percent.is_some() {
        extras.max_unavailable_percent = found.max_unavailable_percent;
    }
    if extras.node_repair.is_some() {
        extras.node_repair = Some(found.node_repair.unwrap_or(false));
    }
    if extras.release_version.is_some() {
        extras.release_version = found.release_version;
    }
}

/// What is set is as found; nothing found shows as nothing set.
fn managed_text(pool: &mut Option<String>, found: Option<String>) {
    if pool.is_some() {
        *pool = found;
    }
}

/// A list whose order means nothing keeps the order in which it is written, unless it differs.
fn keep_set<T: Ord + Clone>(pool: &mut Option<Vec<T>>, found: Option<Vec<T>>) {
    let Some(expected) = pool else { return };
    let sorted = |list: &[T]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    let found = found.unwrap_or_default();
    if sorted(expected) != sorted(&found) {
        *pool = Some(found);
    }
}

/// Everything that differs from EKS's default, of the pool at `at`. `cluster_group` is the cluster's own security group,
/// which is not the pool's.
pub(super) fn everything(
    at: &Target<'_>,
    group: &Nodegroup,
    said: Option<&Data>,
    cluster_group: Option<&str>,
) -> GpuPool {
    let mut pool = found(group, said);
    pool.name = at.name.to_owned();
    pool.cluster = at.cluster.to_owned();
    pool.location = at.region.clone();
    pool.driver = pool.driver.filter(|driver| *driver != Driver::Managed);
    pool.upgrade = pool.upgrade.filter(|upgrade| upgrade.max_unavailable != Some(MAX_UNAVAILABLE));
    pool.node_labels = pool.node_labels.filter(|labels| !labels.is_empty());
    pool.taints = pool.taints.filter(|taints| !taints.is_empty());
    if said.is_none() {
        let size =
            group.disk_size.and_then(|size| u32::try_from(size).ok()).filter(|size| *size != DISK_SIZE);
        pool.disk = size.map(|size| Disk { size_gb: Some(size), ..Disk::default() });
    }
    if let Extras::Aws(extras) = &mut pool.extras {
        extras.node_repair = extras.node_repair.filter(|enabled| *enabled);
        let groups = said.map(|said| said.groups.clone()).unwrap_or_default();
        let groups: Vec<_> =
            groups.into_iter().filter(|group| Some(group.as_str()) != cluster_group).collect();
        extras.security_groups = Some(groups).filter(|groups| !groups.is_empty());
    }
    pool
}

/// All that is told, with what is written nowhere `None`.
fn found(group: &Nodegroup, said: Option<&Data>) -> GpuPool {
    let image = pool_image(group);
    let disk = said.map(|said| said.disk.clone()).filter(|disk| *disk != Disk::default());
    let reservation = said.and_then(|said| said.reservation.clone());
    let update = group.update_config();
    let unavailable = update.and_then(|update| update.max_unavailable).and_then(unsigned);
    let tags = group.tags().cloned().unwrap_or_default();
    let instance_type = || said.and_then(|said| said.instance_type.clone());
    GpuPool {
        name: String::new(),
        cluster: String::new(),
        location: String::new(),
        accelerator: None,
        machine_type: group.instance_types().first().cloned().or_else(instance_type),
        capacity: capacity(group, reservation.is_some()),
        reservations: reservation.map(|reservation| vec![reservation]),
        scaling: scaling(group),
        labels: tags.into_iter().filter(|(key, _)| !mark::is_hidden(key)).collect(),
        node_labels: Some(
            group.labels().map(|labels| labels.clone().into_iter().collect()).unwrap_or_default(),
        ),
        taints: Some(group.taints().iter().filter_map(taint).collect()),
        disk,
        driver: image.as_deref().map(|image| match image::has_driver(image) {
            true => Driver::Managed,
            false => Driver::None,
        }),
        gpu_sharing: None,
        mig_profile: None,
        placement: said.and_then(|said| said.placement_group.as_ref()).map(|_| Placement::Compact),
        fast_network: said.map(Data::is_fast).filter(|fast| *fast),
        identity: group.node_role.clone(),
        metadata: said.and_then(|said| said.hops).and_then(metadata),
        secure_boot: None,
        upgrade: unavailable.map(|count| Upgrade { max_unavailable: Some(count), ..Upgrade::default() }),
        image,
        version: group.version.clone(),
        max_run_seconds: None,
        extras: Extras::Aws(AwsExtras {
            subnets: group.subnets().to_vec(),
            // The cluster's own group is written first.
            security_groups: said.map(|said| said.groups.iter().skip(1).cloned().collect()),
            max_unavailable_percent: update
                .and_then(|update| update.max_unavailable_percentage)
                .and_then(unsigned),
            node_repair: group.node_repair_config().and_then(|repair| repair.enabled),
            release_version: group.release_version.clone(),
            force_update: None,
        }),
    }
}

fn extras_of(extras: Extras) -> AwsExtras {
    match extras {
        Extras::Aws(extras) => extras,
        Extras::Gcp(_) => AwsExtras::default(),
    }
}

fn pool_image(group: &Nodegroup) -> Option<String> {
    group.ami_type().map(|image| image.as_str().to_owned())
}

fn capacity(group: &Nodegroup, reserved: bool) -> Capacity {
    match group.capacity_type() {
        Some(CapacityTypes::Spot) => Capacity::Spot,
        Some(CapacityTypes::CapacityBlock) => Capacity::CapacityBlock,
        _ if reserved => Capacity::Reserved,
        _ => Capacity::OnDemand,
    }
}

fn scaling(group: &Nodegroup) -> Scaling {
    let Some(config) = group.scaling_config() else { return Scaling::default() };
    let number = |number: Option<i32>| number.and_then(unsigned);
    Scaling {
        min: number(config.min_size).unwrap_or_default(),
        max: number(config.max_size).unwrap_or_default(),
        desired: number(config.desired_size),
    }
}

fn taint(taint: &WireTaint) -> Option<Taint> {
    let effect = match taint.effect()? {
        WireEffect::NoSchedule => TaintEffect::NoSchedule,
        WireEffect::PreferNoSchedule => TaintEffect::PreferNoSchedule,
        WireEffect::NoExecute => TaintEffect::NoExecute,
        _ => return None,
    };
    let value = taint.value.clone().filter(|value| !value.is_empty());
    Some(Taint { key: taint.key.clone()?, value, effect })
}

/// The setting of a hop limit; more than reach a container are no different.
fn metadata(hops: i32) -> Option<Metadata> {
    HOPS.iter().find(|(_, known)| hops >= *known).map(|(metadata, _)| *metadata)
}

fn unsigned(number: i32) -> Option<u32> {
    u32::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use aws_sdk_eks::types::{AmiTypes, NodegroupScalingConfig};

    use super::super::check::tests::{plain, with};
    use super::*;

    /// The node group of the plain pool, with one more tag and one more taint.
    fn group() -> Nodegroup {
        let taint = WireTaint::builder().key("gpu").value("").effect(WireEffect::NoSchedule).build();
        Nodegroup::builder()
            .instance_types("p4d.24xlarge")
            .ami_type(AmiTypes::Al2023X8664Nvidia)
            .scaling_config(NodegroupScalingConfig::builder().min_size(0).max_size(4).desired_size(3).build())
            .node_role("arn:aws:iam::123456789012:role/nodes")
            .subnets("subnet-2")
            .subnets("subnet-1")
            .version("1.34")
            .taints(taint)
            .tags("team", "ml")
            .tags("aws:cloudformation:stack-name", "x")
            .tags(mark::UNFINISHED, "x")
            .build()
    }

    /// What is found of an expectation.
    fn check(
        expected: impl FnOnce(&mut GpuPool, &mut AwsExtras),
        said: Option<&Data>,
        found: impl FnOnce(&mut GpuPool, &mut AwsExtras),
    ) {
        let found = with(|pool, extras| {
            pool.labels = [("team".to_owned(), "ml".to_owned())].into();
            extras.subnets = vec!["subnet-2".into(), "subnet-1".into()];
            found(pool, extras);
        });
        assert_eq!(managed(&with(expected), &group(), said), found);
    }

    #[test]
    fn only_what_is_managed_is_reported() {
        check(|_, _| {}, None, |_, _| {});
        check(|pool, _| pool.scaling.desired = Some(1), None, |pool, _| pool.scaling.desired = Some(3));
        check(
            |pool, _| pool.version = Some("1.33".into()),
            None,
            |pool, _| pool.version = Some("1.34".into()),
        );
        check(
            |pool, _| pool.node_labels = Some([("a".into(), "b".into())].into()),
            None,
            |pool, _| {
                pool.node_labels = Some([].into());
            },
        );
        let gpu = Taint { key: "gpu".into(), value: None, effect: TaintEffect::NoSchedule };
        check(|pool, _| pool.taints = Some(Vec::new()), None, |pool, _| pool.taints = Some(vec![gpu]));
        check(
            |_, extras| extras.node_repair = Some(true),
            None,
            |_, extras| extras.node_repair = Some(false),
        );
    }

    #[test]
    fn what_means_the_same_keeps_its_spelling() {
        let subnets = || vec!["subnet-1".to_owned(), "subnet-2".to_owned()];
        check(|_, extras| extras.subnets = subnets(), None, |_, extras| extras.subnets = subnets());
        check(
            |pool, _| pool.driver = Some(Driver::Managed),
            None,
            |pool, _| pool.driver = Some(Driver::Managed),
        );
        check(
            |pool, _| pool.driver = Some(Driver::None),
            None,
            |pool, _| pool.driver = Some(Driver::Managed),
        );
    }

    #[test]
    fn a_template_tells_the_rest() {
        let disk = |size| Some(Disk { size_gb: Some(size), ..Disk::default() });
        let said = Data {
            hops: Some(2),
            disk: Disk { disk_type: Some("gp3".into()), ..disk(600).unwrap_or_default() },
            groups: vec!["sg-cluster".into(), "sg-1".into()],
            reservation: Some("cr-2".into()),
            ..Data::default()
        };
        let expected = |pool: &mut GpuPool, extras: &mut AwsExtras| {
            pool.metadata = Some(Metadata::WorkloadIdentity);
            pool.disk = disk(500);
            pool.capacity = Capacity::Reserved;
            pool.reservations = Some(vec!["cr-1".into()]);
            pool.placement = Some(Placement::Compact);
            extras.security_groups = Some(Vec::new());
        };
        check(expected, Some(&said), |pool, extras| {
            pool.metadata = Some(Metadata::Node);
            pool.disk = disk(600);
            pool.capacity = Capacity::Reserved;
            pool.reservations = Some(vec!["cr-2".into()]);
            pool.placement = Some(Placement::None);
            extras.security_groups = Some(vec!["sg-1".into()]);
        });
    }

    #[test]
    fn an_import_finds_all_that_is_told() {
        let found = found(&group(), None);
        assert_eq!(found.image.as_deref(), Some("AL2023_x86_64_NVIDIA"));
        assert_eq!((found.metadata, found.reservations, found.disk), (None, None, None));
        assert_eq!(found.scaling, Scaling { desired: Some(3), ..plain().scaling });
        assert_eq!(
            (metadata(1), metadata(2), metadata(64)),
            (Some(Metadata::WorkloadIdentity), Some(Metadata::Node), Some(Metadata::Node),)
        );
    }
}
