//! The attributes of a pool on GKE.

use serde_json::{Value, json};

use super::aws::local;
use super::row::Row;

/// An image and a version that the cloud chose are kept, even on another cloud: both have to be named.
const AMAZON: &str = "cloud = \"aws\"\nimage = \"AL2023_x86_64_NVIDIA\"\nversion = \"1.34\"";

/// All rows.
pub(crate) fn rows() -> Vec<Row> {
    [places(), machines(), accelerators(), capacity(), kubernetes(), nodes(), extras(), local()].concat()
}

fn places() -> Vec<Row> {
    vec![
        Row::new("cloud", "cloud = \"gcp\"", AMAZON).at("/cloud", "gcp", "aws").replaces().gone(),
        Row::new("name", "name = \"name-one\"", "name = \"name-two\"")
            .at("/name", "name-one", "name-two")
            .replaces()
            .gone(),
        Row::new("cluster", "", "cluster = \"palisade-other\"").replaces().at("/cloud", "gcp", "gcp").gone(),
        Row::new("location", "", "location = \"europe-west4\"")
            .at("/location", "us-central1", "europe-west4")
            .replaces()
            .gone(),
    ]
}

fn machines() -> Vec<Row> {
    let account = |name: &str| format!("identity = \"{name}@palisade-sandbox.iam.gserviceaccount.com\"");
    vec![
        Row::new("machine_type", "machine_type = \"g2-standard-4\"", "machine_type = \"g2-standard-8\"")
            .at("/config/machineType", "g2-standard-4", "g2-standard-8")
            .replaces(),
        Row::new("image", "image = \"COS_CONTAINERD\"", "image = \"UBUNTU_CONTAINERD\"").at(
            "/config/imageType",
            "COS_CONTAINERD",
            "UBUNTU_CONTAINERD",
        ),
        Row::new("version", "version = \"1.33.5-gke.1000\"", "version = \"1.34.1-gke.1000\"").at(
            "/version",
            "1.33.5-gke.1000",
            "1.34.1-gke.1000",
        ),
        Row::new("identity", &account("one"), &account("two"))
            .at(
                "/config/serviceAccount",
                "one@palisade-sandbox.iam.gserviceaccount.com",
                "two@palisade-sandbox.iam.gserviceaccount.com",
            )
            .replaces(),
        Row::new("metadata", "", "metadata = \"node\"").at(
            "/config/workloadMetadataConfig/mode",
            "GKE_METADATA",
            "GCE_METADATA",
        ),
        Row::new("secure_boot", "secure_boot = false", "secure_boot = true")
            .at("/config/shieldedInstanceConfig/enableSecureBoot", Value::Null, true)
            .replaces(),
        // In seconds, as an import spells it.
        Row::new("max_run_duration", "max_run_duration = \"28800s\"", "max_run_duration = \"32400s\"").at(
            "/config/maxRunDuration",
            "28800s",
            "32400s",
        ),
        Row::new("placement", "placement = \"none\"", "placement = \"compact\"")
            .at("/placementPolicy/type", Value::Null, "COMPACT")
            .replaces(),
        Row::new("fast_network", "fast_network = false", "fast_network = true")
            .at("/config/gvnic/enabled", Value::Null, true)
            .replaces(),
    ]
}

fn accelerators() -> Vec<Row> {
    let accelerator = |kind: &str, count| format!("accelerator = {{ type = \"{kind}\", count = {count} }}");
    let sharing = |strategy: &str, clients| {
        format!("gpu_sharing = {{ strategy = \"{strategy}\", max_clients = {clients} }}")
    };
    let mig = |profile: &str| {
        format!("accelerator = {{ type = \"a100-40gb\", count = 1 }}\nmig_profile = \"{profile}\"")
    };
    vec![
        Row::new("accelerator.type", &accelerator("l4", 1), &accelerator("t4", 1))
            .at("/config/accelerators/0/acceleratorType", "nvidia-l4", "nvidia-tesla-t4")
            .replaces(),
        Row::new("accelerator.count", &accelerator("l4", 1), &accelerator("l4", 2))
            .at("/config/accelerators/0/acceleratorCount", "1", "2")
            .replaces(),
        Row::new("driver", "driver = \"managed\"", "driver = \"latest\"").at(
            "/config/accelerators/0/gpuDriverInstallationConfig/gpuDriverVersion",
            "DEFAULT",
            "LATEST",
        ),
        Row::new("gpu_sharing.strategy", &sharing("time_sharing", 2), &sharing("mps", 2)).at(
            "/config/accelerators/0/gpuSharingConfig/gpuSharingStrategy",
            "TIME_SHARING",
            "MPS",
        ),
        Row::new("gpu_sharing.max_clients", &sharing("time_sharing", 2), &sharing("time_sharing", 4)).at(
            "/config/accelerators/0/gpuSharingConfig/maxSharedClientsPerGpu",
            "2",
            "4",
        ),
        Row::new("mig_profile", &mig("1g.5gb"), &mig("2g.10gb"))
            .at("/config/accelerators/0/gpuPartitionSize", "1g.5gb", "2g.10gb")
            .replaces(),
    ]
}

fn capacity() -> Vec<Row> {
    let reserved = |name: &str| format!("capacity = \"reserved\"\nreservations = [\"{name}\"]");
    let scaling = |numbers: &str| format!("scaling = {{ {numbers} }}");
    vec![
        Row::new("capacity", "", "capacity = \"spot\"").at("/config/spot", Value::Null, true).replaces(),
        Row::new("capacity", "", "capacity = \"flex_start\"")
            .variant("flex")
            .at("/config/flexStart", Value::Null, true)
            .replaces(),
        Row::new("capacity", "", "capacity = \"queued\"")
            .variant("queued")
            .at("/queuedProvisioning/enabled", Value::Null, true)
            .replaces(),
        Row::new("reservations", &reserved("one"), &reserved("two"))
            .at("/config/reservationAffinity/values", json!(["one"]), json!(["two"]))
            .replaces(),
        Row::new("scaling.min", &scaling("min = 0, max = 3"), &scaling("min = 1, max = 3"))
            .at("/autoscaling/totalMinNodeCount", Value::Null, 1)
            .with(&["scaling.desired"]),
        Row::new("scaling.max", &scaling("min = 0, max = 3"), &scaling("min = 0, max = 5")).at(
            "/autoscaling/totalMaxNodeCount",
            3,
            5,
        ),
        Row::new(
            "scaling.desired",
            &scaling("min = 0, max = 6, desired = 3"),
            &scaling("min = 0, max = 6, desired = 6"),
        )
        .at("/initialNodeCount", 1, 2),
    ]
}

fn kubernetes() -> Vec<Row> {
    let taint = |key: &str, value: &str, effect: &str| {
        format!("taints = [{{ key = \"{key}\", value = \"{value}\", effect = \"{effect}\" }}]")
    };
    let plain = taint("team", "vision", "no_schedule");
    let surge = |surge: u32, unavailable: u32| {
        format!("upgrade = {{ strategy = \"surge\", max_surge = {surge}, max_unavailable = {unavailable} }}")
    };
    let upgrade = |fields: &str| format!("upgrade = {{ {fields} }}");
    vec![
        Row::new("labels", "labels = { team = \"vision\" }", "labels = { team = \"speech\" }")
            .at("/config/resourceLabels/team", "vision", "speech")
            .with(&["labels_all"]),
        Row::new("node_labels", "node_labels = { pool = \"a\" }", "node_labels = { pool = \"b\" }").at(
            "/config/labels/pool",
            "a",
            "b",
        ),
        Row::new("taints.key", &plain, &taint("group", "vision", "no_schedule")).at(
            "/config/taints/0/key",
            "team",
            "group",
        ),
        Row::new("taints.value", &plain, &taint("team", "speech", "no_schedule")).at(
            "/config/taints/0/value",
            "vision",
            "speech",
        ),
        Row::new("taints.effect", &plain, &taint("team", "vision", "prefer_no_schedule")).at(
            "/config/taints/0/effect",
            "NO_SCHEDULE",
            "PREFER_NO_SCHEDULE",
        ),
        Row::new("taints.effect", &plain, &taint("team", "vision", "no_execute")).variant("evicts").at(
            "/config/taints/0/effect",
            "NO_SCHEDULE",
            "NO_EXECUTE",
        ),
        Row::new("upgrade.max_surge", &surge(1, 0), &surge(2, 0)).at("/upgradeSettings/maxSurge", 1, 2),
        Row::new("upgrade.max_unavailable", &surge(1, 1), &surge(1, 2)).at(
            "/upgradeSettings/maxUnavailable",
            1,
            2,
        ),
        Row::new("upgrade.strategy", &upgrade("strategy = \"surge\""), &upgrade("strategy = \"blue_green\""))
            .at("/upgradeSettings/strategy", "SURGE", "BLUE_GREEN"),
    ]
}

fn nodes() -> Vec<Row> {
    let disk = |fields: &str| format!("disk = {{ {fields} }}");
    let key = |name: &str| format!("projects/p/locations/us-central1/keyRings/r/cryptoKeys/{name}");
    let keyed = |name| disk(&format!("kms_key = \"{}\"", key(name)));
    vec![
        Row::new("disk.size_gb", &disk("size_gb = 100"), &disk("size_gb = 200")).at(
            "/config/diskSizeGb",
            100,
            200,
        ),
        Row::new("disk.type", &disk("type = \"pd-balanced\""), &disk("type = \"pd-ssd\"")).at(
            "/config/diskType",
            "pd-balanced",
            "pd-ssd",
        ),
        Row::new("disk.kms_key", &keyed("one"), &keyed("two"))
            .at("/config/bootDiskKmsKey", key("one"), key("two"))
            .replaces(),
    ]
}

fn extras() -> Vec<Row> {
    let gcp = |fields: &str| format!("gcp = {{ {fields} }}");
    let scopes = |name: &str| gcp(&format!("oauth_scopes = [\"https://www.googleapis.com/auth/{name}\"]"));
    let many = "accelerator = { type = \"h200\", count = 8 }\ncapacity = \"spot\"";
    let scope = |name: &str| json!([format!("https://www.googleapis.com/auth/{name}")]);
    vec![
        Row::new("gcp.project", &gcp("project = \"palisade-sandbox\""), &gcp("project = \"palisade-other\""))
            .at("/project", "palisade-sandbox", "palisade-other")
            .replaces()
            .gone(),
        Row::new("gcp.zones", &gcp("zones = [\"us-central1-a\"]"), &gcp("zones = [\"us-central1-b\"]")).at(
            "/locations",
            json!(["us-central1-a"]),
            json!(["us-central1-b"]),
        ),
        Row::new("gcp.oauth_scopes", &scopes("cloud-platform"), &scopes("bigquery"))
            .at("/config/oauthScopes", scope("cloud-platform"), scope("bigquery"))
            .replaces(),
        Row::new(
            "gcp.gpu_direct",
            &format!("{many}\n{}", gcp("auto_upgrade = false")),
            &format!("{many}\n{}", gcp("auto_upgrade = false, gpu_direct = \"rdma\"")),
        )
        .at("/config/gpuDirectConfig/gpuDirectStrategy", Value::Null, "RDMA")
        .replaces(),
        Row::new("gcp.auto_repair", &gcp("auto_repair = true"), &gcp("auto_repair = false")).at(
            "/management/autoRepair",
            true,
            Value::Null,
        ),
        Row::new("gcp.auto_upgrade", &gcp("auto_upgrade = true"), &gcp("auto_upgrade = false")).at(
            "/management/autoUpgrade",
            true,
            Value::Null,
        ),
        Row::new("gcp.local_ssd_count", &gcp("local_ssd_count = 1"), &gcp("local_ssd_count = 2"))
            .at("/config/ephemeralStorageLocalSsdConfig/localSsdCount", 1, 2)
            .replaces(),
        Row::new("gcp.network_tags", &gcp("network_tags = [\"one\"]"), &gcp("network_tags = [\"two\"]")).at(
            "/config/tags",
            json!(["one"]),
            json!(["two"]),
        ),
    ]
}
