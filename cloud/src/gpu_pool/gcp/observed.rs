//! What is shown of a pool: the attributes asked for, in the spelling that they were asked in where that means the same.

use std::collections::BTreeMap;

use google_cloud_container_v1::model as wire;

use super::address::{Address, word};
use super::from_wire::everything;
use super::to_wire::{Described, created};
use crate::gpu_pool::{
    Details, Disk, Driver, Extras, GcpExtras, GpuPool, Metadata, Placement, Scaling, Taint, TaintEffect,
    Upgrade,
};
use crate::{Observed, Scope};

/// Labels that GKE and other services of Google's write on what is the user's.
const SERVICE_LABEL: &str = "goog-";

/// Labels of nodes that Kubernetes and GKE write begin with a domain of these.
const NODE_LABEL_DOMAINS: [&str; 3] = ["cloud.google.com/", "kubernetes.io/", "k8s.io/"];

/// What is there, of what the scope asks for.
pub(super) fn observed(
    message: &wire::NodePool,
    at: Address<'_>,
    scope: Scope<'_, GpuPool>,
) -> Observed<GpuPool> {
    let actual = everything(message, at);
    Observed {
        key: at.key(),
        details: Details {
            status: word(message.status.name(), message.status.value()),
            node_groups: message.instance_group_urls.clone(),
            machine_type: actual.machine_type.clone().unwrap_or_default(),
            image: actual.image.clone(),
            version: actual.version.clone(),
        },
        is: match scope {
            Scope::Managed(wanted) => managed(wanted, actual, at),
            Scope::Everything => notable(actual),
        },
        native_id: at.pool(),
        revision: Some(message.etag.clone()).filter(|etag| !etag.is_empty()),
    }
}

/// The attributes that are set in `wanted`. Where the cloud has what `wanted` comes to, `wanted` is shown as it is
/// written, so that two spellings of one thing are no difference.
fn managed(wanted: &GpuPool, actual: GpuPool, at: Address<'_>) -> GpuPool {
    let Some(described) = Described::of(wanted) else { return actual };
    let normal = everything(&created(described, 0), at);
    let (normal_extras, actual_extras) = (gcp(normal.extras), gcp(actual.extras));
    let Scaling { min, max, desired } = actual.scaling;
    GpuPool {
        name: actual.name,
        cluster: actual.cluster,
        location: actual.location,
        accelerator: shown(&wanted.accelerator, normal.accelerator, actual.accelerator),
        machine_type: actual.machine_type.filter(|_| wanted.machine_type.is_some()),
        capacity: actual.capacity,
        reservations: in_order(&wanted.reservations, Some(actual.reservations.unwrap_or_default())),
        scaling: Scaling { min, max, desired: wanted.scaling.desired.and(desired) },
        labels: without_services(actual.labels, &wanted.labels),
        node_labels: wanted.node_labels.as_ref().map(|wanted| without_nodes(actual.node_labels, wanted)),
        taints: wanted.taints.as_ref().map(|wanted| spelt_taints(wanted, actual.taints.unwrap_or_default())),
        disk: wanted.disk.as_ref().map(|wanted| spelt_disk(wanted, actual.disk.unwrap_or_default())),
        driver: shown(&wanted.driver, normal.driver, actual.driver),
        gpu_sharing: shown(&wanted.gpu_sharing, normal.gpu_sharing, actual.gpu_sharing),
        mig_profile: shown(&wanted.mig_profile, normal.mig_profile, actual.mig_profile),
        placement: shown(&wanted.placement, normal.placement, actual.placement),
        fast_network: shown(&wanted.fast_network, normal.fast_network, actual.fast_network),
        identity: shown(&wanted.identity, normal.identity, actual.identity),
        metadata: shown(&wanted.metadata, normal.metadata, actual.metadata),
        secure_boot: shown(&wanted.secure_boot, normal.secure_boot, actual.secure_boot),
        upgrade: wanted.upgrade.map(|wanted| spelt_upgrade(wanted, actual.upgrade.unwrap_or_default())),
        image: spelt(&wanted.image, actual.image, |wanted, actual| wanted.eq_ignore_ascii_case(actual)),
        version: spelt(&wanted.version, actual.version, is_version),
        max_run_seconds: shown(&wanted.max_run_seconds, normal.max_run_seconds, actual.max_run_seconds),
        extras: Extras::Gcp(managed_extras(described.extras, normal_extras, actual_extras)),
    }
}

fn managed_extras(wanted: &GcpExtras, normal: GcpExtras, actual: GcpExtras) -> GcpExtras {
    GcpExtras {
        project: actual.project.filter(|_| wanted.project.is_some()),
        zones: in_order(&wanted.zones, actual.zones),
        oauth_scopes: in_order(&wanted.oauth_scopes, actual.oauth_scopes),
        gpu_direct: shown(&wanted.gpu_direct, normal.gpu_direct, actual.gpu_direct),
        auto_repair: wanted.auto_repair.and(actual.auto_repair),
        auto_upgrade: wanted.auto_upgrade.and(actual.auto_upgrade),
        local_ssd_count: shown(&wanted.local_ssd_count, normal.local_ssd_count, actual.local_ssd_count),
        network_tags: in_order(&wanted.network_tags, actual.network_tags),
    }
}

fn gcp(extras: Extras) -> GcpExtras {
    match extras {
        Extras::Gcp(extras) => extras,
        Extras::Aws(_) => GcpExtras::default(),
    }
}

fn shown<T: Clone + PartialEq>(wanted: &Option<T>, normal: Option<T>, actual: Option<T>) -> Option<T> {
    wanted.as_ref()?;
    if normal == actual { wanted.clone() } else { actual }
}

/// A text in the spelling that is known where both mean the same.
fn spelt(
    wanted: &Option<String>,
    actual: Option<String>,
    same: impl Fn(&str, &str) -> bool,
) -> Option<String> {
    let (wanted, actual) = (wanted.as_ref()?, actual?);
    Some(if same(wanted, &actual) { wanted.clone() } else { actual })
}

/// A version may be named by its beginning, `1.33`, or left to GKE, `latest` and `-` (`container.v1`, field
/// `nodeVersion`); the answer is always a whole one, `1.33.5-gke.1080000`.
fn is_version(wanted: &str, actual: &str) -> bool {
    let rest = actual.strip_prefix(wanted);
    matches!(wanted, "latest" | "-")
        || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}

/// Lists of the API are sets.
fn in_order(wanted: &Option<Vec<String>>, actual: Option<Vec<String>>) -> Option<Vec<String>> {
    let (wanted, actual) = (wanted.as_ref()?, actual?);
    Some(if is_same_set(wanted, &actual) { wanted.clone() } else { actual })
}

/// Whether two lists hold the same, in any order.
pub(super) fn is_same_set<T: Clone + Ord>(one: &[T], other: &[T]) -> bool {
    let sorted = |list: &[T]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    sorted(one) == sorted(other)
}

fn without_services(
    mut labels: BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    labels.retain(|key, _| !is_services(key) || wanted.contains_key(key));
    labels
}

/// Whether a label of the cloud is one that Google's services write.
pub(super) fn is_services(key: &str) -> bool {
    key.starts_with(SERVICE_LABEL)
}

fn without_nodes(
    labels: Option<BTreeMap<String, String>>,
    wanted: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut labels = labels.unwrap_or_default();
    labels.retain(|key, _| !is_of_nodes(key) || wanted.contains_key(key));
    labels
}

/// Whether a label of the nodes is one that GKE writes.
pub(super) fn is_of_nodes(key: &str) -> bool {
    is_services(key) || NODE_LABEL_DOMAINS.iter().any(|domain| key.contains(domain))
}

/// The taint that GKE adds to machines with GPUs is nobody's wish and no drift (terraform-provider-google #7928), unless
/// it is named in so many words.
fn spelt_taints(wanted: &[Taint], actual: Vec<Taint>) -> Vec<Taint> {
    let actual: Vec<Taint> =
        actual.into_iter().filter(|taint| !is_of_gpus(taint) || wanted.contains(taint)).collect();
    let normal = |taint: &Taint| Taint {
        value: taint.value.clone().filter(|value| !value.is_empty()),
        ..taint.clone()
    };
    let wanted_normal: Vec<Taint> = wanted.iter().map(normal).collect();
    if is_same_set(&wanted_normal, &actual) { wanted.to_vec() } else { actual }
}

/// "Run GPUs in GKE Standard node pools", section "Taints": `nvidia.com/gpu=present:NoSchedule`.
pub(super) fn is_of_gpus(taint: &Taint) -> bool {
    taint.key == "nvidia.com/gpu"
        && taint.value.as_deref() == Some("present")
        && taint.effect == TaintEffect::NoSchedule
}

fn spelt_disk(wanted: &Disk, actual: Disk) -> Disk {
    Disk {
        size_gb: wanted.size_gb.and(actual.size_gb),
        disk_type: spelt(&wanted.disk_type, actual.disk_type, |wanted, actual| {
            wanted.eq_ignore_ascii_case(actual)
        }),
        kms_key: actual.kms_key.filter(|_| wanted.kms_key.is_some()),
    }
}

fn spelt_upgrade(wanted: Upgrade, actual: Upgrade) -> Upgrade {
    Upgrade {
        max_surge: wanted.max_surge.and(actual.max_surge),
        max_unavailable: wanted.max_unavailable.and(actual.max_unavailable),
        strategy: wanted.strategy.and(actual.strategy),
    }
}

/// What differs from a pool that was created with nothing but a machine type and bounds. What containers get of who the
/// machines are is always told, because the default here is stricter than the cloud's; so are the disk, whose default
/// depends on the machine, and the size that was set last.
fn notable(actual: GpuPool) -> GpuPool {
    let none = BTreeMap::new();
    let taints = actual.taints.unwrap_or_default();
    let own: Vec<Taint> = taints.into_iter().filter(|taint| !is_of_gpus(taint)).collect();
    let extras = gcp(actual.extras);
    let bounds = actual.scaling.min..=actual.scaling.max;
    GpuPool {
        // One of each zone, which is the least to begin with, may be more than the bounds let stay.
        scaling: Scaling {
            desired: actual.scaling.desired.filter(|set| bounds.contains(set)),
            ..actual.scaling
        },
        labels: without_services(actual.labels, &none),
        node_labels: Some(without_nodes(actual.node_labels, &none)).filter(|labels| !labels.is_empty()),
        taints: Some(own).filter(|taints| !taints.is_empty()),
        driver: actual.driver.filter(|driver| *driver != Driver::Managed),
        placement: actual.placement.filter(|placement| *placement != Placement::None),
        fast_network: actual.fast_network.filter(|on| *on),
        identity: actual.identity.filter(|identity| identity != "default"),
        metadata: actual.metadata.or(Some(Metadata::Node)),
        secure_boot: actual.secure_boot.filter(|on| *on),
        upgrade: actual.upgrade.filter(|upgrade| !is_default(upgrade)),
        extras: Extras::Gcp(GcpExtras {
            project: extras.project,
            zones: extras.zones,
            oauth_scopes: extras.oauth_scopes.filter(|scopes| !are_default(scopes)),
            gpu_direct: extras.gpu_direct,
            auto_repair: extras.auto_repair.filter(|on| !on),
            auto_upgrade: extras.auto_upgrade.filter(|on| !on),
            local_ssd_count: extras.local_ssd_count.filter(|count| *count > 0),
            network_tags: extras.network_tags.filter(|tags| !tags.is_empty()),
        }),
        ..actual
    }
}

/// The scopes of machines for which none are named, `gke-default` to gcloud ("Access scopes in GKE", GKE docs).
pub const USUAL_SCOPES: [&str; 6] = [
    "devstorage.read_only",
    "logging.write",
    "monitoring",
    "service.management.readonly",
    "servicecontrol",
    "trace.append",
];

/// Whether these are the usual scopes: all of them and no other.
fn are_default(scopes: &[String]) -> bool {
    let name = |scope: &String| scope.strip_prefix("https://www.googleapis.com/auth/").map(str::to_owned);
    let mut names: Vec<Option<String>> = scopes.iter().map(name).collect();
    names.sort();
    names.iter().map(Option::as_deref).eq(USUAL_SCOPES.map(Some))
}

fn is_default(upgrade: &Upgrade) -> bool {
    upgrade.max_surge == Some(1) && upgrade.max_unavailable == Some(0)
}
