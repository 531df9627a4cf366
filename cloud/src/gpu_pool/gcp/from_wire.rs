//! A `NodePool` of the API as the neutral pool.

use google_cloud_container_v1::model::gpu_direct_config::GPUDirectStrategy;
use google_cloud_container_v1::model::node_taint::Effect;
use google_cloud_container_v1::model::reservation_affinity::Type as Consume;
use google_cloud_container_v1::model::workload_metadata_config::Mode;
use google_cloud_container_v1::model::{self as wire, node_pool};

use super::accelerators;
use super::address::Address;
use super::to_wire::has_profile;
use crate::gpu_pool::{
    Capacity, Disk, Extras, GcpExtras, GpuPool, Metadata, Placement, Scaling, Taint, TaintEffect, Upgrade,
    UpgradeStrategy,
};

/// All that the message says, with defaults spelled out.
pub(super) fn everything(message: &wire::NodePool, at: Address<'_>) -> GpuPool {
    let config = &message.config.clone().unwrap_or_default();
    let accelerator = config.accelerators.first();
    let compact = message
        .placement_policy
        .as_ref()
        .is_some_and(|placement| matches!(placement.r#type, node_pool::placement_policy::Type::Compact));
    GpuPool {
        name: message.name.clone(),
        cluster: at.cluster.to_owned(),
        location: at.location.to_owned(),
        accelerator: accelerator.map(accelerators::neutral),
        machine_type: Some(config.machine_type.clone()),
        capacity: capacity(message, config),
        reservations: reservations(config),
        scaling: scaling(message),
        labels: config.resource_labels.clone().into_iter().collect(),
        node_labels: Some(config.labels.clone().into_iter().collect()),
        taints: Some(config.taints.iter().map(taint).collect()),
        disk: Some(disk(config)),
        driver: accelerator.map(accelerators::driver),
        gpu_sharing: accelerator.and_then(accelerators::shared),
        mig_profile: accelerator
            .map(|accelerator| accelerator.gpu_partition_size.clone())
            .filter(|size| !size.is_empty()),
        placement: Some(if compact { Placement::Compact } else { Placement::None }),
        fast_network: Some(is_fast(message, config)),
        identity: Some(config.service_account.clone()).filter(|account| !account.is_empty()),
        metadata: config.workload_metadata_config.as_ref().and_then(metadata),
        secure_boot: Some(
            config.shielded_instance_config.as_ref().is_some_and(|shielded| shielded.enable_secure_boot),
        ),
        upgrade: message.upgrade_settings.as_ref().map(upgrade),
        image: Some(config.image_type.clone()),
        version: Some(message.version.clone()),
        max_run_seconds: config
            .max_run_duration
            .and_then(|duration| u64::try_from(duration.seconds()).ok())
            .filter(|seconds| *seconds > 0),
        extras: Extras::Gcp(extras(message, config, at)),
    }
}

fn extras(message: &wire::NodePool, config: &wire::NodeConfig, at: Address<'_>) -> GcpExtras {
    let management = message.management.as_ref();
    let direct = config.gpu_direct_config.as_ref().and_then(|direct| direct.gpu_direct_strategy.as_ref());
    let ssds = config.ephemeral_storage_local_ssd_config.as_ref();
    GcpExtras {
        project: Some(at.project.to_owned()),
        zones: Some(message.locations.clone()),
        oauth_scopes: Some(config.oauth_scopes.clone()),
        gpu_direct: matches!(direct, Some(GPUDirectStrategy::Rdma)).then(|| "rdma".to_owned()),
        auto_repair: Some(management.is_some_and(|management| management.auto_repair)),
        auto_upgrade: Some(management.is_some_and(|management| management.auto_upgrade)),
        local_ssd_count: Some(ssds.map_or(0, |ssds| unsigned(ssds.local_ssd_count))),
        network_tags: Some(config.tags.clone()),
    }
}

fn capacity(message: &wire::NodePool, config: &wire::NodeConfig) -> Capacity {
    let queued = message.queued_provisioning.as_ref().is_some_and(|queued| queued.enabled);
    if queued {
        Capacity::Queued
    } else if config.flex_start == Some(true) {
        Capacity::FlexStart
    } else if config.spot {
        Capacity::Spot
    } else if reservations(config).is_some() {
        Capacity::Reserved
    } else {
        Capacity::OnDemand
    }
}

fn reservations(config: &wire::NodeConfig) -> Option<Vec<String>> {
    let affinity = config.reservation_affinity.as_ref()?;
    let specific = matches!(affinity.consume_reservation_type, Consume::SpecificReservation);
    specific.then(|| affinity.values.clone())
}

/// Bounds of the whole pool, also where the pool has them for each zone; a pool without an autoscaler stays as it is.
///
/// `initialNodeCount` follows the size that is set by hand, in each zone; where the autoscaler has moved it to is not told.
fn scaling(message: &wire::NodePool) -> Scaling {
    let zones = u32::try_from(message.locations.len().max(1)).unwrap_or(u32::MAX);
    let set = unsigned(message.initial_node_count).saturating_mul(zones);
    let (min, max) = match message.autoscaling.as_ref().filter(|autoscaling| autoscaling.enabled) {
        None => (set, set),
        Some(it) if it.total_max_node_count > 0 => {
            (unsigned(it.total_min_node_count), unsigned(it.total_max_node_count))
        }
        Some(it) => (
            unsigned(it.min_node_count).saturating_mul(zones),
            unsigned(it.max_node_count).saturating_mul(zones),
        ),
    };
    Scaling { min, max, desired: Some(set) }
}

fn taint(taint: &wire::NodeTaint) -> Taint {
    Taint {
        key: taint.key.clone(),
        value: Some(taint.value.clone()).filter(|value| !value.is_empty()),
        effect: match taint.effect {
            Effect::PreferNoSchedule => TaintEffect::PreferNoSchedule,
            Effect::NoExecute => TaintEffect::NoExecute,
            _ => TaintEffect::NoSchedule,
        },
    }
}

/// Newer versions of the API tell size and type as one message; the fields before it are filled in all the same.
fn disk(config: &wire::NodeConfig) -> Disk {
    let boot = config.boot_disk.clone().unwrap_or_default();
    let size = u32::try_from(boot.size_gb).ok().filter(|size| *size > 0);
    let size = size.or_else(|| Some(unsigned(config.disk_size_gb)).filter(|size| *size > 0));
    let disk_type = if boot.disk_type.is_empty() { config.disk_type.clone() } else { boot.disk_type };
    Disk {
        size_gb: size,
        disk_type: Some(disk_type).filter(|disk_type| !disk_type.is_empty()),
        kms_key: Some(config.boot_disk_kms_key.clone()).filter(|key| !key.is_empty()),
    }
}

fn is_fast(message: &wire::NodePool, config: &wire::NodeConfig) -> bool {
    let profile =
        message.network_config.as_ref().is_some_and(|it| !it.accelerator_network_profile.is_empty());
    let gvnic = config.gvnic.as_ref().is_some_and(|gvnic| gvnic.enabled);
    gvnic && (profile || !has_profile(Some(&config.machine_type)))
}

fn metadata(config: &wire::WorkloadMetadataConfig) -> Option<Metadata> {
    match config.mode {
        Mode::GkeMetadata => Some(Metadata::WorkloadIdentity),
        Mode::GceMetadata => Some(Metadata::Node),
        _ => None,
    }
}

fn upgrade(settings: &node_pool::UpgradeSettings) -> Upgrade {
    let blue_green = settings.strategy == Some(wire::NodePoolUpdateStrategy::BlueGreen);
    let surge = |count| (!blue_green).then(|| unsigned(count));
    Upgrade {
        max_surge: surge(settings.max_surge),
        max_unavailable: surge(settings.max_unavailable),
        strategy: Some(if blue_green { UpgradeStrategy::BlueGreen } else { UpgradeStrategy::Surge }),
    }
}

fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
