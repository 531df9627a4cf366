//! What changes without exchanging machines: `UpdateNodegroupConfig`, in one call.

use std::collections::BTreeMap;

use aws_sdk_eks::operation::update_nodegroup_config::builders::UpdateNodegroupConfigFluentBuilder;
use aws_sdk_eks::types::{
    Nodegroup, NodegroupScalingConfig, NodegroupUpdateConfig, UpdateLabelsPayload, UpdateTaintsPayload,
};

use super::super::target::{Call, Target};
use super::super::{GpuPool, extras, to_wire, watch};
use crate::gpu_pool::{Extras, Taint};
use crate::{Change, Error};

const UPDATE: Call = Call::plain("UpdateNodegroupConfig");

pub(super) async fn bring(
    at: &Target<'_>,
    change: Change<'_, GpuPool>,
    group: &Nodegroup,
) -> Result<(), Error> {
    let Some(request) = request(at, change, group) else { return Ok(()) };
    let request = request.cluster_name(at.cluster).nodegroup_name(at.name);
    let request = request.client_request_token(format!("{}-config", at.token));
    let answer = at.call(UPDATE, || request.clone().send()).await?;
    watch::updated(at, UPDATE, answer.update).await
}

/// Takes over what [`bring`] has brought.
pub(super) fn copy(from: &GpuPool, to: &mut GpuPool) {
    to.scaling = from.scaling;
    to.node_labels.clone_from(&from.node_labels);
    to.taints.clone_from(&from.taints);
    to.upgrade = from.upgrade;
    if let Extras::Aws(to) = &mut to.extras {
        to.max_unavailable_percent = extras(from).max_unavailable_percent;
        to.node_repair = extras(from).node_repair;
    }
}

/// The call with what differs; `None` when nothing does.
fn request(
    at: &Target<'_>,
    change: Change<'_, GpuPool>,
    group: &Nodegroup,
) -> Option<UpdateNodegroupConfigFluentBuilder> {
    let Change { prior, wanted } = change;
    let (scaling, labels) = (scaling(change, group), labels(prior, wanted));
    let (taints, upgrade) = (taints(prior, wanted), upgrade(prior, wanted));
    let repair = |pool| extras(pool).node_repair.unwrap_or(false);
    let repair = (repair(prior) != repair(wanted)).then(|| to_wire::node_repair(repair(wanted)));
    let same =
        scaling.is_none() && labels.is_none() && taints.is_none() && upgrade.is_none() && repair.is_none();
    (!same).then(|| {
        at.eks
            .update_nodegroup_config()
            .set_scaling_config(scaling)
            .set_labels(labels)
            .set_taints(taints)
            .set_update_config(upgrade)
            .set_node_repair_config(repair)
    })
}

/// The desired number belongs to the autoscaler unless it is told; then it is moved only where the new bounds would
/// leave it outside, which EKS refuses.
pub(super) fn scaling(change: Change<'_, GpuPool>, group: &Nodegroup) -> Option<NodegroupScalingConfig> {
    let (prior, wanted) = (change.prior.scaling, change.wanted.scaling);
    let bounds_differ = (prior.min, prior.max) != (wanted.min, wanted.max);
    let desired_differs = wanted.desired.is_some() && prior.desired != wanted.desired;
    if !bounds_differ && !desired_differs {
        return None;
    }
    let now = group.scaling_config().and_then(|config| config.desired_size);
    let now = now.and_then(|now| u32::try_from(now).ok());
    let moved = now.filter(|now| !(wanted.min..=wanted.max).contains(now));
    let moved = moved.map(|now| if now < wanted.min { wanted.min } else { wanted.max });
    Some(to_wire::scaling(wanted, moved))
}

pub(super) fn labels(prior: &GpuPool, wanted: &GpuPool) -> Option<UpdateLabelsPayload> {
    static NONE: BTreeMap<String, String> = BTreeMap::new();
    let prior = prior.node_labels.as_ref().unwrap_or(&NONE);
    let wanted = wanted.node_labels.as_ref().unwrap_or(&NONE);
    let (new, gone) = (to_wire::added(prior, wanted), to_wire::removed(prior, wanted));
    if new.is_empty() && gone.is_empty() {
        return None;
    }
    let set = |list: Vec<String>| Some(list).filter(|list| !list.is_empty());
    let new = Some(new).filter(|new| !new.is_empty());
    Some(UpdateLabelsPayload::builder().set_add_or_update_labels(new).set_remove_labels(set(gone)).build())
}

/// A taint is told by its key and its effect; one with another value is the same one, changed.
pub(super) fn taints(prior: &GpuPool, wanted: &GpuPool) -> Option<UpdateTaintsPayload> {
    let (prior, wanted) =
        (prior.taints.as_deref().unwrap_or_default(), wanted.taints.as_deref().unwrap_or_default());
    let is_same = |one: &Taint, other: &Taint| (&one.key, one.effect) == (&other.key, other.effect);
    let gone = prior.iter().filter(|taint| !wanted.iter().any(|other| is_same(taint, other)));
    let gone: Vec<_> = gone.map(to_wire::taint).collect();
    let new: Vec<_> = wanted.iter().filter(|taint| !prior.contains(taint)).map(to_wire::taint).collect();
    if new.is_empty() && gone.is_empty() {
        return None;
    }
    let set = |list: Vec<_>| Some(list).filter(|list: &Vec<_>| !list.is_empty());
    Some(
        UpdateTaintsPayload::builder()
            .set_add_or_update_taints(set(new))
            .set_remove_taints(set(gone))
            .build(),
    )
}

/// What is no longer said goes back to EKS's default.
pub(super) fn upgrade(prior: &GpuPool, wanted: &GpuPool) -> Option<NodegroupUpdateConfig> {
    let default = || {
        let count = i32::try_from(to_wire::MAX_UNAVAILABLE).unwrap_or(1);
        NodegroupUpdateConfig::builder().max_unavailable(count).build()
    };
    let config = |pool| to_wire::update_config(pool).unwrap_or_else(default);
    (config(prior) != config(wanted)).then(|| config(wanted))
}
