//! The accelerators of a machine, in Google Cloud's names.

use google_cloud_container_v1::model::gpu_driver_installation_config::GPUDriverVersion;
use google_cloud_container_v1::model::gpu_sharing_config::GPUSharingStrategy;
use google_cloud_container_v1::model::{AcceleratorConfig, GPUDriverInstallationConfig, GPUSharingConfig};

use crate::Cloud;
use crate::gpu_pool::catalogue::{self, Offering};
use crate::gpu_pool::{Accelerator, Driver, GpuPool, GpuSharing, SharingStrategy};

/// The one family of machines to which accelerators are attached; those of the others are built in ("GPU machine types",
/// Compute Engine docs).
const ATTACHED: &str = "n1-";

/// Accelerators as the API names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Native {
    pub(super) kind: String,
    pub(super) count: u32,
}

/// The accelerators of each machine: those that are named, else those that the machine type has built in. `None` where
/// neither is known.
pub(super) fn native(pool: &GpuPool) -> Option<Native> {
    let machine = pool.machine_type.as_deref().unwrap_or_default();
    let Some(Accelerator { kind, count }) = &pool.accelerator else {
        let built_in = catalogue::machine(Cloud::Gcp, machine).filter(|_| !machine.starts_with(ATTACHED));
        return built_in.and_then(|offering| named(offering, offering.count));
    };
    let of_kind = || offerings().filter(|offering| offering.accelerator == *kind);
    // One accelerator has two names: that of an H100 depends on the machine.
    let exact = of_kind().find(|offering| offering.machine_type == machine);
    let found = exact.or_else(|| of_kind().next());
    // A name that the catalogue does not know may be the cloud's own.
    let own = || Some(Native { kind: kind.clone(), count: *count });
    found.map_or_else(own, |offering| named(offering, *count))
}

/// The neutral name and the count of what the API names.
pub(super) fn neutral(accelerator: &AcceleratorConfig) -> Accelerator {
    let named = offerings()
        .find(|offering| offering.native_accelerator.as_deref() == Some(&accelerator.accelerator_type));
    Accelerator {
        kind: named
            .map_or_else(|| accelerator.accelerator_type.clone(), |offering| offering.accelerator.clone()),
        count: u32::try_from(accelerator.accelerator_count).unwrap_or_default(),
    }
}

fn offerings() -> impl Iterator<Item = &'static Offering> {
    catalogue::offerings().iter().filter(|offering| offering.cloud == Cloud::Gcp)
}

fn named(offering: &Offering, count: u32) -> Option<Native> {
    Some(Native { kind: offering.native_accelerator.clone()?, count })
}

/// The accelerators with all that is said of them.
pub(super) fn config(pool: &GpuPool) -> Option<AcceleratorConfig> {
    let Native { kind, count } = native(pool)?;
    let driver = |driver| GPUDriverInstallationConfig::new().set_gpu_driver_version(driver_version(driver));
    Some(
        AcceleratorConfig::new()
            .set_accelerator_type(kind)
            .set_accelerator_count(count)
            .set_gpu_partition_size(pool.mig_profile.clone().unwrap_or_default())
            .set_or_clear_gpu_sharing_config(pool.gpu_sharing.map(sharing))
            .set_or_clear_gpu_driver_installation_config(pool.driver.map(driver)),
    )
}

fn driver_version(driver: Driver) -> GPUDriverVersion {
    match driver {
        Driver::Managed => GPUDriverVersion::Default,
        Driver::Latest => GPUDriverVersion::Latest,
        Driver::None => GPUDriverVersion::InstallationDisabled,
    }
}

/// Who installs the driver. GKE does it with its default version where nothing is said ("Install NVIDIA GPU drivers", GKE
/// docs, from version 1.30.1-gke.1156000).
pub(super) fn driver(accelerator: &AcceleratorConfig) -> Driver {
    let config = accelerator.gpu_driver_installation_config.as_ref();
    match config.and_then(|config| config.gpu_driver_version.as_ref()) {
        Some(GPUDriverVersion::Latest) => Driver::Latest,
        Some(GPUDriverVersion::InstallationDisabled) => Driver::None,
        _ => Driver::Managed,
    }
}

fn sharing(sharing: GpuSharing) -> GPUSharingConfig {
    GPUSharingConfig::new().set_max_shared_clients_per_gpu(sharing.max_clients).set_gpu_sharing_strategy(
        match sharing.strategy {
            SharingStrategy::TimeSharing => GPUSharingStrategy::TimeSharing,
            SharingStrategy::Mps => GPUSharingStrategy::Mps,
        },
    )
}

/// How containers share an accelerator, if they do.
pub(super) fn shared(accelerator: &AcceleratorConfig) -> Option<GpuSharing> {
    let config = accelerator.gpu_sharing_config.as_ref()?;
    let strategy = match config.gpu_sharing_strategy.as_ref()? {
        GPUSharingStrategy::TimeSharing => SharingStrategy::TimeSharing,
        GPUSharingStrategy::Mps => SharingStrategy::Mps,
        _ => return None,
    };
    let max_clients = u32::try_from(config.max_shared_clients_per_gpu).ok()?;
    Some(GpuSharing { strategy, max_clients })
}
