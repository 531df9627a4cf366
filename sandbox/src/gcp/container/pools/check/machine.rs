//! What a machine is made of.

use serde_json::Value;

use super::{Check, list, number, refuse, text};
use crate::gcp::container::names::ClusterName;
use crate::gcp::container::pools::accelerators::Accelerator;
use crate::gcp::container::pools::defaults::{MACHINE_TYPE, only_hyperdisk};

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

/// Its type, its image, its account.
pub(super) fn parts(pool: &Value) -> Check {
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

pub(super) fn accelerators(pool: &Value) -> Check {
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

pub(super) fn disk(pool: &Value, cluster: &ClusterName) -> Check {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{check, gpu};
    use super::*;

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
    fn disks() {
        let config = |config: Value| json!({ "config": config });
        check(config(json!({ "diskSizeGb": 9 })), Some("10GB"));
        check(config(json!({ "diskSizeGb": 50, "bootDisk": { "sizeGb": "60" } })), Some("the same"));
        let key = |location| format!("projects/p/locations/{location}/keyRings/r/cryptoKeys/k");
        check(config(json!({ "bootDiskKmsKey": key("us-central1") })), None);
        check(config(json!({ "bootDiskKmsKey": key("us-east1") })), Some("region"));
        check(config(json!({ "bootDiskKmsKey": "k" })), Some("Invalid boot_disk_kms_key"));
    }
}
