//! How many machines, how large their disks are, and where they stand.

use super::Subject;
use crate::gpu_pool::Capacity;

/// The smallest boot disk in GiB (`container.v1`, field `diskSizeGb`), and the largest ("Persistent Disk", Compute Engine
/// docs).
const DISK: std::ops::RangeInclusive<u32> = 12..=65_536;

/// Machines of a pool in one zone ("Quotas and limits", GKE docs), and the zones of a region that a cluster is in, which
/// are four at most.
const NODES: u32 = 1000;
const MOST_ZONES: u32 = 4;

pub(super) fn check(subject: &mut Subject<'_>) {
    scaling(subject);
    if subject.known(&["disk"]) {
        disk(subject);
    }
    if subject.known(&["gcp"]) {
        zones(subject);
    }
}

fn scaling(subject: &mut Subject<'_>) {
    let scaling = subject.wanted.scaling;
    let desired = scaling.desired.unwrap_or(scaling.min);
    let queued = subject.wanted.capacity == Capacity::Queued;
    subject.rule(
        &["scaling"],
        scaling.min > scaling.max,
        "scaling.min",
        "the lowest number of machines is above the highest",
        "set scaling.min to scaling.max or less",
    );
    subject.rule(
        &["scaling"],
        scaling.min <= scaling.max && !(scaling.min..=scaling.max).contains(&desired),
        "scaling.desired",
        "the number of machines is out of its bounds",
        "it lies between scaling.min and scaling.max",
    );
    // "Run a large-scale workload with flex-start with queued provisioning", GKE docs: the pool begins empty.
    subject.rule(
        &["scaling", "capacity"],
        queued && desired > 0,
        if scaling.desired.is_some() { "scaling.desired" } else { "scaling.min" },
        "a pool of queued machines begins empty",
        "machines come with the jobs that wait for them: set it to 0",
    );
    let zones = subject.extras.zones.as_ref().and_then(|zones| u32::try_from(zones.len().max(1)).ok());
    subject.rule(
        &["scaling", "gcp"],
        scaling.max > NODES.saturating_mul(zones.unwrap_or(MOST_ZONES)),
        "scaling.max",
        "too many machines",
        "a pool of GKE has at most 1000 in each zone",
    );
    let zones = zones.unwrap_or(1);
    subject.rule(
        &["scaling", "gcp"],
        scaling.desired.is_some_and(|desired| !desired.is_multiple_of(zones)),
        "scaling.desired",
        "the machines do not go evenly into the zones",
        &format!(
            "GKE sets the size in each zone: choose a multiple of {zones}, name fewer zones in gcp.zones, or leave the \
             size to the autoscaler"
        ),
    );
}

fn disk(subject: &mut Subject<'_>) {
    let Some(disk) = &subject.wanted.disk else { return };
    if let Some(size) = disk.size_gb.filter(|size| !DISK.contains(size)) {
        let detail = format!("{size} is none of {} to {}", DISK.start(), DISK.end());
        subject.problem("disk.size_gb", "not a size of a boot disk", detail);
    }
    let Some(key) = disk.kms_key.as_deref() else { return };
    let parts: Vec<&str> = key.split('/').collect();
    let named = matches!(parts.as_slice(), ["projects", project, "locations", place, "keyRings", ring, "cryptoKeys", key]
        if ![project, place, ring, key].iter().any(|part| part.is_empty()));
    if !named {
        subject.problem(
            "disk.kms_key",
            "not the name of a key in Cloud KMS",
            format!("{key:?} must be projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY"),
        );
    }
}

fn zones(subject: &mut Subject<'_>) {
    let Some(zones) = &subject.extras.zones else { return };
    if zones.is_empty() {
        subject.problem(
            "gcp.zones",
            "no zone is named",
            "name one at least, or leave it out for those of the cluster",
        );
    }
    let location = &subject.wanted.location;
    let mut seen = std::collections::BTreeSet::new();
    for zone in zones {
        // A zone is its region and a letter; a cluster of one zone can have pools in others of the region.
        let region = if location.split('-').count() > 2 {
            location.rsplit_once('-').map_or(location.as_str(), |(region, _)| region)
        } else {
            location
        };
        let inside = zone.rsplit_once('-').is_some_and(|(it, letter)| it == region && letter.len() == 1);
        if !inside && subject.known(&["location"]) {
            subject.problem(
                "gcp.zones",
                "not a zone of the cluster's region",
                format!("{zone:?} must be a zone of {region}, such as \"{region}-b\""),
            );
        } else if !seen.insert(zone) {
            subject.problem("gcp.zones", "a zone is named twice", format!("name {zone} once"));
        }
    }
}
