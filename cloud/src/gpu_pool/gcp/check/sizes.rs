//! How many machines, how large their disks are, and where they stand.

use super::Problems;
use crate::gpu_pool::Capacity;

/// The smallest boot disk in GiB (`container.v1`, field `diskSizeGb`), and the largest ("Persistent Disk", Compute Engine
/// docs).
const DISK: std::ops::RangeInclusive<u32> = 12..=65_536;

/// Machines of a pool in one zone ("Quotas and limits", GKE docs), and the zones of a region that a cluster is in, which
/// are four at most.
const NODES: u32 = 1000;
const MOST_ZONES: u32 = 4;

pub(super) fn check(problems: &mut Problems<'_>) {
    scaling(problems);
    if problems.known("disk") {
        disk(problems);
    }
    if problems.known("gcp") {
        zones(problems);
    }
}

fn scaling(problems: &mut Problems<'_>) {
    let scaling = problems.pool.scaling;
    let desired = scaling.desired.unwrap_or(scaling.min);
    let queued = problems.pool.capacity == Capacity::Queued;
    problems.rule(
        &["scaling"],
        scaling.min > scaling.max,
        "scaling.min",
        "the lowest number of machines is above the highest",
        "set scaling.min to scaling.max or less",
    );
    problems.rule(
        &["scaling"],
        scaling.min <= scaling.max && !(scaling.min..=scaling.max).contains(&desired),
        "scaling.desired",
        "the number of machines is out of its bounds",
        "it lies between scaling.min and scaling.max",
    );
    // "Run a large-scale workload with flex-start with queued provisioning", GKE docs: the pool begins empty.
    problems.rule(
        &["scaling", "capacity"],
        queued && desired > 0,
        if scaling.desired.is_some() { "scaling.desired" } else { "scaling.min" },
        "a pool of queued machines begins empty",
        "machines come with the jobs that wait for them: set it to 0",
    );
    let zones = problems.extras.zones.as_ref().and_then(|zones| u32::try_from(zones.len().max(1)).ok());
    problems.rule(
        &["scaling", "gcp"],
        scaling.max > NODES.saturating_mul(zones.unwrap_or(MOST_ZONES)),
        "scaling.max",
        "too many machines",
        "a pool of GKE has at most 1000 in each zone",
    );
    let zones = zones.unwrap_or(1);
    problems.rule(
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

fn disk(problems: &mut Problems<'_>) {
    let Some(disk) = &problems.pool.disk else { return };
    if let Some(size) = disk.size_gb.filter(|size| !DISK.contains(size)) {
        let detail = format!("{size} is none of {} to {}", DISK.start(), DISK.end());
        problems.add("disk.size_gb", "not a size of a boot disk", detail);
    }
    let Some(key) = disk.kms_key.as_deref() else { return };
    let parts: Vec<&str> = key.split('/').collect();
    let named = matches!(parts.as_slice(), ["projects", project, "locations", place, "keyRings", ring, "cryptoKeys", key]
        if ![project, place, ring, key].iter().any(|part| part.is_empty()));
    if !named {
        problems.add(
            "disk.kms_key",
            "not the name of a key in Cloud KMS",
            format!("{key:?} must be projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY"),
        );
    }
}

fn zones(problems: &mut Problems<'_>) {
    let Some(zones) = &problems.extras.zones else { return };
    if zones.is_empty() {
        problems.add(
            "gcp.zones",
            "no zone is named",
            "name one at least, or leave it out for those of the cluster",
        );
    }
    let location = &problems.pool.location;
    let mut seen = std::collections::BTreeSet::new();
    for zone in zones {
        // A zone is its region and a letter; a cluster of one zone can have pools in others of the region.
        let region = if location.split('-').count() > 2 {
            location.rsplit_once('-').map_or(location.as_str(), |(region, _)| region)
        } else {
            location
        };
        let inside = zone.rsplit_once('-').is_some_and(|(it, letter)| it == region && letter.len() == 1);
        if !inside && problems.known("location") {
            problems.add(
                "gcp.zones",
                "not a zone of the cluster's region",
                format!("{zone:?} must be a zone of {region}, such as \"{region}-b\""),
            );
        } else if !seen.insert(zone) {
            problems.add("gcp.zones", "a zone is named twice", format!("name {zone} once"));
        }
    }
}
