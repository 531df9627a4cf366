//! What a description is in EKS's terms.

use std::collections::BTreeMap;

use aws_sdk_eks::operation::create_nodegroup::builders::CreateNodegroupFluentBuilder;
use aws_sdk_eks::types::{
    AmiTypes, CapacityTypes, NodeRepairConfig, NodegroupScalingConfig, NodegroupUpdateConfig,
    Taint as WireTaint, TaintEffect as WireEffect,
};

use super::target::Target;
use super::template::Version;
use super::{GpuPool, extras, image, mark};
use crate::gpu_pool::{Capacity, Scaling, Taint, TaintEffect};

/// Machines that are missing at a time on an upgrade, unless told (API reference, `NodegroupUpdateConfig`).
pub(super) const MAX_UNAVAILABLE: u32 = 1;

/// The call that creates a pool.
pub(super) fn create(
    at: &Target<'_>,
    wanted: &GpuPool,
    template: Option<&Version>,
) -> CreateNodegroupFluentBuilder {
    let extras = extras(wanted);
    let mut tags: std::collections::HashMap<_, _> = wanted.labels.clone().into_iter().collect();
    tags.insert(mark::UNFINISHED.to_owned(), mark::of(wanted));
    let instance_types = wanted.machine_type.clone().filter(|_| wanted.capacity != Capacity::CapacityBlock);
    at.eks
        .create_nodegroup()
        .cluster_name(at.cluster)
        .nodegroup_name(at.name)
        .client_request_token(&at.token)
        .set_subnets(Some(extras.subnets.clone()))
        .set_node_role(wanted.identity.clone())
        .set_instance_types(instance_types.map(|machine| vec![machine]))
        .ami_type(AmiTypes::from(image::ami_type(wanted).as_str()))
        .capacity_type(capacity_type(wanted.capacity))
        .scaling_config(scaling(wanted.scaling, Some(wanted.scaling.min)))
        .set_labels(wanted.node_labels.clone().map(|labels| labels.into_iter().collect()))
        .set_taints(wanted.taints.as_ref().map(|taints| taints.iter().map(taint).collect()))
        .set_update_config(update_config(wanted))
        .set_node_repair_config(extras.node_repair.map(node_repair))
        .set_version(wanted.version.clone())
        .set_release_version(extras.release_version.clone())
        .set_launch_template(template.map(Version::specification))
        .set_tags(Some(tags))
}

pub(super) fn capacity_type(capacity: Capacity) -> CapacityTypes {
    match capacity {
        Capacity::Spot => CapacityTypes::Spot,
        Capacity::CapacityBlock => CapacityTypes::CapacityBlock,
        _ => CapacityTypes::OnDemand,
    }
}

/// How many machines; `unless_told` is sent as the desired number where none is given.
pub(super) fn scaling(scaling: Scaling, unless_told: Option<u32>) -> NodegroupScalingConfig {
    NodegroupScalingConfig::builder()
        .min_size(signed(scaling.min))
        .max_size(signed(scaling.max))
        .set_desired_size(scaling.desired.or(unless_told).map(signed))
        .build()
}

pub(super) fn taint(taint: &Taint) -> WireTaint {
    let effect = match taint.effect {
        TaintEffect::NoSchedule => WireEffect::NoSchedule,
        TaintEffect::PreferNoSchedule => WireEffect::PreferNoSchedule,
        TaintEffect::NoExecute => WireEffect::NoExecute,
    };
    WireTaint::builder().key(&taint.key).set_value(taint.value.clone()).effect(effect).build()
}

/// How many machines may be missing; `None` where nothing is said.
pub(super) fn update_config(pool: &GpuPool) -> Option<NodegroupUpdateConfig> {
    let config = NodegroupUpdateConfig::builder();
    if let Some(percent) = extras(pool).max_unavailable_percent {
        return Some(config.max_unavailable_percentage(signed(percent)).build());
    }
    let count = pool.upgrade.and_then(|upgrade| upgrade.max_unavailable)?;
    Some(config.max_unavailable(signed(count)).build())
}

pub(super) fn node_repair(enabled: bool) -> NodeRepairConfig {
    NodeRepairConfig::builder().enabled(enabled).build()
}

/// Keys that are no longer there.
pub(super) fn removed(prior: &BTreeMap<String, String>, wanted: &BTreeMap<String, String>) -> Vec<String> {
    prior.keys().filter(|key| !wanted.contains_key(*key)).cloned().collect()
}

/// Entries that are new or differ.
pub(super) fn added(
    prior: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> std::collections::HashMap<String, String> {
    let differs = |(key, value): &(&String, &String)| prior.get(*key) != Some(*value);
    wanted.iter().filter(differs).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// EKS's numbers are signed; `check` bounds ours.
fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
