//! `UpdateNodePool`: what can be changed in place, and how.

use serde_json::{Value, json};
use tonic::Code;

use super::{number, text};
use crate::gcp::container::names::ClusterName;
use crate::gcp::status::Status;

/// The fields of the request that replace a field of the pool as they are.
const PLAIN: &[(&str, &str)] = &[
    ("accelerators", "/config/accelerators"),
    ("bootDisk", "/config/bootDisk"),
    ("confidentialNodes", "/config/confidentialNodes"),
    ("consolidationDelay", "/config/consolidationDelay"),
    ("containerdConfig", "/config/containerdConfig"),
    ("diskType", "/config/diskType"),
    ("fastSocket", "/config/fastSocket"),
    ("flexStart", "/config/flexStart"),
    ("gcfsConfig", "/config/gcfsConfig"),
    ("gvnic", "/config/gvnic"),
    ("imageType", "/config/imageType"),
    ("kubeletConfig", "/config/kubeletConfig"),
    ("linuxNodeConfig", "/config/linuxNodeConfig"),
    ("locations", "/locations"),
    ("loggingConfig", "/config/loggingConfig"),
    ("machineType", "/config/machineType"),
    ("maintenancePolicy", "/maintenancePolicy"),
    ("maxRunDuration", "/config/maxRunDuration"),
    ("nodeDrainConfig", "/nodeDrainConfig"),
    ("nodeVersion", "/version"),
    ("queuedProvisioning", "/queuedProvisioning"),
    ("resourceManagerTags", "/config/resourceManagerTags"),
    ("storagePools", "/config/storagePools"),
    ("taintConfig", "/config/taintConfig"),
    ("upgradeSettings", "/upgradeSettings"),
    ("windowsNodeConfig", "/config/windowsNodeConfig"),
    ("workloadMetadataConfig", "/config/workloadMetadataConfig"),
];

/// Those that wrap a list or a map, so that an empty one can be told from none: the field, the field inside, and the
/// pool's.
const WRAPPED: &[(&str, &str, &str)] = &[
    ("labels", "labels", "/config/labels"),
    ("resourceLabels", "labels", "/config/resourceLabels"),
    ("tags", "tags", "/config/tags"),
    ("taints", "taints", "/config/taints"),
];

/// Those for which GKE makes new machines in place of the old ones.
const REMAKING: &[&str] = &[
    "accelerators",
    "bootDisk",
    "confidentialNodes",
    "diskSizeGb",
    "diskType",
    "imageType",
    "kubeletConfig",
    "linuxNodeConfig",
    "machineType",
    "nodeVersion",
    "workloadMetadataConfig",
];

/// Those that say which pool is meant, and which of its states.
const NAMING: &[&str] = &["clusterId", "etag", "name", "nodePoolId", "projectId", "zone"];

/// In these words, which leave out some, in hashicorp/terraform-provider-google#24407.
const NOTHING: &str = "At least one of ['node_version', 'image_type', 'updated_node_pool', 'locations', \
    'workload_metadata_config', 'upgrade_settings', 'kubelet_config', 'linux_node_config', 'tags', 'taints', 'labels', \
    'node_network_config', 'gcfs_config', 'gvnic', 'confidential_nodes', 'logging_config', 'fast_socket', \
    'resource_labels', 'accelerators', 'windows_node_config', 'machine_type', 'disk_type', 'disk_size_gb', \
    'boot_disk', 'storage_pools', 'containerd_config', 'resource_manager_tags', 'performance_monitoring_unit', \
    'queued_provisioning', 'max_run_duration', 'flex_start'] must be specified.";

/// The kind of the operation that a request makes.
pub(super) fn kind(request: &Value) -> &'static str {
    if REMAKING.iter().any(|field| request.get(field).is_some()) { "UPGRADE_NODES" } else { "UPDATE_CLUSTER" }
}

/// The pool as the request wants it.
pub(super) fn apply(pool: &Value, request: &Value, cluster: &ClusterName) -> Result<Value, Status> {
    let etag = text(request, "/etag");
    if !etag.is_empty() && etag != text(pool, "/etag") {
        let path = cluster.pool_path(text(pool, "/name"));
        return Err(Status::new(
            Code::Aborted,
            format!("Etag mismatch: {path} has changed since it was read."),
        ));
    }
    let wanted = request.as_object().into_iter().flatten().map(|(field, _)| field.as_str());
    if wanted.filter(|field| !NAMING.contains(field)).count() == 0 {
        return Err(Status::invalid(NOTHING));
    }
    same_accelerators(pool, request)?;
    let mut changed = pool.clone();
    for (field, path) in PLAIN {
        if let Some(value) = request.get(field) {
            put(&mut changed, path, value.clone());
        }
    }
    for (field, inner, path) in WRAPPED {
        if let Some(value) = request.get(field) {
            put(&mut changed, path, value.get(inner).cloned().unwrap_or(Value::Null));
        }
    }
    disk(&mut changed, request);
    for (field, value) in request.get("nodeNetworkConfig").and_then(Value::as_object).into_iter().flatten() {
        put(&mut changed, &format!("/networkConfig/{field}"), value.clone());
    }
    if request.get("image").is_some() || request.get("imageProject").is_some() {
        let image =
            json!({ "image": text(request, "/image"), "imageProject": text(request, "/imageProject") });
        put(&mut changed, "/config/nodeImageConfig", image);
    }
    Ok(changed)
}

/// A disk is told in two ways, and both tell the same afterwards.
fn disk(pool: &mut Value, request: &Value) {
    let size = match number(request, "/diskSizeGb") {
        0 => number(request, "/bootDisk/sizeGb"),
        size => size,
    };
    if size != 0 {
        put(pool, "/config/diskSizeGb", size.into());
        put(pool, "/config/bootDisk/sizeGb", size.to_string().into());
    }
    let kind = match text(request, "/diskType") {
        "" => text(request, "/bootDisk/diskType"),
        kind => kind,
    };
    if !kind.is_empty() {
        put(pool, "/config/diskType", kind.into());
        put(pool, "/config/bootDisk/diskType", kind.into());
    }
}

/// The driver and the way of sharing can be changed, the accelerators themselves cannot:
/// GoogleCloudPlatform/magic-modules#18493.
fn same_accelerators(pool: &Value, request: &Value) -> Result<(), Status> {
    let Some(wanted) = request.get("accelerators").and_then(Value::as_array) else { return Ok(()) };
    let what = |gpu: &Value| (text(gpu, "/acceleratorType").to_owned(), number(gpu, "/acceleratorCount"));
    let there = super::list(pool, "/config/accelerators");
    if wanted.iter().map(what).eq(there.iter().map(what)) {
        return Ok(());
    }
    Err(Status::invalid("Accelerator type and accelerator count of a node pool cannot be updated."))
}

/// Puts a value at a path; null, and what is empty, takes away what is there.
pub(super) fn put(message: &mut Value, path: &str, value: Value) {
    let Some((parent, field)) = path.rsplit_once('/') else { return };
    let mut at = message;
    for step in parent.split('/').filter(|step| !step.is_empty()) {
        if !at[step].is_object() {
            at[step] = json!({});
        }
        at = &mut at[step];
    }
    let nothing = match &value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    match at.as_object_mut() {
        Some(fields) if nothing => drop(fields.remove(field)),
        Some(fields) => drop(fields.insert(field.to_owned(), value)),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gcp::container::names::Place;

    fn check(request: Value, expected: Result<(&str, Value), &str>) {
        let cluster = ClusterName::new(Place::new("my-project", "us-central1").unwrap(), "research");
        let gpu = json!([{ "acceleratorType": "nvidia-l4", "acceleratorCount": "1" }]);
        let config = json!({
            "accelerators": gpu, "labels": { "a": "b" }, "tags": ["t"], "diskSizeGb": 100,
            "bootDisk": { "sizeGb": "100", "diskType": "pd-balanced" },
        });
        let pool =
            json!({ "name": "gpu", "etag": "e", "config": config, "networkConfig": { "podRange": "p" } });
        match (apply(&pool, &request, &cluster), expected) {
            (Ok(changed), Ok((path, value))) => {
                assert_eq!(changed.pointer(path).unwrap_or(&Value::Null), &value, "{request}");
            }
            (Err(status), Err(part)) => assert!(status.message.contains(part), "{}", status.message),
            (seen, _) => panic!("{request}: {seen:?}"),
        }
    }

    #[test]
    fn fields_go_where_they_belong() {
        check(json!({ "nodeVersion": "1.33" }), Ok(("/version", json!("1.33"))));
        check(json!({ "labels": { "labels": { "c": "d" } } }), Ok(("/config/labels", json!({ "c": "d" }))));
        check(json!({ "labels": {} }), Ok(("/config/labels", Value::Null)));
        check(json!({ "tags": {} }), Ok(("/config/tags", Value::Null)));
        check(json!({ "taints": { "taints": [{ "key": "a" }] } }), Ok(("/config/taints/0/key", json!("a"))));
        check(json!({ "diskSizeGb": "200" }), Ok(("/config/bootDisk/sizeGb", json!("200"))));
        check(json!({ "bootDisk": { "sizeGb": "200" } }), Ok(("/config/diskSizeGb", json!(200))));
        check(
            json!({ "nodeNetworkConfig": { "enablePrivateNodes": true } }),
            Ok(("/networkConfig", json!({ "podRange": "p", "enablePrivateNodes": true }))),
        );
        check(json!({ "etag": "e", "flexStart": false }), Ok(("/config/flexStart", json!(false))));
        let driver = json!({ "gpuDriverVersion": "LATEST" });
        let gpu = json!([{
            "acceleratorType": "nvidia-l4", "acceleratorCount": "1", "gpuDriverInstallationConfig": driver,
        }]);
        let at = "/config/accelerators/0/gpuDriverInstallationConfig";
        check(json!({ "accelerators": gpu }), Ok((at, driver)));
    }

    #[test]
    fn what_cannot_be_changed_is_refused() {
        check(json!({}), Err("At least one of"));
        check(json!({ "name": "n", "etag": "e" }), Err("At least one of"));
        check(json!({ "etag": "old", "imageType": "x" }), Err("Etag mismatch"));
        let two = json!([{ "acceleratorType": "nvidia-l4", "acceleratorCount": "2" }]);
        check(json!({ "accelerators": two }), Err("cannot be updated"));
    }
}
