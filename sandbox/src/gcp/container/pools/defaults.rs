//! What a pool has that nobody asked for: as a pool that was created with a name alone is read back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::{flag, list, number, text, texts};
use crate::gcp::container::cluster;
use crate::gcp::container::names::ClusterName;
use crate::gcp::ids;

/// The machine type of whoever asks for none.
pub(super) const MACHINE_TYPE: &str = "e2-medium";

/// The scopes that gcloud calls `gke-default`.
const SCOPES: [&str; 6] = [
    "https://www.googleapis.com/auth/devstorage.read_only",
    "https://www.googleapis.com/auth/logging.write",
    "https://www.googleapis.com/auth/monitoring",
    "https://www.googleapis.com/auth/service.management.readonly",
    "https://www.googleapis.com/auth/servicecontrol",
    "https://www.googleapis.com/auth/trace.append",
];

/// The taint that GKE gives to nodes with GPUs, so that only what asks for GPUs runs there,
/// <https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#create>. It does so in clusters that have other nodes,
/// which the sandbox's have.
const GPU_TAINT: &str = "nvidia.com/gpu";

/// Fills in everything that was left to GKE.
pub(super) fn fill(pool: &mut Value, cluster: &ClusterName) {
    let name = text(pool, "/name").to_owned();
    let region = cluster.place.region().to_owned();
    top(pool, &name, cluster);
    if !pool["config"].is_object() {
        pool["config"] = json!({});
    }
    if let Some(config) = pool.get_mut("config") {
        machine(config);
        gpu(config);
        labels(config);
    }
    let subnetwork = format!("projects/{}/regions/{region}/subnetworks/default", cluster.place.project);
    let network = child(pool, "networkConfig");
    set(network, "subnetwork", subnetwork);
    set(network, "podRange", format!("gke-{}-pods-{}", cluster.cluster, digest(&cluster.key())));
    set(network, "podIpv4CidrBlock", "10.4.0.0/14");
    let groups: Vec<String> =
        texts(pool, "/locations").into_iter().map(|zone| instance_group(cluster, &name, zone)).collect();
    pool["instanceGroupUrls"] = json!(groups);
    pool["etag"] = etag(pool).into();
}

fn top(pool: &mut Value, name: &str, cluster: &ClusterName) {
    let locations = cluster.place.default_zones();
    let Some(fields) = pool.as_object_mut() else { return };
    let upgrade = fields.entry("upgradeSettings").or_insert_with(|| json!({ "maxSurge": 1 }));
    set(upgrade, "strategy", "SURGE");
    if text(upgrade, "/strategy") == "BLUE_GREEN" {
        let settings = child(upgrade, "blueGreenSettings");
        set(settings, "nodePoolSoakDuration", "3600s");
        if settings.get("autoscaledRolloutPolicy").is_none() {
            set(settings, "standardRolloutPolicy", json!({ "batchNodeCount": 1, "batchSoakDuration": "0s" }));
        }
    }
    let autoscaling = fields.entry("autoscaling").or_insert_with(|| json!({}));
    if flag(autoscaling, "/enabled") {
        set(autoscaling, "locationPolicy", "BALANCED");
    }
    for (field, value) in [
        ("locations", json!(locations)),
        ("management", json!({ "autoRepair": true, "autoUpgrade": true })),
        ("maxPodsConstraint", json!({ "maxPodsPerNode": "110" })),
        ("podIpv4CidrSize", json!(24)),
        ("version", json!(cluster::VERSION)),
    ] {
        fields.entry(field).or_insert(value);
    }
    pool["version"] = version(text(pool, "/version")).into();
    pool["selfLink"] = format!("https://container.googleapis.com/v1/{}", cluster.pool_path(name)).into();
}

/// The version that an alias or the beginning of one means. Beside the control plane's, the sandbox knows one build of
/// each.
fn version(wanted: &str) -> String {
    match wanted {
        "" | "-" | "latest" => cluster::VERSION.into(),
        wanted if wanted.contains("-gke.") => wanted.into(),
        wanted if cluster::VERSION.starts_with(&format!("{wanted}.")) => cluster::VERSION.into(),
        wanted if cluster::VERSION.starts_with(&format!("{wanted}-")) => cluster::VERSION.into(),
        wanted if wanted.matches('.').count() == 1 => format!("{wanted}.1-gke.1000000"),
        wanted => format!("{wanted}-gke.1000000"),
    }
}

fn machine(config: &mut Value) {
    let disk_type =
        if only_hyperdisk(text(config, "/machineType")) { "hyperdisk-balanced" } else { "pd-balanced" };
    let (boot_size, boot_type) =
        (number(config, "/bootDisk/sizeGb"), text(config, "/bootDisk/diskType").to_owned());
    set(config, "diskSizeGb", if boot_size == 0 { 100 } else { boot_size });
    set(config, "diskType", if boot_type.is_empty() { disk_type } else { &boot_type });
    set(config, "machineType", MACHINE_TYPE);
    set(config, "imageType", "COS_CONTAINERD");
    config["imageType"] = text(config, "/imageType").to_uppercase().into();
    set(config, "oauthScopes", json!(SCOPES));
    set(config, "serviceAccount", "default");
    set(config, "shieldedInstanceConfig", json!({ "enableIntegrityMonitoring": true }));
    set(config, "effectiveCgroupMode", "EFFECTIVE_CGROUP_MODE_V2");
    set(config, "windowsNodeConfig", json!({}));
    // The sandbox's clusters have workload identity, and then this is the default:
    // <https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#enable_on_clusters_and_node_pools>.
    set(config, "workloadMetadataConfig", json!({ "mode": "GKE_METADATA" }));
    let (size, kind) = (config["diskSizeGb"].to_string(), config["diskType"].clone());
    let disk = child(config, "bootDisk");
    set(disk, "sizeGb", size);
    set(disk, "diskType", kind);
    let kubelet = child(config, "kubeletConfig");
    set(kubelet, "insecureKubeletReadonlyPortEnabled", false);
    set(kubelet, "maxParallelImagePulls", 2);
    set(child(config, "metadata"), "disable-legacy-endpoints", "true");
}

/// Whether machines of this type boot from nothing else than Hyperdisk,
/// <https://cloud.google.com/compute/docs/disks/hyperdisks#machine-type-support>.
pub(super) fn only_hyperdisk(machine: &str) -> bool {
    ["a3-ultragpu-", "a4-", "a4x-", "c4-", "g4-", "n4-"].iter().any(|prefix| machine.starts_with(prefix))
}

fn gpu(config: &mut Value) {
    let gpus = config.pointer_mut("/accelerators").and_then(Value::as_array_mut);
    let Some(gpus) = gpus.filter(|gpus| !gpus.is_empty()) else { return };
    for gpu in gpus {
        // GKE installs the driver by itself, <https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#create>.
        set(gpu, "gpuDriverInstallationConfig", json!({ "gpuDriverVersion": "DEFAULT" }));
    }
    if !list(config, "/taints").iter().any(|taint| text(taint, "/key") == GPU_TAINT) {
        let taint = json!({ "key": GPU_TAINT, "value": "present", "effect": "NO_SCHEDULE" });
        match config.pointer_mut("/taints").and_then(Value::as_array_mut) {
            Some(taints) => taints.push(taint),
            None => config["taints"] = json!([taint]),
        }
    }
}

/// Labels of Google Cloud that GKE adds to those that were asked for.
fn labels(config: &mut Value) {
    let model = if flag(config, "/flexStart") {
        "flex-start"
    } else if flag(config, "/spot") {
        "spot"
    } else if text(config, "/reservationAffinity/consumeReservationType") == "SPECIFIC_RESERVATION" {
        "reservation"
    } else {
        "on-demand"
    };
    let accelerator = text(config, "/accelerators/0/acceleratorType").to_owned();
    let labels = child(config, "resourceLabels");
    labels["goog-gke-node-pool-provisioning-model"] = model.into();
    if !accelerator.is_empty() {
        labels["goog-gke-accelerator-type"] = accelerator.into();
    }
}

fn instance_group(cluster: &ClusterName, pool: &str, zone: &str) -> String {
    // Compute Engine's names have 63 characters at most, so GKE cuts its parts.
    let cut = |text: &str| text.chars().take(18).collect::<String>();
    let hash = digest(&cluster.pool_path(&format!("{pool}/{zone}")));
    format!(
        "https://www.googleapis.com/compute/v1/projects/{}/zones/{zone}/instanceGroupManagers/gke-{}-{}-{hash}-grp",
        cluster.place.project,
        cut(&cluster.cluster),
        cut(pool),
    )
}

/// A mark of what a pool is, whatever state it is in.
fn etag(pool: &Value) -> String {
    let mut fields = pool.as_object().cloned().unwrap_or_else(Map::new);
    for told in ["conditions", "etag", "status", "statusMessage"] {
        fields.remove(told);
    }
    let digits = ids::digits(&Value::Object(fields).to_string());
    STANDARD.encode(digits.get(..8).unwrap_or_default())
}

/// Eight digits that are the same for the same text.
fn digest(text: &str) -> String {
    ids::digits(text).chars().take(8).collect()
}

/// Sets a field that is not there.
fn set(message: &mut Value, field: &str, value: impl Into<Value>) {
    if let Some(fields) = message.as_object_mut() {
        fields.entry(field).or_insert_with(|| value.into());
    }
}

/// The message in a field, made where it is not there.
fn child<'a>(message: &'a mut Value, field: &str) -> &'a mut Value {
    set(message, field, json!({}));
    &mut message[field]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gcp::container::names::Place;

    fn filled(pool: Value) -> Value {
        let cluster = ClusterName::new(Place::new("my-project", "us-central1").unwrap(), "research");
        let mut pool = pool;
        fill(&mut pool, &cluster);
        pool
    }

    #[test]
    fn a_name_alone() {
        let pool = filled(json!({ "name": "gpu" }));
        assert_eq!(pool["config"]["diskSizeGb"], 100);
        assert_eq!(pool["config"]["bootDisk"], json!({ "sizeGb": "100", "diskType": "pd-balanced" }));
        assert_eq!(pool["upgradeSettings"], json!({ "maxSurge": 1, "strategy": "SURGE" }));
        assert_eq!(pool["management"], json!({ "autoRepair": true, "autoUpgrade": true }));
        assert_eq!(pool["locations"], json!(["us-central1-a", "us-central1-b", "us-central1-c"]));
        assert_eq!(pool["instanceGroupUrls"].as_array().map(Vec::len), Some(3));
        assert!(pool["config"].get("taints").is_none());
        assert_eq!(filled(pool.clone()), pool, "what is filled stays as it is");
    }

    #[test]
    fn versions() {
        for (wanted, expected) in [
            ("", cluster::VERSION),
            ("latest", cluster::VERSION),
            ("1.34", cluster::VERSION),
            ("1.34.1", cluster::VERSION),
            ("1.33", "1.33.1-gke.1000000"),
            ("1.33.5", "1.33.5-gke.1000000"),
            ("1.33.5-gke.7", "1.33.5-gke.7"),
        ] {
            assert_eq!(version(wanted), expected, "{wanted}");
        }
    }

    #[test]
    fn what_was_asked_for_stays() {
        let gpu = json!([{ "acceleratorType": "nvidia-l4", "acceleratorCount": "1" }]);
        let taint = json!([{ "key": "a", "effect": "NO_EXECUTE" }]);
        let config = json!({
            "machineType": "g2-standard-4", "accelerators": gpu, "taints": taint, "spot": true,
            "bootDisk": { "sizeGb": "200" }, "resourceLabels": { "a": "b" },
        });
        let pool = filled(json!({ "name": "gpu", "config": config, "management": {} }));
        let config = &pool["config"];
        assert_eq!(pool["management"], json!({}));
        assert_eq!(
            (&config["diskSizeGb"], &config["bootDisk"]["diskType"]),
            (&json!(200), &json!("pd-balanced"))
        );
        assert_eq!(config["taints"][1]["key"], "nvidia.com/gpu");
        assert_eq!(config["accelerators"][0]["gpuDriverInstallationConfig"]["gpuDriverVersion"], "DEFAULT");
        let labels = json!({
            "a": "b", "goog-gke-accelerator-type": "nvidia-l4", "goog-gke-node-pool-provisioning-model": "spot",
        });
        assert_eq!(config["resourceLabels"], labels);
    }
}
