use super::*;
use crate::Kind;
use crate::gpu_pool::bare::bare;
use crate::gpu_pool::{
    Capacity, Disk, Driver, Extras, GpuSharing, Scaling, SharingStrategy, Taint, TaintEffect, Upgrade,
    UpgradeStrategy,
};

/// A pool that EKS takes, with nothing that can be left out.
pub(in super::super) fn plain() -> GpuPool {
    let extras = AwsExtras { subnets: vec!["subnet-1".into()], ..AwsExtras::default() };
    GpuPool {
        name: "a100".into(),
        location: "eu-west-1".into(),
        machine_type: Some("p4d.24xlarge".into()),
        identity: Some("arn:aws:iam::123456789012:role/nodes".into()),
        ..bare(Extras::Aws(extras))
    }
}

/// [`plain`] with a change.
pub(in super::super) fn with(change: impl FnOnce(&mut GpuPool, &mut AwsExtras)) -> GpuPool {
    let mut pool = plain();
    let mut extras = super::super::extras(&pool).clone();
    change(&mut pool, &mut extras);
    pool.extras = Extras::Aws(extras);
    pool
}

/// The attributes that problems name, in the order in which they are found.
fn check_with(change: impl FnOnce(&mut GpuPool, &mut AwsExtras), unknown: &[&str], expected: &[&str]) {
    let problems = with(change).check(&|attribute| unknown.contains(&attribute));
    let found: Vec<&str> = problems.iter().map(|problem| problem.attribute.as_str()).collect();
    assert_eq!(found, expected, "{problems:#?}");
}

fn check(change: impl FnOnce(&mut GpuPool, &mut AwsExtras), expected: &[&str]) {
    check_with(change, &[], expected);
}

#[test]
fn names_and_places() {
    check(|_, _| {}, &[]);
    for name in ["a", "A_b-1", "0", &"a".repeat(63)] {
        check(|pool, _| pool.name = name.into(), &[]);
    }
    for name in ["", "-a", "a.b", "a b", "ä", &"a".repeat(64)] {
        check(|pool, _| pool.name = name.into(), &["name"]);
    }
    check(|pool, _| pool.cluster = "a".repeat(100), &[]);
    check(|pool, _| pool.cluster = "a".repeat(101), &["cluster"]);
    check(|pool, _| pool.location = "europe-west4".into(), &["location"]);
    check_with(|pool, _| pool.name = String::new(), &["name"], &[]);
}

#[test]
fn identities_are_roles() {
    check(|pool, _| pool.identity = None, &["identity"]);
    check_with(|pool, _| pool.identity = None, &["identity"], &[]);
    for identity in ["nodes", "nodes@p.iam.gserviceaccount.com", "arn:aws:iam::1:user/a"] {
        check(|pool, _| pool.identity = Some(identity.into()), &["identity"]);
    }
}

#[test]
fn labels_leave_room_for_the_mark() {
    let labels = |count: u8| (0..count).map(|number| (number.to_string(), String::new())).collect();
    check(|pool, _| pool.labels = labels(49), &[]);
    check(|pool, _| pool.labels = labels(50), &["labels"]);
    let ours = || [("palisade-unfinished".to_owned(), String::new())].into();
    check(|pool, _| pool.labels = ours(), &["labels[\"palisade-unfinished\"]"]);
}

#[test]
fn what_only_google_cloud_has() {
    for capacity in [Capacity::FlexStart, Capacity::Queued] {
        check(|pool, _| pool.capacity = capacity, &["capacity"]);
    }
    check(|pool, _| pool.driver = Some(Driver::Latest), &["driver"]);
    let sharing = GpuSharing { strategy: SharingStrategy::Mps, max_clients: 2 };
    check(|pool, _| pool.gpu_sharing = Some(sharing), &["gpu_sharing"]);
    check(|pool, _| pool.mig_profile = Some("1g.5gb".into()), &["mig_profile"]);
    check(|pool, _| pool.secure_boot = Some(true), &["secure_boot"]);
    check(|pool, _| pool.secure_boot = Some(false), &[]);
    check(|pool, _| pool.max_run_seconds = Some(0), &["max_run_duration"]);
    let upgrade =
        Upgrade { max_surge: Some(0), max_unavailable: None, strategy: Some(UpgradeStrategy::Surge) };
    check(|pool, _| pool.upgrade = Some(upgrade), &["upgrade.max_surge", "upgrade.strategy"]);
}

#[test]
fn machines_and_images() {
    check(|pool, _| pool.machine_type = None, &["machine_type"]);
    check_with(|pool, _| pool.machine_type = None, &["accelerator"], &[]);
    check(|pool, _| pool.machine_type = Some("a3-highgpu-8g".into()), &["machine_type"]);
    check(|pool, _| pool.machine_type = Some("trn1.32xlarge".into()), &["machine_type"]);
    let image = |image: &str, driver, expected: &[&str]| {
        let set = |pool: &mut GpuPool, _: &mut AwsExtras| {
            pool.image = Some(image.into());
            pool.driver = driver;
        };
        check(set, expected);
    };
    image("BOTTLEROCKET_x86_64_NVIDIA", Some(Driver::Managed), &[]);
    image("AL2023_x86_64_STANDARD", Some(Driver::None), &[]);
    image("AL2023_x86_64_STANDARD", Some(Driver::Managed), &["driver"]);
    image("AL2023_x86_64_NVIDIA", Some(Driver::None), &["driver"]);
    image("AL2023_ARM_64_NVIDIA", None, &["image"]);
    image("AL2023_x86_64_NEURON", None, &["image"]);
    image("COS_CONTAINERD", None, &["image"]);
    image("CUSTOM", None, &["image"]);
    check(|pool, _| pool.version = Some("1.34".into()), &[]);
    for version in ["1", "v1.34", "1.34.1", "latest"] {
        check(|pool, _| pool.version = Some(version.into()), &["version"]);
    }
}

#[test]
fn disks_and_networks() {
    let disk = |disk: Disk, expected: &[&str]| check(|pool, _| pool.disk = Some(disk), expected);
    let size = |size| Disk { size_gb: Some(size), ..Disk::default() };
    disk(size(500), &[]);
    disk(size(0), &["disk.size_gb"]);
    disk(size(65_537), &["disk.size_gb"]);
    let kind = |kind: &str| Disk { disk_type: Some(kind.into()), ..Disk::default() };
    disk(kind("gp3"), &[]);
    disk(kind("io2"), &["disk.type"]);
    disk(kind("pd-ssd"), &["disk.type"]);
    let key = |key: &str| Disk { kms_key: Some(key.into()), ..Disk::default() };
    disk(key("alias/disks"), &[]);
    disk(key("arn:aws:kms:eu-west-1:123456789012:key/1"), &[]);
    disk(key("projects/p/locations/l/keyRings/r/cryptoKeys/k"), &["disk.kms_key"]);
    disk(key("arn:aws:s3:::logs"), &["disk.kms_key"]);
    check(|pool, _| pool.fast_network = Some(true), &[]);
    let small = |pool: &mut GpuPool, _: &mut AwsExtras| {
        (pool.machine_type, pool.fast_network) = (Some("g6.xlarge".into()), Some(true));
    };
    check(small, &["fast_network"]);
}

#[test]
fn sizes() {
    let scaling = |min, max, desired, expected: &[&str]| {
        check(|pool, _| pool.scaling = Scaling { min, max, desired }, expected);
    };
    scaling(0, 1, Some(0), &[]);
    scaling(2, 2, Some(2), &[]);
    scaling(0, 0, None, &["scaling.max"]);
    scaling(3, 2, None, &["scaling.min"]);
    scaling(1, 2, Some(0), &["scaling.desired"]);
    scaling(1, 2, Some(3), &["scaling.desired"]);
}

#[test]
fn reservations() {
    let group = "arn:aws:resource-groups:eu-west-1:123456789012:group/a100";
    let check = |capacity, reservations: &[&str], expected: &[&str]| {
        let set = |pool: &mut GpuPool, _: &mut AwsExtras| {
            pool.capacity = capacity;
            pool.reservations = Some(reservations.iter().map(|text| (*text).to_owned()).collect());
        };
        check(set, expected);
    };
    for capacity in [Capacity::Reserved, Capacity::CapacityBlock] {
        check(capacity, &["cr-1"], &[]);
        check(capacity, &[group], &[]);
        check(capacity, &[], &["reservations"]);
        check(capacity, &["cr-1", "cr-2"], &["reservations"]);
        check(capacity, &["my-reservation"], &["reservations[0]"]);
    }
    check(Capacity::OnDemand, &["cr-1"], &["reservations"]);
    check(Capacity::Spot, &[], &[]);
    let block_of_t4 = |pool: &mut GpuPool, _: &mut AwsExtras| {
        (pool.capacity, pool.machine_type) = (Capacity::CapacityBlock, Some("g4dn.xlarge".into()));
        pool.reservations = Some(vec!["cr-1".into()]);
    };
    super::tests::check(block_of_t4, &["capacity"]);
}

#[test]
fn nodes() {
    let label = |key: &str, value: &str, expected: &[&str]| {
        let labels = [(key.to_owned(), value.to_owned())].into();
        let expected: Vec<String> = expected.iter().map(|_| format!("node_labels[{key:?}]")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(|pool, _| pool.node_labels = Some(labels), &expected);
    };
    label("example.com/team", "a.b_c-d", &[]);
    label("team", "", &[]);
    for (key, value) in [("", "a"), ("a/b/c", "a"), ("Ex.com/a", "a"), ("a", "-a"), ("a", "b c"), ("/a", "a")]
    {
        label(key, value, &["wrong"]);
    }
    label(&"a".repeat(64), "a", &["wrong"]);
    let taint = |key: &str, effect| Taint { key: key.into(), value: None, effect };
    let (no, rather) = (TaintEffect::NoSchedule, TaintEffect::PreferNoSchedule);
    check(|pool, _| pool.taints = Some(vec![taint("gpu", no), taint("gpu", rather)]), &[]);
    check(|pool, _| pool.taints = Some(vec![taint("gpu", no), taint("gpu", no)]), &["taints[1]"]);
    check(|pool, _| pool.taints = Some(vec![taint("g p u", no)]), &["taints[0]"]);
}

#[test]
fn upgrades() {
    let upgrade = |count| Some(Upgrade { max_unavailable: Some(count), ..Upgrade::default() });
    check(|pool, _| pool.upgrade = upgrade(1), &[]);
    check(|pool, _| pool.upgrade = upgrade(0), &["upgrade.max_unavailable"]);
    check(|_, extras| extras.max_unavailable_percent = Some(101), &["aws.max_unavailable_percent"]);
    let both = |pool: &mut GpuPool, extras: &mut AwsExtras| {
        (pool.upgrade, extras.max_unavailable_percent) = (upgrade(1), Some(10));
    };
    check(both, &["aws.max_unavailable_percent"]);
}

#[test]
fn networks() {
    check(|_, extras| extras.subnets.clear(), &["aws.subnets"]);
    check_with(|_, extras| extras.subnets.clear(), &["aws"], &[]);
    check(|_, extras| extras.subnets.push("subnet-1".into()), &["aws.subnets[1]"]);
    check(|_, extras| extras.subnets.push("default".into()), &["aws.subnets[1]"]);
    check(|_, extras| extras.security_groups = Some(vec!["sg-1".into()]), &[]);
    check(|_, extras| extras.security_groups = Some(vec!["web".into()]), &["aws.security_groups[0]"]);
}
