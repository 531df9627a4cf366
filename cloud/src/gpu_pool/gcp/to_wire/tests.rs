use google_cloud_container_v1::model as wire;
use serde_json::{Value, json};

use super::super::address::Address;
use super::super::observed::observed;
use super::super::tests::{described, gcp, pool};
use super::created;
use crate::Scope;
use crate::gpu_pool::*;

pub(in super::super) const AT: Address<'static> =
    Address { project: "p", location: "europe-west4", cluster: "research", name: "h100" };

/// A pool with every attribute set to what is not the default, but for how its machines are bought.
pub(in super::super) fn full() -> GpuPool {
    let mut pool = pool();
    pool.accelerator = Some(Accelerator { kind: "h100".into(), count: 8 });
    pool.scaling = Scaling { min: 2, max: 8, desired: Some(4) };
    pool.labels = [("team".to_owned(), "ml".to_owned())].into();
    pool.node_labels = Some([("workload".to_owned(), "training".to_owned())].into());
    let taint = |key: &str, effect| Taint { key: key.into(), value: Some("ml".into()), effect };
    pool.taints =
        Some(vec![taint("dedicated", TaintEffect::NoExecute), taint("a", TaintEffect::PreferNoSchedule)]);
    let kms_key = Some("projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k".into());
    pool.disk = Some(Disk { size_gb: Some(200), disk_type: Some("pd-ssd".into()), kms_key });
    pool.driver = Some(Driver::Latest);
    pool.gpu_sharing = Some(GpuSharing { strategy: SharingStrategy::TimeSharing, max_clients: 4 });
    pool.mig_profile = Some("1g.10gb".into());
    pool.placement = Some(Placement::Compact);
    pool.fast_network = Some(true);
    pool.identity = Some("pool@p.iam.gserviceaccount.com".into());
    pool.metadata = Some(Metadata::WorkloadIdentity);
    pool.secure_boot = Some(true);
    let strategy = Some(UpgradeStrategy::Surge);
    pool.upgrade = Some(Upgrade { max_surge: Some(0), max_unavailable: Some(2), strategy });
    pool.image = Some("UBUNTU_CONTAINERD".into());
    pool.version = Some("1.33".into());
    pool.max_run_seconds = Some(3600);
    *gcp(&mut pool) = GcpExtras {
        project: Some("p".into()),
        zones: Some(vec!["europe-west4-c".into(), "europe-west4-a".into()]),
        oauth_scopes: Some(vec!["https://www.googleapis.com/auth/cloud-platform".into()]),
        gpu_direct: Some("rdma".into()),
        auto_repair: Some(false),
        auto_upgrade: Some(false),
        local_ssd_count: Some(2),
        network_tags: Some(vec!["training".into()]),
    };
    pool
}

/// What the service keeps of a pool that is created, with what it adds by itself.
fn kept(pool: &GpuPool) -> wire::NodePool {
    let mut message = created(described(pool), 2);
    message.locations.sort();
    if message.locations.is_empty() {
        message.locations = vec!["europe-west4-a".into(), "europe-west4-b".into()];
    }
    message.version = "1.33.5-gke.1080000".into();
    let config = message.config.get_or_insert_default();
    config.resource_labels.insert("goog-gke-accelerator-type".into(), "nvidia-h100-80gb".into());
    let taint = wire::NodeTaint::new().set_key("nvidia.com/gpu").set_value("present");
    config.taints.push(taint.set_effect(wire::node_taint::Effect::NoSchedule));
    message
}

/// A message as the client library writes it, but that enums are told by number.
fn written(pool: &GpuPool) -> Value {
    serde_json::to_value(created(described(pool), 2)).expect("a message is JSON")
}

#[test]
fn what_is_written_is_read() {
    for wanted in [full(), pool()] {
        assert_eq!(observed(&kept(&wanted), AT, Scope::Managed(&wanted)).is, wanted);
    }
    let found = observed(&kept(&full()), AT, Scope::Everything).is;
    let mut expected = GpuPool { version: Some("1.33.5-gke.1080000".into()), ..full() };
    gcp(&mut expected).zones = Some(vec!["europe-west4-a".into(), "europe-west4-c".into()]);
    assert_eq!(found, expected);
}

#[test]
fn a_pool_that_sets_nothing_asks_for_little() {
    let mut shared = pool();
    shared.scaling = Scaling::default();
    assert_eq!(
        written(&shared),
        json!({
            "name": "h100", "initialNodeCount": 2, "autoscaling": {},
            "management": { "autoRepair": true, "autoUpgrade": true },
            "config": {
                "machineType": "a3-highgpu-8g",
                "accelerators": [{ "acceleratorType": "nvidia-h100-80gb", "acceleratorCount": "8" }],
            },
        })
    );
}

#[test]
fn machines_are_bought_in_the_words_of_the_api() {
    let check = |capacity, expected: Value| {
        let pool = GpuPool { capacity, reservations: Some(vec!["r".into()]), ..pool() };
        let message = written(&pool);
        let seen = json!({
            "spot": message["config"]["spot"], "flex": message["config"]["flexStart"],
            "affinity": message["config"]["reservationAffinity"], "queued": message["queuedProvisioning"],
            "repair": message["management"]["autoRepair"],
        });
        assert_eq!(seen, expected, "{capacity:?}");
    };
    let null = Value::Null;
    let none = json!({ "consumeReservationType": 1 });
    let specific = json!({
        "consumeReservationType": 3, "key": "compute.googleapis.com/reservation-name", "values": ["r"],
    });
    let row = |spot: &Value, flex: &Value, affinity: &Value, queued: Value, repair: Value| json!({ "spot": spot, "flex": flex, "affinity": affinity, "queued": queued, "repair": repair });
    check(Capacity::OnDemand, row(&null, &null, &null, null.clone(), json!(true)));
    check(Capacity::Spot, row(&json!(true), &null, &null, null.clone(), json!(true)));
    check(Capacity::Reserved, row(&null, &null, &specific, null.clone(), json!(true)));
    check(Capacity::FlexStart, row(&null, &json!(true), &none, null.clone(), null.clone()));
    check(Capacity::Queued, row(&null, &null, &none, json!({ "enabled": true }), json!(true)));
}

#[test]
fn accelerators_have_the_name_that_goes_with_the_machine() {
    let check = |machine: &str, kind: Option<&str>, expected: Value| {
        let accelerator = kind.map(|kind| Accelerator { kind: kind.into(), count: 8 });
        let pool = GpuPool { machine_type: Some(machine.into()), accelerator, ..pool() };
        assert_eq!(written(&pool)["config"]["accelerators"][0]["acceleratorType"], expected, "{machine}");
    };
    check("a3-highgpu-8g", Some("h100"), json!("nvidia-h100-80gb"));
    check("a3-megagpu-8g", Some("h100"), json!("nvidia-h100-mega-80gb"));
    check("a3-megagpu-8g", None, json!("nvidia-h100-mega-80gb"));
    check("n1-standard-8", Some("t4"), json!("nvidia-tesla-t4"));
    check("n1-standard-8", None, Value::Null);
    check("a9-highgpu-8g", Some("nvidia-new"), json!("nvidia-new"));
}

#[test]
fn drift_is_shown_and_spelling_is_not() {
    let wanted = full();
    let shown = |change: fn(&mut wire::NodePool)| {
        let mut message = kept(&wanted);
        change(&mut message);
        observed(&message, AT, Scope::Managed(&wanted)).is
    };
    let mut expected = full();
    expected.labels.insert("by".into(), "hand".into());
    let by_hand = |message: &mut wire::NodePool| {
        let labels = &mut message.config.as_mut().unwrap().resource_labels;
        labels.insert("by".into(), "hand".into());
    };
    assert_eq!(shown(by_hand), expected);
    let mut expected = full();
    expected.version = Some("1.34.1-gke.2".into());
    assert_eq!(shown(|message| message.version = "1.34.1-gke.2".into()), expected);
    let mut expected = full();
    expected.scaling = Scaling { min: 8, max: 8, desired: Some(8) };
    let fixed = |message: &mut wire::NodePool| {
        message.autoscaling = None;
        message.initial_node_count = 4;
    };
    assert_eq!(shown(fixed), expected);
    // Bounds in each zone, as other tools set them, are told as those of the whole pool.
    let by_zone = |message: &mut wire::NodePool| {
        let autoscaling = wire::NodePoolAutoscaling::new().set_enabled(true);
        message.autoscaling = Some(autoscaling.set_min_node_count(1).set_max_node_count(4));
    };
    assert_eq!(shown(by_zone), full());
    let spelt = |message: &mut wire::NodePool| {
        let config = message.config.as_mut().unwrap();
        config.taints.reverse();
        config.image_type = "ubuntu_containerd".into();
    };
    assert_eq!(shown(spelt), full());
}
