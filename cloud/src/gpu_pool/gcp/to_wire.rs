//! The neutral pool as a `NodePool` of the API.

#[cfg(test)]
pub(super) mod tests;

use google_cloud_container_v1::model::node_pool::{
    PlacementPolicy, QueuedProvisioning, UpgradeSettings, placement_policy,
};
use google_cloud_container_v1::model::node_pool_autoscaling::LocationPolicy;
use google_cloud_container_v1::model::reservation_affinity::Type as Consume;
use google_cloud_container_v1::model::workload_metadata_config::Mode;
use google_cloud_container_v1::model::{
    self as wire, gpu_direct_config::GPUDirectStrategy, node_taint::Effect,
};
use google_cloud_wkt::Duration;

use super::accelerators;
use crate::gpu_pool::{
    Capacity, Disk, Extras, GcpExtras, GpuPool, Metadata, Placement, Scaling, Taint, TaintEffect, Upgrade,
    UpgradeStrategy,
};

/// The key by which a reservation is named (`container.v1`, `ReservationAffinity.key`).
const RESERVATION: &str = "compute.googleapis.com/reservation-name";

/// Machine types whose networks for GPUs GKE makes by itself ("Maximize GPU network bandwidth", GKE docs).
const PROFILED: [&str; 5] = ["a3-highgpu-8g", "a3-megagpu-", "a3-ultragpu-", "a4-", "a4x-"];

/// A pool that is on Google Cloud.
#[derive(Clone, Copy)]
pub(super) struct Described<'a> {
    pub(super) pool: &'a GpuPool,
    pub(super) extras: &'a GcpExtras,
}

impl<'a> Described<'a> {
    /// `None` when the pool is on another cloud.
    pub(super) fn of(pool: &'a GpuPool) -> Option<Self> {
        match &pool.extras {
            Extras::Gcp(extras) => Some(Described { pool, extras }),
            Extras::Aws(_) => None,
        }
    }
}

/// The message that creates a pool, with so many machines in each zone.
pub(super) fn created(wanted: Described<'_>, in_each_zone: u32) -> wire::NodePool {
    let Described { pool, extras } = wanted;
    let queued = (pool.capacity == Capacity::Queued).then(|| QueuedProvisioning::new().set_enabled(true));
    let compact = PlacementPolicy::new().set_type(placement_policy::Type::Compact);
    wire::NodePool::new()
        .set_name(&pool.name)
        .set_initial_node_count(signed(in_each_zone))
        .set_autoscaling(autoscaling(pool.scaling))
        .set_locations(extras.zones.iter().flatten())
        .set_version(pool.version.as_deref().unwrap_or_default())
        .set_management(management(wanted))
        .set_or_clear_upgrade_settings(pool.upgrade.map(|upgrade| upgrades(Some(upgrade))))
        .set_or_clear_placement_policy((pool.placement == Some(Placement::Compact)).then_some(compact))
        .set_or_clear_queued_provisioning(queued)
        .set_or_clear_network_config(network(pool))
        .set_config(config(wanted))
}

fn config(wanted: Described<'_>) -> wire::NodeConfig {
    let Described { pool, extras } = wanted;
    let mut config = wire::NodeConfig::new()
        .set_machine_type(pool.machine_type.as_deref().unwrap_or_default())
        .set_accelerators(accelerators::config(pool))
        .set_spot(pool.capacity == Capacity::Spot)
        .set_or_clear_flex_start((pool.capacity == Capacity::FlexStart).then_some(true))
        .set_or_clear_reservation_affinity(reservation(pool))
        .set_resource_labels(&pool.labels)
        .set_labels(pool.node_labels.iter().flatten())
        .set_taints(pool.taints.iter().flatten().map(taint))
        .set_image_type(pool.image.as_deref().unwrap_or_default())
        .set_service_account(pool.identity.as_deref().unwrap_or_default())
        .set_or_clear_workload_metadata_config(pool.metadata.map(metadata))
        .set_or_clear_gvnic(pool.fast_network.map(|on| wire::VirtualNIC::new().set_enabled(on)))
        .set_or_clear_shielded_instance_config(pool.secure_boot.map(shielded))
        .set_or_clear_max_run_duration(pool.max_run_seconds.map(seconds))
        .set_or_clear_gpu_direct_config(extras.gpu_direct.as_deref().map(gpu_direct))
        .set_oauth_scopes(extras.oauth_scopes.iter().flatten())
        .set_tags(extras.network_tags.iter().flatten())
        .set_or_clear_ephemeral_storage_local_ssd_config(
            extras
                .local_ssd_count
                .map(|count| wire::EphemeralStorageLocalSsdConfig::new().set_local_ssd_count(signed(count))),
        );
    if let Some(Disk { kms_key: Some(key), .. }) = &pool.disk {
        config.boot_disk_kms_key.clone_from(key);
    }
    config.set_or_clear_boot_disk(pool.disk.as_ref().and_then(boot_disk))
}

/// Size and type; `None` where both are left to GKE.
pub(super) fn boot_disk(disk: &Disk) -> Option<wire::BootDisk> {
    let named = disk.size_gb.is_some() || disk.disk_type.is_some();
    let wire = || {
        wire::BootDisk::new()
            .set_size_gb(disk.size_gb.unwrap_or_default())
            .set_disk_type(disk.disk_type.as_deref().unwrap_or_default())
    };
    named.then(wire)
}

/// The autoscaler keeps the whole pool within its bounds, in whichever zone has machines: accelerators are scarce, and a
/// balance between the zones would leave free ones unused. A pool that is to stay empty has no autoscaler, which wants a
/// maximum above zero.
pub(super) fn autoscaling(scaling: Scaling) -> wire::NodePoolAutoscaling {
    if scaling.max == 0 {
        return wire::NodePoolAutoscaling::new().set_enabled(false);
    }
    wire::NodePoolAutoscaling::new()
        .set_enabled(true)
        .set_total_min_node_count(signed(scaling.min))
        .set_total_max_node_count(signed(scaling.max))
        .set_location_policy(LocationPolicy::Any)
}

/// Both flags go together in the API, and both are on where nothing is said ("Node auto-upgrade", "Node auto-repair", GKE
/// docs), but that GKE repairs no machines that the scheduler brings (cluster-toolkit #4027).
pub(super) fn management(wanted: Described<'_>) -> wire::NodeManagement {
    let repairs = wanted.pool.capacity != Capacity::FlexStart;
    wire::NodeManagement::new()
        .set_auto_repair(wanted.extras.auto_repair.unwrap_or(repairs))
        .set_auto_upgrade(wanted.extras.auto_upgrade.unwrap_or(true))
}

/// Where nothing is said, machines go one by one, each after another one has come ("Surge upgrades", GKE docs).
pub(super) fn upgrades(upgrade: Option<Upgrade>) -> UpgradeSettings {
    let Upgrade { max_surge, max_unavailable, strategy } = upgrade.unwrap_or_default();
    match strategy {
        Some(UpgradeStrategy::BlueGreen) => UpgradeSettings::new()
            .set_strategy(wire::NodePoolUpdateStrategy::BlueGreen)
            .set_blue_green_settings(wire::BlueGreenSettings::new()),
        Some(UpgradeStrategy::Surge) | None => UpgradeSettings::new()
            .set_strategy(wire::NodePoolUpdateStrategy::Surge)
            .set_max_surge(signed(max_surge.unwrap_or(1)))
            .set_max_unavailable(signed(max_unavailable.unwrap_or(0))),
    }
}

/// Queued capacity and that of the scheduler come from no reservation (terraform-provider-google #18341).
fn reservation(pool: &GpuPool) -> Option<wire::ReservationAffinity> {
    let affinity = wire::ReservationAffinity::new();
    match pool.capacity {
        Capacity::Reserved => Some(
            affinity
                .set_consume_reservation_type(Consume::SpecificReservation)
                .set_key(RESERVATION)
                .set_values(pool.reservations.iter().flatten()),
        ),
        Capacity::FlexStart | Capacity::Queued => {
            Some(affinity.set_consume_reservation_type(Consume::NoReservation))
        }
        Capacity::OnDemand | Capacity::Spot | Capacity::CapacityBlock => None,
    }
}

fn network(pool: &GpuPool) -> Option<wire::NodeNetworkConfig> {
    let fast = pool.fast_network == Some(true) && has_profile(pool.machine_type.as_deref());
    fast.then(|| wire::NodeNetworkConfig::new().set_accelerator_network_profile("auto"))
}

/// Whether GKE makes the networks for the GPUs of this machine type.
pub(super) fn has_profile(machine_type: Option<&str>) -> bool {
    machine_type.is_some_and(|machine| PROFILED.iter().any(|family| machine.starts_with(family)))
}

pub(super) fn taint(taint: &Taint) -> wire::NodeTaint {
    wire::NodeTaint::new()
        .set_key(&taint.key)
        .set_value(taint.value.as_deref().unwrap_or_default())
        .set_effect(match taint.effect {
            TaintEffect::NoSchedule => Effect::NoSchedule,
            TaintEffect::PreferNoSchedule => Effect::PreferNoSchedule,
            TaintEffect::NoExecute => Effect::NoExecute,
        })
}

pub(super) fn metadata(metadata: Metadata) -> wire::WorkloadMetadataConfig {
    wire::WorkloadMetadataConfig::new().set_mode(match metadata {
        Metadata::WorkloadIdentity => Mode::GkeMetadata,
        Metadata::Node => Mode::GceMetadata,
    })
}

/// Integrity monitoring is on where nothing is said ("Shielded GKE nodes"), and stays so.
fn shielded(secure_boot: bool) -> wire::ShieldedInstanceConfig {
    wire::ShieldedInstanceConfig::new()
        .set_enable_secure_boot(secure_boot)
        .set_enable_integrity_monitoring(true)
}

/// `check` refuses every other word before it comes here.
fn gpu_direct(word: &str) -> wire::GPUDirectConfig {
    let strategy = match word {
        "rdma" => GPUDirectStrategy::Rdma,
        _ => GPUDirectStrategy::Unspecified,
    };
    wire::GPUDirectConfig::new().set_gpu_direct_strategy(strategy)
}

pub(super) fn seconds(seconds: u64) -> Duration {
    Duration::clamp(i64::try_from(seconds).unwrap_or(i64::MAX), 0)
}

/// The API's numbers are signed; `check` refuses what does not fit before it comes here.
pub(super) fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
