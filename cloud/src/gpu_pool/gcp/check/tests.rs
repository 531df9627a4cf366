use super::super::tests::{described, gcp, pool};
use super::check;
use crate::gpu_pool::*;

/// Changes a plain pool and compares the problems, one `attribute: summary` a line.
fn find(change: impl FnOnce(&mut GpuPool), unknown: &[&str], expected: &[&str]) {
    let mut pool = pool();
    change(&mut pool);
    let found = check(&pool, described(&pool).extras, &|attribute| unknown.contains(&attribute));
    let found: Vec<_> =
        found.iter().map(|problem| format!("{}: {}", problem.attribute, problem.summary)).collect();
    assert_eq!(found, expected, "{pool:#?}");
}

#[test]
fn names() {
    find(|_| {}, &[], &[]);
    for name in ["", "Upper", "1st", "dash-", "under_score", &"a".repeat(41)] {
        find(|p| p.name = name.into(), &[], &["name: not a name that GKE takes"]);
        find(|p| p.name = name.into(), &["name"], &[]);
        find(|p| p.cluster = name.into(), &[], &["cluster: not a name that GKE takes"]);
    }
    for location in ["europe-west4", "us-central1-a", "northamerica-northeast1"] {
        find(|p| p.location = location.into(), &[], &[]);
    }
    for location in ["", "EU", "eu-west-1", "europe", "europe-west4-", "us-central1-abc"] {
        find(|p| p.location = location.into(), &[], &["location: not a location of GKE"]);
    }
    find(|p| p.identity = Some("default".into()), &[], &[]);
    find(|p| p.identity = Some("pool@p.iam.gserviceaccount.com".into()), &[], &[]);
    find(|p| p.identity = Some("pool".into()), &[], &["identity: not a service account"]);
    let label = |key: &str, value: &str| {
        let label = (key.to_owned(), value.to_owned());
        move |p: &mut GpuPool| p.labels.extend([label])
    };
    find(label("team", ""), &[], &[]);
    find(label("Team", "x"), &[], &["labels[\"Team\"]: not a key that Google Cloud takes for a label"]);
    find(label("goog-x", "x"), &[], &["labels[\"goog-x\"]: the key is reserved"]);
    find(label("team", "A"), &[], &["labels[\"team\"]: not a value that Google Cloud takes for a label"]);
    find(label("team", "A"), &["labels"], &[]);
    let taint = |key: &str| Taint { key: key.into(), value: None, effect: TaintEffect::NoSchedule };
    find(|p| p.taints = Some(vec![taint("a"), taint("b")]), &[], &[]);
    find(|p| p.taints = Some(vec![taint("a"), taint("a")]), &[], &["taints[1]: a taint is there twice"]);
    find(|p| p.taints = Some(vec![taint("")]), &[], &["taints[0].key: not a key of a taint"]);
    find(
        |p| gcp(p).oauth_scopes = Some(vec!["cloud-platform".into()]),
        &[],
        &["gcp.oauth_scopes: not an OAuth scope"],
    );
    find(|p| gcp(p).network_tags = Some(vec!["A".into()]), &[], &["gcp.network_tags: not a network tag"]);
    find(|p| gcp(p).project = Some(String::new()), &[], &["gcp.project: the project is empty"]);
}

#[test]
fn buying() {
    let with = |capacity, reservations: &[&str]| {
        let reservations = reservations.iter().map(|name| (*name).to_owned()).collect();
        move |p: &mut GpuPool| {
            p.capacity = capacity;
            p.reservations = Some(reservations);
        }
    };
    for capacity in [Capacity::OnDemand, Capacity::Spot, Capacity::FlexStart, Capacity::Queued] {
        find(with(capacity, &[]), &[], &[]);
        find(
            with(capacity, &["r"]),
            &[],
            &["reservations: machines come from reservations with capacity \"reserved\" only"],
        );
        find(with(capacity, &["r"]), &["capacity"], &[]);
    }
    find(with(Capacity::Reserved, &["r"]), &[], &[]);
    find(with(Capacity::Reserved, &[]), &[], &["reservations: no reservation is named"]);
    find(with(Capacity::Reserved, &[]), &["reservations"], &[]);
    find(with(Capacity::CapacityBlock, &[]), &[], &["capacity: Capacity Blocks are EC2's"]);
    let run = |capacity, seconds| {
        move |p: &mut GpuPool| {
            p.capacity = capacity;
            p.max_run_seconds = Some(seconds);
        }
    };
    find(run(Capacity::FlexStart, 604_800), &[], &[]);
    find(run(Capacity::Spot, 604_801), &[], &[]);
    let long = "max_run_duration: too long for machines that the scheduler brings";
    find(run(Capacity::FlexStart, 604_801), &[], &[long]);
    find(run(Capacity::OnDemand, 0), &[], &["max_run_duration: not a time that machines can run for"]);
    let repaired = |p: &mut GpuPool| {
        p.capacity = Capacity::FlexStart;
        gcp(p).auto_repair = Some(true);
    };
    find(repaired, &[], &["gcp.auto_repair: GKE repairs no machines that the scheduler brings"]);
}

#[test]
fn machines() {
    find(|p| p.machine_type = None, &[], &["machine_type: no machine is named"]);
    find(|p| p.machine_type = None, &["accelerator"], &[]);
    let of = |machine: &str, kind: Option<&str>| {
        let accelerator = kind.map(|kind| Accelerator { kind: kind.into(), count: 1 });
        let machine_type = Some(machine.to_owned());
        move |p: &mut GpuPool| {
            p.machine_type = machine_type;
            p.accelerator = accelerator;
            p.driver = Some(Driver::Managed);
        }
    };
    find(of("n1-standard-4", Some("t4")), &[], &[]);
    find(of("g2-standard-4", None), &[], &[]);
    let unknown = "driver: it is not known which GPUs the machines have";
    find(of("n1-standard-4", None), &[], &[unknown]);
    find(of("e2-standard-4", Some("t4")), &[], &["machine_type: machines of this type take no GPUs"]);
    let shared = |max_clients| GpuSharing { strategy: SharingStrategy::Mps, max_clients };
    find(|p| p.gpu_sharing = Some(shared(48)), &[], &[]);
    let clients = "gpu_sharing.max_clients: not a number of containers that can share a GPU";
    for max_clients in [0, 1, 49] {
        find(|p| p.gpu_sharing = Some(shared(max_clients)), &[], &[clients]);
    }
    find(|p| p.mig_profile = Some("1g.10gb".into()), &[], &[]);
    for profile in ["", "1g", "g.gb", "1g.5", "all"] {
        find(|p| p.mig_profile = Some(profile.into()), &[], &["mig_profile: not a partition of a GPU"]);
    }
    // The accelerator tells, also where the machine that has it is not known yet.
    let cut = |kind: &str, profile: &str| {
        let accelerator = Some(Accelerator { kind: kind.into(), count: 1 });
        let profile = Some(profile.to_owned());
        move |p: &mut GpuPool| (p.accelerator, p.mig_profile) = (accelerator, profile)
    };
    find(cut("h200", "1g.18gb"), &["machine_type"], &[]);
    find(cut("rtx-pro-6000", "1g.24gb"), &["machine_type"], &[]);
    for (kind, expected) in [
        ("h200", "mig_profile: 1g.5gb is no partition of h200"),
        ("l4", "mig_profile: 1g.5gb is no partition of l4"),
    ] {
        find(cut(kind, "1g.5gb"), &["machine_type"], &[expected]);
        find(cut(kind, "1g.5gb"), &["machine_type", "accelerator"], &[]);
    }
    find(|p| gcp(p).gpu_direct = Some("rdma".into()), &[], &[]);
    for word in ["tcpx", "tcpxo", "other"] {
        let expected = "gcp.gpu_direct: not a way that a node pool can be told";
        find(|p| gcp(p).gpu_direct = Some(word.into()), &[], &[expected]);
    }
}

#[test]
fn upgrades() {
    let upgrade = |max_surge, max_unavailable, strategy| {
        move |p: &mut GpuPool| p.upgrade = Some(Upgrade { max_surge, max_unavailable, strategy })
    };
    find(upgrade(Some(0), Some(1), Some(UpgradeStrategy::Surge)), &[], &[]);
    find(upgrade(None, None, Some(UpgradeStrategy::BlueGreen)), &[], &[]);
    let never = "upgrade.max_unavailable: no machine could ever be exchanged";
    find(upgrade(Some(0), None, None), &[], &[never]);
    find(upgrade(Some(19), Some(2), None), &[], &["upgrade.max_surge: too many machines at a time"]);
    let all = "upgrade.strategy: a blue-green upgrade exchanges all machines";
    find(upgrade(Some(1), None, Some(UpgradeStrategy::BlueGreen)), &[], &[all]);
}

#[test]
fn sizes() {
    let scaling = |min, max, desired| move |p: &mut GpuPool| p.scaling = Scaling { min, max, desired };
    find(scaling(0, 0, Some(0)), &[], &[]);
    find(scaling(4, 4, None), &[], &[]);
    find(scaling(5, 4, None), &[], &["scaling.min: the lowest number of machines is above the highest"]);
    find(scaling(5, 4, None), &["scaling"], &[]);
    let bounds = "scaling.desired: the number of machines is out of its bounds";
    find(scaling(1, 4, Some(0)), &[], &[bounds]);
    find(scaling(1, 4, Some(5)), &[], &[bounds]);
    find(scaling(0, 4001, None), &[], &["scaling.max: too many machines"]);
    let zones = |desired, zones: &[&str]| {
        let zones = zones.iter().map(|zone| (*zone).to_owned()).collect();
        move |p: &mut GpuPool| {
            p.scaling = Scaling { min: 0, max: 1000, desired };
            gcp(p).zones = Some(zones);
        }
    };
    let three = ["europe-west4-a", "europe-west4-b", "europe-west4-c"];
    find(zones(Some(6), &three), &[], &[]);
    let evenly = "scaling.desired: the machines do not go evenly into the zones";
    find(zones(Some(7), &three), &[], &[evenly]);
    find(zones(Some(7), &three), &["gcp"], &[]);
    find(zones(None, &[]), &[], &["gcp.zones: no zone is named"]);
    find(zones(None, &["us-central1-a"]), &[], &["gcp.zones: not a zone of the cluster's region"]);
    find(zones(None, &[three[0], three[0]]), &[], &["gcp.zones: a zone is named twice"]);
    let queued = |p: &mut GpuPool| {
        p.capacity = Capacity::Queued;
        p.scaling.min = 1;
    };
    find(queued, &[], &["scaling.min: a pool of queued machines begins empty"]);
    let disk = |size_gb, key: &str| {
        let kms_key = Some(key.to_owned());
        move |p: &mut GpuPool| p.disk = Some(Disk { size_gb: Some(size_gb), disk_type: None, kms_key })
    };
    let key = "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k";
    find(disk(12, key), &[], &[]);
    find(disk(11, key), &[], &["disk.size_gb: not a size of a boot disk"]);
    find(disk(100, "k"), &[], &["disk.kms_key: not the name of a key in Cloud KMS"]);
}
