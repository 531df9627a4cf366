//! What attributes that are left out come to on each cloud.

use std::collections::BTreeMap;

use cloud::gpu_pool::USUAL_SCOPES;
use tfplug::{List, Value};

use super::cost;
use super::schema::{Aws, Capacity, Disk, Gcp, GpuPool, Placement, Upgrade, UpgradeStrategy};
use crate::clouds::Cloud;
use crate::convert::text_list;
use crate::palisade::Palisade;

/// What is left out of a pool comes to this.
pub(super) fn of(pool: &GpuPool, prior: &GpuPool, provider: &Palisade) -> GpuPool {
    let on = |cloud| pool.cloud.known() == Some(&cloud);
    let (on_eks, on_gke) = (on(Cloud::Aws), on(Cloud::Gcp));
    GpuPool {
        reservations: none(),
        labels: Value::Known(BTreeMap::new()),
        node_labels: Value::Known(BTreeMap::new()),
        taints: none(),
        disk: Value::Known(if on_gke { gke_disk(prior) } else { eks_disk(prior) }),
        placement: Placement::None.into(),
        fast_network: false.into(),
        // The project's default account.
        identity: on_gke.then(|| "default".to_owned()).into(),
        secure_boot: false.into(),
        upgrade: Value::Known(if on_gke { gke_upgrade(pool) } else { eks_upgrade(pool) }),
        aws: on_eks.then(aws).into(),
        gcp: on_gke.then(|| gcp(pool, prior, provider)).into(),
        // No cloud tells it, and every price is known already.
        estimated_cost: cost::estimate(pool, provider.prices()),
        ..GpuPool::default()
    }
}

fn none<T>() -> List<T> {
    Value::Known(Vec::new())
}

/// "About boot disks", GKE docs: 100 GiB of the balanced type that the machine has.
fn gke_disk(prior: &GpuPool) -> Disk {
    let kind = prior.disk.known().and_then(|disk| disk.kind.known());
    let balanced = kind.filter(|kind| ["pd-balanced", "hyperdisk-balanced"].contains(&kind.as_str()));
    Disk { size_gb: 100.into(), kind: balanced.cloned().into(), ..Disk::default() }
}

/// What EKS takes where it makes the disk (API reference, `CreateNodegroup`, `diskSize`). Where a launch template says
/// nothing of it, the image does, so that no import may say it.
fn eks_disk(prior: &GpuPool) -> Disk {
    let size = prior.disk.known().and_then(|disk| disk.size_gb.known()).filter(|size| **size == 20);
    Disk { size_gb: size.copied().into(), ..Disk::default() }
}

/// "Surge upgrades", GKE docs. A blue-green upgrade has no such numbers.
fn gke_upgrade(pool: &GpuPool) -> Upgrade {
    let strategy = pool.upgrade.known().and_then(|upgrade| upgrade.strategy.known());
    let surges = strategy != Some(&UpgradeStrategy::BlueGreen);
    Upgrade {
        max_surge: surges.then_some(1_u32).into(),
        max_unavailable: surges.then_some(0_u32).into(),
        strategy: UpgradeStrategy::Surge.into(),
    }
}

/// EKS's API reference, `NodegroupUpdateConfig`: a number or a percentage.
fn eks_upgrade(pool: &GpuPool) -> Upgrade {
    let percent = pool.aws.known().is_some_and(|aws| !aws.max_unavailable_percent.is_null());
    Upgrade { max_unavailable: (!percent).then_some(1_u32).into(), ..Upgrade::default() }
}

fn aws() -> Aws {
    Aws { security_groups: none(), node_repair: false.into(), force_update: false.into(), ..Aws::default() }
}

/// A project that nobody names is the provider's; where that one is not known, the pool's own is believed. GKE repairs
/// no machines that the scheduler brings (cluster-toolkit #4027).
fn gcp(pool: &GpuPool, prior: &GpuPool, provider: &Palisade) -> Gcp {
    let its_own = || prior.gcp.known().and_then(|gcp| gcp.project.known());
    let scopes = USUAL_SCOPES.map(|name| format!("https://www.googleapis.com/auth/{name}"));
    Gcp {
        project: provider.gcp_project().or_else(its_own).cloned().into(),
        oauth_scopes: text_list(scopes.to_vec()).into(),
        auto_repair: (pool.capacity.known() != Some(&Capacity::FlexStart)).into(),
        auto_upgrade: true.into(),
        local_ssd_count: 0.into(),
        network_tags: none(),
        ..Gcp::default()
    }
}
