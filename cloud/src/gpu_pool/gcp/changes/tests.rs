use google_cloud_container_v1::model as wire;

use super::super::observed::observed;
use super::super::tests::{described, gcp};
use super::super::to_wire::created;
use super::super::to_wire::tests::{AT, full};
use super::{Difference, Step};
use crate::Scope;
use crate::gpu_pool::*;

/// The calls that bring one pool to another: the field of an update, or the name of another call.
fn steps(prior: &GpuPool, wanted: &GpuPool) -> Vec<String> {
    let now = &created(described(prior), 2);
    let there = &observed(now, AT, Scope::Managed(wanted)).is;
    let cluster_zones = vec!["europe-west4-a".into()];
    let difference =
        Difference { prior: described(prior), wanted: described(wanted), now, there, cluster_zones };
    let told = |step: Step| match step {
        Step::Update(request) => {
            let request = serde_json::to_value(*request).expect("a request is JSON");
            request
                .as_object()
                .into_iter()
                .flatten()
                .map(|(field, _)| field.clone())
                .collect::<Vec<_>>()
                .join("+")
        }
        Step::Management(_) => "management".into(),
        Step::Autoscaling(_) => "autoscaling".into(),
        Step::Size(size) => format!("size {size}"),
    };
    difference.steps().into_iter().map(told).collect()
}

fn check(change: impl FnOnce(&mut GpuPool), expected: &[&str]) {
    let mut wanted = full();
    change(&mut wanted);
    assert_eq!(steps(&full(), &wanted), expected, "{wanted:#?}");
}

#[test]
fn each_change_is_a_call() {
    check(|_| {}, &[]);
    check(|p| p.labels.clear(), &["resourceLabels"]);
    check(|p| p.node_labels = None, &["labels"]);
    check(|p| p.taints = Some(Vec::new()), &["taints"]);
    check(|p| p.driver = Some(Driver::None), &["accelerators"]);
    check(|p| p.gpu_sharing.as_mut().unwrap().max_clients = 8, &["accelerators"]);
    check(|p| p.disk.as_mut().unwrap().size_gb = Some(300), &["bootDisk"]);
    check(|p| p.metadata = Some(Metadata::Node), &["workloadMetadataConfig"]);
    check(|p| p.metadata = None, &[]);
    check(|p| p.upgrade = None, &["upgradeSettings"]);
    check(|p| p.image = None, &["imageType"]);
    check(|p| p.version = Some("1.34".into()), &["nodeVersion"]);
    check(|p| p.version = None, &[]);
    check(|p| p.max_run_seconds = Some(60), &["maxRunDuration"]);
    check(|p| gcp(p).zones.as_mut().unwrap().reverse(), &[]);
    check(|p| gcp(p).zones = None, &["locations"]);
    check(|p| gcp(p).network_tags = None, &["tags"]);
    check(|p| gcp(p).auto_repair = None, &["management"]);
    check(|p| p.scaling.max = 10, &["autoscaling"]);
    check(|p| p.scaling.desired = Some(6), &["size 6"]);
    check(|p| p.scaling.desired = None, &[]);
    check(|p| p.scaling = Scaling::default(), &["autoscaling", "size 0"]);
    let several = |p: &mut GpuPool| {
        p.version = Some("1.34".into());
        p.upgrade = None;
        p.scaling.desired = Some(8);
    };
    check(several, &["upgradeSettings", "nodeVersion", "size 8"]);
}

#[test]
fn what_is_there_already_is_no_call() {
    let imported = GpuPool { disk: None, image: None, version: None, driver: None, ..full() };
    let prior = described(&imported);
    let wanted = full();
    let now = &created(described(&wanted), 2);
    let there = &observed(now, AT, Scope::Managed(&wanted)).is;
    let difference = Difference { prior, wanted: described(&wanted), now, there, cluster_zones: Vec::new() };
    assert_eq!(difference.steps(), []);
}

#[test]
fn what_google_adds_stays() {
    let (prior, mut wanted) = (full(), full());
    wanted.labels = [("team".to_owned(), "web".to_owned())].into();
    wanted.node_labels = None;
    wanted.taints = Some(Vec::new());
    let mut now = created(described(&prior), 0);
    let config = now.config.get_or_insert_default();
    config.resource_labels.insert("goog-x".into(), "y".into());
    config.labels.insert("cloud.google.com/gke-gpu".into(), "true".into());
    let taint = wire::NodeTaint::new().set_key("nvidia.com/gpu").set_value("present");
    config.taints.push(taint.set_effect(wire::node_taint::Effect::NoSchedule));
    let there = &observed(&now, AT, Scope::Managed(&wanted)).is;
    let (prior, wanted) = (described(&prior), described(&wanted));
    let steps = Difference { prior, wanted, now: &now, there, cluster_zones: Vec::new() }.steps();
    let request = |index: usize| match &steps[index] {
        Step::Update(request) => request.as_ref().clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(steps.len(), 3);
    let labels = request(0).resource_labels.expect("labels are written").labels;
    assert_eq!((labels.len(), labels["team"].as_str(), labels["goog-x"].as_str()), (2, "web", "y"));
    let labels = request(1).labels.expect("labels of nodes are written").labels;
    assert_eq!(labels.into_keys().collect::<Vec<_>>(), ["cloud.google.com/gke-gpu"]);
    let taints = request(2).taints.expect("taints are written").taints;
    assert_eq!(taints.into_iter().map(|taint| taint.key).collect::<Vec<_>>(), ["nvidia.com/gpu"]);
}

#[test]
fn accelerators_go_along_unchanged() {
    let mut wanted = full();
    wanted.driver = None;
    let prior = &full();
    let now = &created(described(prior), 2);
    let there = &observed(now, AT, Scope::Managed(&wanted)).is;
    let (prior, wanted) = (described(prior), described(&wanted));
    let difference = Difference { prior, wanted, now, there, cluster_zones: Vec::new() };
    let Some(Step::Update(request)) = difference.steps().pop() else { panic!("a driver is written") };
    let before = &now.config.as_ref().unwrap().accelerators[0];
    let after = &request.accelerators[0];
    assert_eq!(after.accelerator_type, before.accelerator_type);
    assert_eq!(after.gpu_sharing_config, before.gpu_sharing_config);
    let driver = after.gpu_driver_installation_config.as_ref().and_then(|it| it.gpu_driver_version.as_ref());
    assert_eq!(driver.and_then(|driver| driver.name()), Some("DEFAULT"));
}
