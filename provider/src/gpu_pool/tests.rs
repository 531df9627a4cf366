use std::collections::BTreeMap;

use cloud::gpu_pool as neutral;
use cloud::{Kind, Observed};
use tfplug::testing::Core;
use tfplug::{Data, Value};

use super::{observe::observe, schema, wanted};
use crate::palisade::Palisade;
use crate::provider::catalogue;

const PRICES: &str = "cloud,region,machine_type,capacity,price_per_hour,currency,date\n\
                      gcp,europe-west4,g2-standard-4,on_demand,0.75,USD,2026-01-31\n";

async fn core(prices: Option<&str>) -> (Core<Palisade>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = BTreeMap::from([
        ("gcp".to_owned(), Data::from([("project", "acme-ml".into())])),
        ("default_labels".to_owned(), Data::from([("team", "vision".into())])),
    ]);
    if let Some(prices) = prices {
        let path = folder.path().join("prices.csv");
        std::fs::write(&path, prices).expect("a table");
        config.insert("prices".into(), path.to_string_lossy().into_owned().as_str().into());
    }
    (Core::configured(catalogue(), Data::Map(config)).await.expect("a configuration"), folder)
}

fn pool(cloud: &str, more: &[(&str, Data)]) -> Data {
    let location = if cloud == "aws" { "eu-central-1" } else { "europe-west4" };
    let mut attributes: BTreeMap<String, Data> =
        [("cloud", cloud), ("name", "training"), ("cluster", "research"), ("location", location)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
    attributes.insert("scaling".into(), Data::from([("min", 0.into()), ("max", 4.into())]));
    if cloud == "aws" {
        let subnets = Data::List(vec!["subnet-0a1b2c3d".into()]);
        attributes.insert("aws".into(), Data::from([("subnets", subnets)]));
        attributes.insert("identity".into(), "arn:aws:iam::123456789012:role/nodes".into());
    }
    attributes.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Data::Map(attributes)
}

fn accelerator(kind: &str, count: i64) -> (&'static str, Data) {
    ("accelerator", Data::from([("type", kind.into()), ("count", count.into())]))
}

async fn refusal(config: Data) -> Vec<String> {
    let (core, _folder) = core(None).await;
    core.plan("palisade_gpu_pool", None, config).await.expect_err("it is wrong").errors
}

#[tokio::test]
async fn accelerators_choose_the_machine() {
    let (core, _folder) = core(Some(PRICES)).await;
    let planned =
        core.plan("palisade_gpu_pool", None, pool("gcp", &[accelerator("l4", 1)])).await.expect("a plan");
    for (attribute, expected) in [
        ("id", Data::from("gcp/acme-ml/europe-west4/research/training")),
        ("machine_type", "g2-standard-4".into()),
        ("capacity", "on_demand".into()),
        ("native_id", Data::Unknown),
        ("labels_all", Data::from([("team", "vision".into())])),
    ] {
        assert_eq!(planned.planned.get(attribute), &expected, "{attribute}");
    }
    let cost = planned.planned.get("estimated_cost");
    assert_eq!(cost.get("monthly_max"), &Data::from(2190));
    assert_eq!(cost.get("hourly_min"), &Data::from(0));
    assert_eq!(cost.get("monthly_desired"), &Data::Null);
}

#[tokio::test]
async fn without_a_price_there_is_no_estimate() {
    let (core, _folder) = core(None).await;
    let planned =
        core.plan("palisade_gpu_pool", None, pool("gcp", &[accelerator("l4", 1)])).await.expect("a plan");
    assert_eq!(planned.planned.get("estimated_cost"), &Data::Null);
}

#[tokio::test]
async fn a_machine_type_tells_its_accelerators() {
    let (core, _folder) = core(None).await;
    let config = pool("aws", &[("machine_type", "p5.48xlarge".into())]);
    let planned = core.plan("palisade_gpu_pool", None, config).await.expect("a plan");
    let expected = Data::from([("type", "h100".into()), ("count", 8.into())]);
    assert_eq!(planned.planned.get("accelerator"), &expected);
}

#[tokio::test]
async fn what_is_unknown_decides_nothing() {
    let (core, _folder) = core(Some(PRICES)).await;
    let config = pool("gcp", &[("accelerator", Data::from([("type", Data::Unknown), ("count", 1.into())]))]);
    let planned = core.plan("palisade_gpu_pool", None, config).await.expect("a plan");
    assert_eq!(planned.planned.get("machine_type"), &Data::Unknown);
    assert_eq!(planned.planned.get("estimated_cost"), &Data::Unknown);
}

#[tokio::test]
async fn what_is_not_offered_is_refused_at_its_attribute() {
    for (config, expected) in [
        (pool("gcp", &[]), "accelerator"),
        (pool("gcp", &[accelerator("a10g", 1)]), "accelerator.type"),
        (pool("aws", &[accelerator("h100", 3)]), "accelerator.count"),
        (pool("aws", &[accelerator("trainium2", 16)]), "accelerator.type"),
        (pool("aws", &[("machine_type", "trn2.48xlarge".into())]), "machine_type"),
        (pool("aws", &[accelerator("h100", 8), ("machine_type", "g6.xlarge".into())]), "machine_type"),
        (pool("gcp", &[accelerator("h100", 1), ("capacity", "on_demand".into())]), "capacity"),
    ] {
        let errors = refusal(config).await;
        assert!(errors.iter().any(|error| error.starts_with(expected)), "{expected}: {errors:?}");
    }
}

#[tokio::test]
async fn an_import_is_told_how_to_name_a_pool() {
    let (core, _folder) = core(None).await;
    let refused = core.import("palisade_gpu_pool", "training").await.expect_err("no cloud is named");
    assert!(refused.errors[0].contains("aws/REGION/CLUSTER/NAME"), "{:?}", refused.errors);
}

fn texts(items: &[&str]) -> tfplug::List<String> {
    Value::Known(items.iter().map(|item| (*item).into()).collect())
}

fn map(key: &str, value: &str) -> tfplug::Map<String> {
    Value::Known([(key.to_owned(), value.into())].into())
}

fn full() -> schema::GpuPool {
    schema::GpuPool {
        name: "training".into(),
        cluster: "research".into(),
        location: "here".into(),
        accelerator: super::observe::accelerator("l4", 1).into(),
        machine_type: "g2-standard-4".into(),
        capacity: schema::Capacity::Spot.into(),
        reservations: texts(&["r"]),
        scaling: schema::Scaling { min: 0.into(), max: 4.into(), desired: 2.into() }.into(),
        labels: map("team", "vision"),
        node_labels: map("pool", "training"),
        taints: Value::Known(vec![Value::Known(schema::Taint {
            key: "gpu".into(),
            value: "yes".into(),
            effect: schema::TaintEffect::NoExecute.into(),
        })]),
        disk: schema::Disk { size_gb: 200.into(), kind: "gp3".into(), kms_key: "key".into() }.into(),
        driver: schema::Driver::Latest.into(),
        gpu_sharing: schema::GpuSharing {
            strategy: schema::SharingStrategy::Mps.into(),
            max_clients: 4.into(),
        }
        .into(),
        mig_profile: "1g.5gb".into(),
        placement: schema::Placement::Compact.into(),
        fast_network: true.into(),
        identity: "somebody".into(),
        metadata: schema::Metadata::Node.into(),
        secure_boot: true.into(),
        upgrade: schema::Upgrade {
            max_surge: 1.into(),
            max_unavailable: 0.into(),
            strategy: schema::UpgradeStrategy::BlueGreen.into(),
        }
        .into(),
        image: "COS_CONTAINERD".into(),
        version: "1.31".into(),
        max_run_duration: "8h".into(),
        ..schema::GpuPool::default()
    }
}

fn aws() -> schema::GpuPool {
    schema::GpuPool {
        cloud: crate::clouds::Cloud::Aws.into(),
        aws: schema::Aws {
            subnets: texts(&["subnet-1", "subnet-2"]),
            security_groups: texts(&["sg-1"]),
            max_unavailable_percent: 10.into(),
            node_repair: true.into(),
            release_version: "1.31-1".into(),
            force_update: true.into(),
        }
        .into(),
        ..full()
    }
}

fn gcp() -> schema::GpuPool {
    schema::GpuPool {
        cloud: crate::clouds::Cloud::Gcp.into(),
        gcp: schema::Gcp {
            project: "acme-ml".into(),
            zones: texts(&["a", "b"]),
            oauth_scopes: texts(&["scope"]),
            gpu_direct: "rdma".into(),
            auto_repair: true.into(),
            auto_upgrade: false.into(),
            local_ssd_count: 2.into(),
            network_tags: texts(&["gpu"]),
        }
        .into(),
        ..full()
    }
}

/// Every attribute goes to the neutral pool and back: what a cloud shows of it, an import finds again.
#[test]
fn what_is_wanted_is_what_is_observed() {
    for config in [aws(), gcp()] {
        let wanted = wanted::pool(&config, &config.labels).expect("the cloud is known");
        let key = match wanted.cloud() {
            cloud::Cloud::Aws => "aws/here/research/training",
            cloud::Cloud::Gcp => "gcp/acme-ml/here/research/training",
        };
        let observed = Observed {
            key: key.parse().expect("a key"),
            is: wanted.clone(),
            native_id: "native".into(),
            revision: None,
            details: neutral::Details { machine_type: "g2-standard-4".into(), ..Default::default() },
        };
        let mut imported =
            schema::GpuPool { accelerator: config.accelerator.clone(), ..schema::GpuPool::default() };
        observe(&mut imported, &observed);
        assert_eq!(wanted::pool(&imported, &config.labels), Some(wanted));

        // Seen again with no change, the spelling of the configuration stays.
        let mut again = config.clone();
        observe(&mut again, &observed);
        assert_eq!(again.max_run_duration, Value::from("8h"));
    }
}

/// What somebody else has put in the place of an accelerator is seen: GKE tells it, on EKS the machine type does.
#[test]
fn an_accelerator_that_was_exchanged_is_drift() {
    let l4 = || Some(neutral::Accelerator { kind: "l4".into(), count: 1 });
    let t4 = || Some(neutral::Accelerator { kind: "t4".into(), count: 1 });
    for (config, told, machine_type, expected) in [
        (gcp(), l4(), "g2-standard-4", l4()),
        (gcp(), t4(), "n1-standard-4", t4()),
        (gcp(), None, "n1-standard-4", None),
        (aws(), l4(), "g2-standard-4", l4()),
        (aws(), l4(), "g4dn.xlarge", t4()),
        (aws(), l4(), "m5.large", None),
    ] {
        let wanted = wanted::pool(&config, &config.labels).expect("the cloud is known");
        let is = neutral::GpuPool { accelerator: told, ..wanted };
        let key = "gcp/acme-ml/here/research/training".parse().expect("a key");
        let details = neutral::Details { machine_type: machine_type.into(), ..Default::default() };
        let mut state = config;
        observe(&mut state, &Observed { key, is, native_id: "native".into(), revision: None, details });
        let found = state.accelerator.known().and_then(wanted::accelerator);
        assert_eq!(found, expected, "{machine_type}");
    }
}
