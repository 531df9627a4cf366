use super::super::tests::gcp;
use super::super::to_wire::tests::full;
use super::replaced;
use crate::gpu_pool::*;

fn check(change: impl FnOnce(&mut GpuPool), expected: &[&str]) {
    let mut wanted = full();
    change(&mut wanted);
    assert_eq!(replaced(&full(), &wanted), expected, "{wanted:#?}");
}

#[test]
fn what_is_fixed_at_creation_needs_another_pool() {
    check(|p| p.name = "other".into(), &["name"]);
    check(|p| p.cluster = "other".into(), &["cluster"]);
    check(|p| p.location = "us-central1".into(), &["location"]);
    check(|p| p.machine_type = Some("a3-highgpu-4g".into()), &["machine_type"]);
    check(|p| p.accelerator.as_mut().unwrap().count = 4, &["accelerator"]);
    check(|p| p.capacity = Capacity::Spot, &["capacity"]);
    check(|p| p.reservations = Some(vec!["r".into()]), &["reservations"]);
    check(|p| p.reservations = Some(Vec::new()), &[]);
    check(|p| p.mig_profile = None, &["mig_profile"]);
    check(|p| p.placement = None, &["placement"]);
    check(|p| p.fast_network = Some(false), &["fast_network"]);
    check(|p| p.identity = None, &["identity"]);
    check(|p| p.secure_boot = None, &["secure_boot"]);
    check(|p| p.disk.as_mut().unwrap().kms_key = None, &["disk"]);
    check(|p| gcp(p).project = Some("other".into()), &["gcp"]);
    check(|p| gcp(p).oauth_scopes = None, &["gcp"]);
    check(|p| gcp(p).gpu_direct = None, &["gcp"]);
    check(|p| gcp(p).local_ssd_count = Some(0), &["gcp"]);
}

#[test]
fn what_cannot_be_put_back_needs_another_pool() {
    check(|p| p.gpu_sharing = None, &["gpu_sharing"]);
    check(|p| p.disk.as_mut().unwrap().size_gb = None, &["disk"]);
    check(|p| p.max_run_seconds = None, &["max_run_duration"]);
}

#[test]
fn the_rest_is_changed_in_place() {
    // The machine type says as much.
    check(|p| p.accelerator = None, &[]);
    check(|p| gcp(p).project = None, &[]);
    check(|p| gcp(p).zones = None, &[]);
    check(|p| p.driver = None, &[]);
    check(|p| p.gpu_sharing.as_mut().unwrap().max_clients = 8, &[]);
    check(|p| p.disk.as_mut().unwrap().size_gb = Some(300), &[]);
    check(|p| p.version = None, &[]);
    check(|p| p.labels.clear(), &[]);
}
