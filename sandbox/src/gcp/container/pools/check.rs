//! What GKE refuses in a pool. Where a refusal's words are known from a report of one, the report is named; the others
//! say the same in the same manner.

use serde_json::Value;

use super::accelerators::Accelerator;
use super::defaults::{MACHINE_TYPE, only_hyperdisk};
use super::{flag, list, number, text, texts};
use crate::gcp::container::cluster;
use crate::gcp::container::names::{self, ClusterName};
use crate::gcp::status::Status;

type Check = Result<(), Status>;

/// The most machines of a pool in one zone, <https://cloud.google.com/kubernetes-engine/quotas>.
const MOST_NODES: i64 = 1000;

/// The longest that a machine with flex-start runs: seven days,
/// <https://cloud.google.com/kubernetes-engine/docs/concepts/dws>.
const LONGEST_RUN: f64 = 604_800.0;

/// Families of machines, <https://cloud.google.com/compute/docs/machine-resource>; `custom` alone is of `n1`.
const FAMILIES: [&str; 41] = [
    "a2", "a3", "a4", "a4x", "c2", "c2d", "c3", "c3d", "c4", "c4a", "c4d", "c4n", "ct4p", "ct5l", "ct5lp",
    "ct5p", "ct6e", "custom", "e2", "f1", "g1", "g2", "g4", "h3", "h4d", "m1", "m2", "m3", "m4", "n1", "n2",
    "n2d", "n4", "n4a", "n4d", "t2a", "t2d", "tpu7x", "x4", "z3", "z4d",
];

/// Those of which every machine has accelerators.
const BUILT_IN: [&str; 6] = ["a2", "a3", "a4", "a4x", "g2", "g4"];

/// <https://cloud.google.com/kubernetes-engine/docs/concepts/node-images>.
const IMAGES: [&str; 4] =
    ["COS_CONTAINERD", "UBUNTU_CONTAINERD", "WINDOWS_LTSC_CONTAINERD", "WINDOWS_SAC_CONTAINERD"];

/// Types of boot disks, <https://cloud.google.com/kubernetes-engine/docs/how-to/custom-boot-disks>.
const DISKS: [&str; 6] =
    ["hyperdisk-balanced", "hyperdisk-extreme", "pd-balanced", "pd-extreme", "pd-ssd", "pd-standard"];

/// Checks a pool, whether GKE's defaults are filled in or not.
pub(super) fn pool(pool: &Value, cluster: &ClusterName) -> Check {
    zones(pool, cluster)?;
    version(pool)?;
    sizes(pool)?;
    upgrade(pool)?;
    machine(pool)?;
    accelerators(pool)?;
    buying(pool)?;
    disk(pool, cluster)?;
    taints(pool)?;
    labels(pool)?;
    network(pool)
}

fn refuse(message: impl Into<String>) -> Check {
    Err(Status::invalid(message))
}

fn zones(pool: &Value, cluster: &ClusterName) -> Check {
    let region = cluster.place.region();
    let zones = texts(pool, "/locations");
    for (index, zone) in zones.iter().enumerate() {
        if !names::is_zone(zone) || names::region(zone) != Some(region) {
            return refuse(format!(
                "Location \"{zone}\" is not a zone of the cluster's region \"{region}\"."
            ));
        }
        if zones.iter().take(index).any(|other| other == zone) {
            return refuse(format!("Locations must not hold \"{zone}\" twice."));
        }
    }
    Ok(())
}

/// A version, the beginning of one, or an alias; none newer than the control plane's.
fn version(pool: &Value) -> Check {
    let version = text(pool, "/version");
    if matches!(version, "" | "-" | "latest") {
        return Ok(());
    }
    let parts = |version: &str| {
        let (numbers, build) = version.split_once("-gke.").unwrap_or((version, "0"));
        let numbers = numbers.split('.').chain([build]).map(str::parse);
        numbers.collect::<Result<Vec<u32>, _>>().ok()
    };
    match (parts(version), parts(cluster::VERSION)) {
        (Some(wanted), Some(newest)) if (3..=4).contains(&wanted.len()) => {
            if wanted.iter().zip(&newest).find_map(|(a, b)| (a != b).then_some(a > b)).unwrap_or(false) {
                return refuse(format!(
                    "Node version \"{version}\" must not be newer than the master version \"{}\".",
                    cluster::VERSION
                ));
            }
            let upgrades = pool.get("management").is_none_or(|management| flag(management, "/autoUpgrade"));
            // In these words in hashicorp/terraform-provider-google#14533.
            if upgrades
                && wanted.get(1).zip(newest.get(1)).is_some_and(|(wanted, newest)| wanted + 1 < *newest)
            {
                return refuse(format!(
                    "Auto-upgrade is enabled, node version \"{version}\" must be within one minor version of master \
                     version \"{}\".",
                    cluster::VERSION
                ));
            }
            Ok(())
        }
        _ => refuse(format!("Node version \"{version}\" is unsupported.")),
    }
}

fn sizes(pool: &Value) -> Check {
    let count = number(pool, "/initialNodeCount");
    if !(0..=MOST_NODES).contains(&count) {
        return refuse(format!("Node_pool.initial_node_count must be between 0 and {MOST_NODES}."));
    }
    let size = |field| number(pool, &format!("/autoscaling/{field}"));
    let (min, max) = (size("minNodeCount"), size("maxNodeCount"));
    let (total_min, total_max) = (size("totalMinNodeCount"), size("totalMaxNodeCount"));
    if [min, max, total_min, total_max].iter().any(|size| *size < 0) {
        return refuse("Node_pool_autoscaling: node counts must not be negative.");
    }
    if !flag(pool, "/autoscaling/enabled") {
        return Ok(());
    }
    // In these words in terraform-google-modules/terraform-google-kubernetes-engine#1554.
    if max == 0 && total_max == 0 {
        return refuse(
            "Node_pool_autoscaling.max_node_count and node_pool_autoscaling.total_max_node_count cannot be both set \
             to zero.",
        );
    }
    if (max > 0 || min > 0) && (total_max > 0 || total_min > 0) {
        return refuse(
            "Node_pool_autoscaling.min_node_count and max_node_count are mutually exclusive with \
             total_min_node_count and total_max_node_count.",
        );
    }
    if min > max || total_min > total_max {
        return refuse("Node_pool_autoscaling: the minimum node count must not be greater than the maximum.");
    }
    Ok(())
}

fn upgrade(pool: &Value) -> Check {
    let Some(settings) = pool.get("upgradeSettings") else { return Ok(()) };
    let (surge, unavailable) = (number(settings, "/maxSurge"), number(settings, "/maxUnavailable"));
    let strategy = text(settings, "/strategy");
    let surges = matches!(strategy, "" | "SURGE");
    if surge < 0 || unavailable < 0 || surge + unavailable > 20 {
        return refuse("Upgrade_settings: max_surge plus max_unavailable must be between 1 and 20.");
    }
    if surges && surge + unavailable == 0 {
        return refuse("Upgrade_settings: max_surge and max_unavailable cannot both be 0.");
    }
    if surges && settings.get("blueGreenSettings").is_some() {
        return refuse("Upgrade_settings.blue_green_settings needs the strategy BLUE_GREEN.");
    }
    if strategy == "BLUE_GREEN" && surge + unavailable > 0 {
        return refuse(
            "Upgrade_settings: max_surge and max_unavailable cannot be set with the strategy BLUE_GREEN.",
        );
    }
    Ok(())
}

/// What a machine is made of: its type, its image, its account.
fn machine(pool: &Value) -> Check {
    let machine = text(pool, "/config/machineType");
    let (family, size) = machine.split_once('-').unwrap_or((machine, ""));
    let known = FAMILIES.contains(&family) && !size.is_empty();
    let built = BUILT_IN.contains(&family);
    if !machine.is_empty() && (!known || (built && Accelerator::of_machine(machine).is_none())) {
        return refuse(format!("Machine type \"{machine}\" does not exist."));
    }
    let image = text(pool, "/config/imageType");
    if !image.is_empty() && !IMAGES.contains(&image.to_uppercase().as_str()) {
        return refuse(format!("Image type \"{image}\" is not supported."));
    }
    let account = text(pool, "/config/serviceAccount");
    if !matches!(account, "" | "default") && !account.contains('@') {
        return refuse(format!(
            "Invalid service account \"{account}\": it must be an e-mail address or \"default\"."
        ));
    }
    for disk in ["/config/diskType", "/config/bootDisk/diskType"].map(|path| text(pool, path)) {
        if !disk.is_empty() && !DISKS.contains(&disk) {
            return refuse(format!("Disk type \"{disk}\" is not supported."));
        }
        if disk.starts_with("pd-") && only_hyperdisk(machine) {
            return refuse(format!("Disk type \"{disk}\" is not supported by machine type \"{machine}\"."));
        }
    }
    Ok(())
}

fn accelerators(pool: &Value) -> Check {
    let gpus = list(pool, "/config/accelerators");
    let machine = match text(pool, "/config/machineType") {
        "" => MACHINE_TYPE,
        machine => machine,
    };
    if gpus.is_empty() {
        return match Accelerator::of_machine(machine) {
            None => Ok(()),
            Some((accelerator, count)) => refuse(format!(
                "Machine type {machine} needs accelerators: {count} of type {}.",
                accelerator.name
            )),
        };
    }
    if gpus.len() > 1 {
        return refuse("Node pools support a single accelerator type.");
    }
    // In these words in hashicorp/terraform-provider-google#8387.
    if machine == MACHINE_TYPE {
        return refuse(format!(
            "Cannot use default machine type ({MACHINE_TYPE}) with GPUs; choose a different machine type."
        ));
    }
    gpus.iter().try_for_each(|gpu| accelerator(gpu, machine))
}

fn accelerator(gpu: &Value, machine: &str) -> Check {
    let (name, count) = (text(gpu, "/acceleratorType"), number(gpu, "/acceleratorCount"));
    let Some(accelerator) = Accelerator::find(name) else {
        return refuse(format!("Accelerator type \"{name}\" does not exist."));
    };
    if !accelerator.fits(machine, count) {
        return refuse(format!(
            "Machine type {machine} cannot have {count} accelerators of type \"{name}\"."
        ));
    }
    let partition = text(gpu, "/gpuPartitionSize");
    if !partition.is_empty() && !accelerator.partitions.contains(&partition) {
        return refuse(format!("GPU partition size \"{partition}\" is not supported by \"{name}\"."));
    }
    let Some(sharing) = gpu.get("gpuSharingConfig") else { return Ok(()) };
    let clients = number(sharing, "/maxSharedClientsPerGpu");
    // <https://cloud.google.com/kubernetes-engine/docs/concepts/timesharing-gpus> says how many.
    if !(2..=48).contains(&clients) {
        return refuse("Gpu_sharing_config.max_shared_clients_per_gpu must be between 2 and 48.");
    }
    match text(sharing, "/gpuSharingStrategy") {
        "MPS" if !partition.is_empty() => {
            refuse("The GPU sharing strategy MPS cannot be used with partitions.")
        }
        "MPS" | "TIME_SHARING" => Ok(()),
        _ => refuse("Gpu_sharing_config.gpu_sharing_strategy must be specified."),
    }
}

/// How the machines are bought: on demand, spot, from a reservation, by flex-start, queued.
fn buying(pool: &Value) -> Check {
    let config = |field: &str| flag(pool, &format!("/config/{field}"));
    let (spot, flex) = (config("spot"), config("flexStart"));
    let queued = flag(pool, "/queuedProvisioning/enabled");
    if spot && config("preemptible") {
        return refuse("Only one of spot and preemptible can be set.");
    }
    if spot && (flex || queued) {
        return refuse("Flex-start and queued provisioning cannot be used with spot.");
    }
    let affinity = text(pool, "/config/reservationAffinity/consumeReservationType");
    reservation(pool, affinity)?;
    // In these words in hashicorp/terraform-provider-google#18341.
    if queued && affinity != "NO_RESERVATION" {
        return refuse("Queued_provisioning requires reservation affinity to be set to none");
    }
    if queued && !flag(pool, "/autoscaling/enabled") {
        return refuse("Queued_provisioning requires autoscaling to be enabled.");
    }
    if queued && list(pool, "/config/accelerators").is_empty() {
        return refuse("Queued_provisioning requires accelerators.");
    }
    if flex && !matches!(affinity, "" | "NO_RESERVATION") {
        return refuse("Flex_start requires reservation affinity to be set to none.");
    }
    // Both from GoogleCloudPlatform/cluster-toolkit#4027; left unset, management means repair.
    if flex && pool.get("management").is_none_or(|management| flag(management, "/autoRepair")) {
        return refuse("Flex_start requires auto_repair to be disabled.");
    }
    run_time(text(pool, "/config/maxRunDuration"), flex)
}

fn reservation(pool: &Value, affinity: &str) -> Check {
    let at = |field: &str| format!("/config/reservationAffinity/{field}");
    let (key, values) = (text(pool, &at("key")), texts(pool, &at("values")));
    match affinity {
        "SPECIFIC_RESERVATION" if key != "compute.googleapis.com/reservation-name" => refuse(
            "Reservation_affinity.key must be \"compute.googleapis.com/reservation-name\" for SPECIFIC_RESERVATION.",
        ),
        "SPECIFIC_RESERVATION" if values.is_empty() => {
            refuse("Reservation_affinity.values must name a reservation for SPECIFIC_RESERVATION.")
        }
        "SPECIFIC_RESERVATION" => Ok(()),
        _ if !key.is_empty() || !values.is_empty() => {
            refuse("Reservation_affinity.key and values can only be set for SPECIFIC_RESERVATION.")
        }
        _ => Ok(()),
    }
}

fn run_time(duration: &str, flex: bool) -> Check {
    if duration.is_empty() {
        return Ok(());
    }
    let seconds: f64 = duration.trim_end_matches('s').parse().unwrap_or_default();
    if seconds <= 0.0 {
        return refuse("Max_run_duration must be greater than 0.");
    }
    if flex && seconds > LONGEST_RUN {
        return refuse("Max_run_duration must not be longer than 7 days (604800s) with flex-start.");
    }
    Ok(())
}

fn disk(pool: &Value, cluster: &ClusterName) -> Check {
    for path in ["/config/diskSizeGb", "/config/bootDisk/sizeGb"] {
        // Smaller disks do not hold the image, google/container/v1/cluster_service.proto.
        if pool.pointer(path).is_some() && number(pool, path) < 10 {
            return refuse("The smallest allowed disk size is 10GB.");
        }
    }
    let (size, boot) = (number(pool, "/config/diskSizeGb"), number(pool, "/config/bootDisk/sizeGb"));
    if size != 0 && boot != 0 && size != boot {
        return refuse("Node_config.disk_size_gb and node_config.boot_disk.size_gb must be the same.");
    }
    let key = text(pool, "/config/bootDiskKmsKey");
    if key.is_empty() {
        return Ok(());
    }
    match key.split('/').collect::<Vec<_>>()[..] {
        ["projects", _, "locations", location, "keyRings", _, "cryptoKeys", _] => {
            if location == cluster.place.region() {
                return Ok(());
            }
            refuse(format!("The key {key} must be in the cluster's region {}.", cluster.place.region()))
        }
        _ => refuse(format!(
            "Invalid boot_disk_kms_key \"{key}\": it must be projects/PROJECT/locations/LOCATION/keyRings/RING/\
             cryptoKeys/KEY."
        )),
    }
}

fn taints(pool: &Value) -> Check {
    let taints = list(pool, "/config/taints");
    for (index, taint) in taints.iter().enumerate() {
        let (key, value, effect) = (text(taint, "/key"), text(taint, "/value"), text(taint, "/effect"));
        if !is_label_key(key) || !is_label_value(value) {
            return refuse(format!("Invalid taint \"{key}={value}\": it must be as Kubernetes takes it."));
        }
        if effect.is_empty() {
            return refuse(format!("Taint \"{key}\" must have an effect."));
        }
        let same = |other: &Value| text(other, "/key") == key && text(other, "/effect") == effect;
        if taints.iter().take(index).any(same) {
            return refuse(format!("Taint \"{key}\" with effect {effect} must not be there twice."));
        }
    }
    Ok(())
}

fn labels(pool: &Value) -> Check {
    let entries = |path: &str| {
        let labels = pool.pointer(path).and_then(Value::as_object).into_iter().flatten();
        labels.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()))
    };
    for (key, value) in entries("/config/labels") {
        if !is_label_key(key) || !is_label_value(value) {
            return refuse(format!(
                "Invalid node label \"{key}={value}\": it must be as Kubernetes takes it."
            ));
        }
        // <https://kubernetes.io/docs/reference/labels-annotations-taints/> keeps these for itself.
        let domain = key.split_once('/').map_or("", |(domain, _)| domain);
        if ["kubernetes.io", "k8s.io"]
            .iter()
            .any(|own| domain == *own || domain.ends_with(&format!(".{own}")))
        {
            return refuse(format!("Node label \"{key}\" is reserved."));
        }
    }
    for (key, value) in entries("/config/resourceLabels") {
        let letters = |text: &str| {
            let good = |c: char| {
                c.is_lowercase() || c.is_numeric() || "_-".contains(c) || (!c.is_ascii() && c.is_alphabetic())
            };
            text.chars().count() <= 63 && text.chars().all(good)
        };
        if !key.starts_with(char::is_lowercase) || !letters(key) || !letters(value) {
            return refuse(format!(
                "Invalid resource label \"{key}={value}\": keys and values have up to 63 lowercase letters, digits, \
                 hyphens and underscores, and keys begin with a letter."
            ));
        }
    }
    Ok(())
}

/// `DOMAIN/NAME` or `NAME`,
/// <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>.
fn is_label_key(key: &str) -> bool {
    let (domain, name) = key.split_once('/').unwrap_or(("", key));
    let host = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    !name.is_empty()
        && is_label_value(name)
        && domain.len() <= 253
        && domain.chars().all(host)
        && (key.contains('/') != domain.is_empty())
}

fn is_label_value(value: &str) -> bool {
    let ends = |c: char| c.is_ascii_alphanumeric();
    let inside = |c: char| ends(c) || "-_.".contains(c);
    value.is_empty()
        || (value.len() <= 63
            && value.chars().all(inside)
            && value.starts_with(ends)
            && value.ends_with(ends))
}

fn network(pool: &Value) -> Check {
    for tag in texts(pool, "/config/tags") {
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let good = tag.len() <= 63
            && tag.chars().all(inside)
            && tag.starts_with(|c: char| c.is_ascii_lowercase())
            && !tag.ends_with('-');
        if !good {
            return refuse(format!("Invalid network tag \"{tag}\"."));
        }
    }
    let profile = text(pool, "/networkConfig/acceleratorNetworkProfile");
    if !matches!(profile, "" | "auto") {
        return refuse(format!("Accelerator_network_profile \"{profile}\" is not supported; use \"auto\"."));
    }
    let machine = text(pool, "/config/machineType");
    let many_cards = ["a3-highgpu-8g", "a3-megagpu-", "a3-ultragpu-", "a4-", "a4x-"];
    if profile == "auto" && !many_cards.iter().any(|prefix| machine.starts_with(prefix)) {
        return refuse(format!(
            "Accelerator_network_profile is not supported by machine type \"{machine}\"."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::gcp::container::names::Place;

    /// Checks a pool of this configuration; `None` is a good one, else a part of what is told.
    fn check(pool: Value, expected: Option<&str>) {
        let cluster = ClusterName::new(Place::new("my-project", "us-central1").unwrap(), "research");
        match (super::pool(&pool, &cluster), expected) {
            (Ok(()), None) => {}
            (Err(status), Some(part)) if status.message.contains(part) => {}
            (seen, expected) => {
                panic!("{pool}: {:?} is not {expected:?}", seen.map_err(|status| status.message))
            }
        }
    }

    fn gpu(machine: &str, kind: &str, count: u32, more: Value) -> Value {
        let mut gpu = json!({ "acceleratorType": kind, "acceleratorCount": count.to_string() });
        for (key, value) in more.as_object().unwrap() {
            gpu[key] = value.clone();
        }
        json!({ "config": { "machineType": machine, "accelerators": [gpu] } })
    }

    fn merged(mut pool: Value, more: Value) -> Value {
        for (key, value) in more["config"].as_object().into_iter().flatten() {
            pool["config"][key] = value.clone();
        }
        for (key, value) in more.as_object().unwrap().iter().filter(|(key, _)| *key != "config") {
            pool[key] = value.clone();
        }
        pool
    }

    #[test]
    fn accelerators_fit_their_machines() {
        let l4 = |more| gpu("g2-standard-4", "nvidia-l4", 1, more);
        let a100 = |more| gpu("a2-highgpu-1g", "nvidia-tesla-a100", 1, more);
        let mps =
            json!({ "gpuSharingConfig": { "gpuSharingStrategy": "MPS", "maxSharedClientsPerGpu": "4" } });
        check(l4(json!({})), None);
        check(l4(mps.clone()), None);
        check(a100(json!({ "gpuPartitionSize": "1g.5gb" })), None);
        check(a100(json!({ "gpuPartitionSize": "1g.10gb" })), Some("partition size"));
        check(l4(json!({ "gpuPartitionSize": "1g.5gb" })), Some("partition size"));
        let mut both = mps;
        both["gpuPartitionSize"] = "1g.5gb".into();
        check(a100(both), Some("MPS cannot be used with partitions"));
        check(l4(json!({ "gpuSharingConfig": { "gpuSharingStrategy": "MPS" } })), Some("between 2 and 48"));
        check(gpu("g2-standard-4", "nvidia-l4", 2, json!({})), Some("cannot have 2 accelerators"));
        check(gpu("g2-standard-4", "nvidia-l5", 1, json!({})), Some("does not exist"));
        check(
            gpu("e2-medium", "nvidia-l4", 1, json!({})),
            Some("Cannot use default machine type (e2-medium)"),
        );
        check(gpu("e2-standard-4", "nvidia-l4", 1, json!({})), Some("cannot have 1"));
        check(json!({ "config": { "machineType": "a3-highgpu-8g" } }), Some("8 of type nvidia-h100-80gb"));
        check(json!({ "config": { "machineType": "n1-standard-4" } }), None);
    }

    #[test]
    fn machines_are_bought_in_one_way() {
        let l4 = |more| merged(gpu("g2-standard-4", "nvidia-l4", 1, json!({})), more);
        let none = json!({ "consumeReservationType": "NO_RESERVATION" });
        let scaling = json!({ "enabled": true, "totalMaxNodeCount": 4 });
        let queued = json!({ "enabled": true });
        let all = json!({ "queuedProvisioning": queued, "autoscaling": scaling, "config": { "reservationAffinity": none } });
        check(l4(all), None);
        check(
            l4(json!({ "queuedProvisioning": queued, "autoscaling": scaling })),
            Some("reservation affinity to be set to none"),
        );
        check(
            l4(json!({ "queuedProvisioning": queued, "config": { "reservationAffinity": none } })),
            Some("autoscaling"),
        );
        check(l4(json!({ "config": { "flexStart": true } })), Some("auto_repair"));
        let manual = json!({ "autoUpgrade": true });
        check(l4(json!({ "management": manual, "config": { "flexStart": true } })), None);
        check(
            l4(json!({ "management": manual, "config": { "flexStart": true, "spot": true } })),
            Some("spot"),
        );
        check(
            l4(json!({ "management": manual, "config": { "flexStart": true, "maxRunDuration": "604801s" } })),
            Some("7 days"),
        );
        check(l4(json!({ "config": { "spot": true, "preemptible": true } })), Some("Only one"));
        let named = |values: Value| {
            json!({ "config": { "reservationAffinity": {
                "consumeReservationType": "SPECIFIC_RESERVATION",
                "key": "compute.googleapis.com/reservation-name", "values": values,
            } } })
        };
        check(l4(named(json!(["r"]))), None);
        check(l4(named(json!([]))), Some("name a reservation"));
        check(l4(json!({ "config": { "reservationAffinity": { "key": "k" } } })), Some("only be set"));
    }

    #[test]
    fn sizes_make_sense() {
        let scaling = |fields: Value| {
            let mut scaling = fields;
            scaling["enabled"] = true.into();
            json!({ "autoscaling": scaling })
        };
        check(scaling(json!({ "maxNodeCount": 3 })), None);
        check(scaling(json!({ "totalMaxNodeCount": 3, "totalMinNodeCount": 1 })), None);
        check(scaling(json!({})), Some("cannot be both set to zero"));
        check(scaling(json!({ "maxNodeCount": 3, "totalMaxNodeCount": 3 })), Some("mutually exclusive"));
        check(scaling(json!({ "maxNodeCount": 3, "minNodeCount": 4 })), Some("greater than"));
        check(json!({ "initialNodeCount": -1 }), Some("initial_node_count"));
        check(json!({ "upgradeSettings": {} }), Some("cannot both be 0"));
        check(json!({ "upgradeSettings": { "strategy": "BLUE_GREEN" } }), None);
        check(json!({ "upgradeSettings": { "strategy": "BLUE_GREEN", "maxSurge": 1 } }), Some("BLUE_GREEN"));
        check(json!({ "upgradeSettings": { "maxSurge": 21 } }), Some("between 1 and 20"));
    }

    #[test]
    fn machines_are_of_known_parts() {
        let config = |config: Value| json!({ "config": config });
        check(config(json!({ "machineType": "n2d-standard-8", "imageType": "cos_containerd" })), None);
        check(config(json!({ "machineType": "p5.48xlarge" })), Some("does not exist"));
        check(config(json!({ "machineType": "g2-standard-5" })), Some("does not exist"));
        check(config(json!({ "imageType": "AL2023_x86_64_NVIDIA" })), Some("Image type"));
        check(config(json!({ "serviceAccount": "robot" })), Some("service account"));
        check(config(json!({ "diskType": "gp3" })), Some("Disk type"));
        check(config(json!({ "diskType": "hyperdisk-balanced", "machineType": "n4-standard-2" })), None);
        check(
            config(json!({ "diskType": "pd-ssd", "machineType": "n4-standard-2" })),
            Some("by machine type"),
        );
    }

    #[test]
    fn places_versions_disks_and_names() {
        check(json!({ "locations": ["us-central1-a", "us-central1-f"] }), None);
        check(json!({ "locations": ["us-east1-b"] }), Some("not a zone of"));
        check(json!({ "locations": ["us-central1"] }), Some("not a zone of"));
        check(json!({ "locations": ["us-central1-a", "us-central1-a"] }), Some("twice"));
        for (version, expected) in [
            ("1.34", None),
            ("1.33.5-gke.1", None),
            (cluster::VERSION, None),
            ("1.35", Some("newer")),
            ("1.34.1-gke.9999999", Some("newer")),
            ("new", Some("unsupported")),
            ("1.32", Some("within one minor version")),
        ] {
            check(json!({ "version": version }), expected);
        }
        check(json!({ "version": "1.32", "management": {} }), None);
        let config = |config: Value| json!({ "config": config });
        check(config(json!({ "diskSizeGb": 9 })), Some("10GB"));
        check(config(json!({ "diskSizeGb": 50, "bootDisk": { "sizeGb": "60" } })), Some("the same"));
        let key = |location| format!("projects/p/locations/{location}/keyRings/r/cryptoKeys/k");
        check(config(json!({ "bootDiskKmsKey": key("us-central1") })), None);
        check(config(json!({ "bootDiskKmsKey": key("us-east1") })), Some("region"));
        check(config(json!({ "bootDiskKmsKey": "k" })), Some("Invalid boot_disk_kms_key"));
        check(config(json!({ "taints": [{ "key": "a/b", "effect": "NO_EXECUTE" }] })), None);
        check(config(json!({ "taints": [{ "key": "a" }] })), Some("effect"));
        check(config(json!({ "taints": [{ "key": "a b", "effect": "NO_EXECUTE" }] })), Some("Invalid taint"));
        check(config(json!({ "labels": { "team": "a.B_c" } })), None);
        check(config(json!({ "labels": { "kubernetes.io/os": "linux" } })), Some("reserved"));
        check(config(json!({ "labels": { "/a": "b" } })), Some("Invalid node label"));
        check(config(json!({ "resourceLabels": { "Team": "a" } })), Some("Invalid resource label"));
        check(config(json!({ "tags": ["A"] })), Some("Invalid network tag"));
        let profile = json!({ "networkConfig": { "acceleratorNetworkProfile": "auto" } });
        check(merged(gpu("a3-megagpu-8g", "nvidia-h100-mega-80gb", 8, json!({})), profile.clone()), None);
        check(
            merged(gpu("g2-standard-4", "nvidia-l4", 1, json!({})), profile),
            Some("not supported by machine"),
        );
    }
}
