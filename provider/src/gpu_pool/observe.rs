//! What a cloud shows of a pool, in the words of the configuration. An attribute whose meaning is as it was keeps its
//! spelling; any other is drift, and shown as the cloud has it.

use cloud::gpu_pool::{self as neutral, catalogue};
use cloud::{Kind, Observed};
use tfplug::Value;

use super::{schema, wanted};
use crate::clouds::Cloud;
use crate::convert::{differ, differ_within, list, text_list, text_map};
use crate::duration;

/// Brings a state to what is observed, computed attributes included, but for the labels.
pub(super) fn observe(state: &mut schema::GpuPool, observed: &Observed<neutral::GpuPool>) {
    let shown = observed.is.clone();
    let cloud = shown.cloud();
    state.cloud = Cloud::from(cloud).into();
    // The cloud is known, so there is something to compare with.
    let Some(was) = wanted::pool(state, &Value::Null) else { return };

    state.name = shown.name.into();
    state.cluster = shown.cluster.into();
    state.location = shown.location.into();
    let machine_type = &observed.details.machine_type;
    let is = accelerators(&was, shown.accelerator, machine_type);
    differ(&mut state.accelerator, was.accelerator.clone(), is, |is| accelerator(&is.kind, is.count));
    state.machine_type = machine_type.clone().into();
    if was.capacity != shown.capacity || state.capacity.known().is_none() {
        state.capacity = schema::Capacity::from(shown.capacity).into();
    }
    differ(&mut state.reservations, was.reservations, shown.reservations, text_list);
    if was.scaling != shown.scaling || state.scaling.known().is_none() {
        state.scaling = schema::Scaling {
            min: shown.scaling.min.into(),
            max: shown.scaling.max.into(),
            desired: shown.scaling.desired.into(),
        }
        .into();
    }
    differ(&mut state.node_labels, was.node_labels, shown.node_labels, |labels| {
        text_map(&labels).into_known().unwrap_or_default()
    });
    let sorted = |taints: Option<Vec<neutral::Taint>>| {
        taints.map(|mut taints| {
            taints.sort();
            taints
        })
    };
    differ(&mut state.taints, sorted(was.taints), sorted(shown.taints), |taints| {
        list(taints, |taint| schema::Taint {
            key: taint.key.into(),
            value: taint.value.into(),
            effect: schema::TaintEffect::from(taint.effect).into(),
        })
    });
    differ(&mut state.disk, was.disk, shown.disk, |disk| schema::Disk {
        size_gb: disk.size_gb.into(),
        kind: disk.disk_type.into(),
        kms_key: disk.kms_key.into(),
    });
    // Where a cloud tells of no driver, it installs one by itself.
    let driver = shown.driver.unwrap_or(neutral::Driver::Managed);
    differ(&mut state.driver, was.driver, Some(driver), schema::Driver::from);
    differ(&mut state.gpu_sharing, was.gpu_sharing, shown.gpu_sharing, |sharing| schema::GpuSharing {
        strategy: schema::SharingStrategy::from(sharing.strategy).into(),
        max_clients: sharing.max_clients.into(),
    });
    differ(&mut state.mig_profile, was.mig_profile, shown.mig_profile, |profile| profile);
    differ(&mut state.placement, was.placement, shown.placement, schema::Placement::from);
    differ(&mut state.fast_network, was.fast_network, shown.fast_network, |on| on);
    differ(&mut state.identity, was.identity, shown.identity, |identity| identity);
    differ(&mut state.metadata, was.metadata, shown.metadata, schema::Metadata::from);
    differ(&mut state.secure_boot, was.secure_boot, shown.secure_boot, |on| on);
    differ(&mut state.upgrade, was.upgrade, shown.upgrade, |upgrade| schema::Upgrade {
        max_surge: upgrade.max_surge.into(),
        max_unavailable: upgrade.max_unavailable.into(),
        strategy: upgrade.strategy.map(schema::UpgradeStrategy::from).into(),
    });
    differ(&mut state.image, was.image, shown.image, |image| image);
    differ(&mut state.version, was.version, shown.version, |version| version);
    differ(&mut state.max_run_duration, was.max_run_seconds, shown.max_run_seconds, duration::format);
    match (was.extras, shown.extras) {
        (neutral::Extras::Aws(was), neutral::Extras::Aws(shown)) => {
            differ_within(&mut state.aws, was, shown, aws);
        }
        (neutral::Extras::Gcp(was), neutral::Extras::Gcp(shown)) => {
            differ_within(&mut state.gcp, was, shown, gcp);
        }
        _ => {}
    }
    // What the configuration leaves to the cloud is told all the same.
    for (attribute, told) in
        [(&mut state.image, &observed.details.image), (&mut state.version, &observed.details.version)]
    {
        if attribute.known().is_none() {
            *attribute = told.clone().into();
        }
    }
    state.status = observed.details.status.clone().into();
    state.node_groups = Value::Known(text_list(observed.details.node_groups.clone()));
    // Neither is the cloud's to tell: what is planned stays, and an import begins with none.
    if state.estimated_cost.is_unknown() {
        state.estimated_cost = Value::Null;
    }
}

/// The accelerators that a pool has now. GKE tells what is attached to a machine; on EKS the type of the machine tells, and
/// one that is as it was has what it had.
fn accelerators(
    was: &neutral::GpuPool,
    told: Option<neutral::Accelerator>,
    machine_type: &str,
) -> Option<neutral::Accelerator> {
    let offered = || {
        let offering = catalogue::machine(was.cloud(), machine_type)?;
        Some(neutral::Accelerator { kind: offering.accelerator.clone(), count: offering.count })
    };
    match was.cloud() {
        _ if was.accelerator.is_none() => told.or_else(offered),
        cloud::Cloud::Gcp => told,
        cloud::Cloud::Aws if was.machine_type.as_ref().is_none_or(|was| was == machine_type) => {
            was.accelerator.clone()
        }
        cloud::Cloud::Aws => offered(),
    }
}

/// Accelerators as configuration has them.
pub(super) fn accelerator(kind: &str, count: u32) -> schema::Accelerator {
    schema::Accelerator { kind: kind.into(), count: count.into() }
}

fn aws(state: &mut schema::Aws, was: neutral::AwsExtras, shown: neutral::AwsExtras) {
    let sorted = |mut subnets: Vec<String>| {
        subnets.sort();
        Some(subnets)
    };
    differ(&mut state.subnets, sorted(was.subnets), sorted(shown.subnets), text_list);
    differ(&mut state.security_groups, was.security_groups, shown.security_groups, text_list);
    differ(
        &mut state.max_unavailable_percent,
        was.max_unavailable_percent,
        shown.max_unavailable_percent,
        |percent| percent,
    );
    differ(&mut state.node_repair, was.node_repair, shown.node_repair, |on| on);
    differ(&mut state.release_version, was.release_version, shown.release_version, |release| release);
    differ(&mut state.force_update, was.force_update, shown.force_update, |on| on);
}

fn gcp(state: &mut schema::Gcp, was: neutral::GcpExtras, shown: neutral::GcpExtras) {
    let neutral::GcpExtras {
        project,
        zones,
        oauth_scopes,
        gpu_direct,
        auto_repair,
        auto_upgrade,
        local_ssd_count,
        network_tags,
    } = shown;
    differ(&mut state.project, was.project, project, |project| project);
    differ(&mut state.zones, was.zones, zones, text_list);
    differ(&mut state.oauth_scopes, was.oauth_scopes, oauth_scopes, text_list);
    differ(&mut state.gpu_direct, was.gpu_direct, gpu_direct, |way| way);
    differ(&mut state.auto_repair, was.auto_repair, auto_repair, |on| on);
    differ(&mut state.auto_upgrade, was.auto_upgrade, auto_upgrade, |on| on);
    differ(&mut state.local_ssd_count, was.local_ssd_count, local_ssd_count, |count| count);
    differ(&mut state.network_tags, was.network_tags, network_tags, text_list);
}
