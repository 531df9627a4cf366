//! Where the bucket is: its location, placement, replication, and the key that must be in the same place.

use super::Subject;
use crate::bucket::Rpo;

/// Pairs of regions that have a name of their own ("Bucket locations", Cloud Storage docs).
const DUAL_REGIONS: &[&str] = &["asia1", "eur4", "eur5", "eur7", "eur8", "nam4"];

/// Large areas.
const MULTI_REGIONS: &[&str] = &["asia", "eu", "us"];

/// What a location's code says that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `europe-west4`
    Region,
    /// `europe-west4-a`
    Zone,
    /// `EU`, `NAM4`: an area or a pair.
    Area,
    Other,
}

pub(super) fn check(subject: &mut Subject<'_>) {
    let location = subject.wanted.location.to_lowercase();
    if subject.known(&["location"]) && shape(&location) != Shape::Region && shape(&location) != Shape::Area {
        subject.problem(
            "location",
            "not a location of Google Cloud Storage",
            format!(
                "{:?} is no region such as \"europe-west4\", dual-region such as \"EUR4\" or multi-region such as \
                 \"EU\"{}",
                subject.wanted.location,
                if shape(&location) == Shape::Zone {
                    "; for a zonal bucket, give the region here and the zone in gcp.placement, with gcp.rapid"
                } else {
                    ""
                }
            ),
        );
        return;
    }
    if subject.known(&["gcp"]) {
        placement(subject, &location);
        replication(subject, &location);
    }
    if subject.known(&["encryption"]) {
        key(subject, &location);
    }
}

fn placement(subject: &mut Subject<'_>, location: &str) {
    let at = "gcp.placement";
    let known = subject.known(&["location"]);
    let rapid = subject.rapid();
    let Some(places) = &subject.extras.placement else {
        if rapid {
            subject.problem(
                at,
                "a zonal bucket needs its zone",
                "with gcp.rapid, gcp.placement names one zone of the bucket's region, such as [\"us-east1-b\"]",
            );
        }
        return;
    };
    let places: Vec<_> = places.iter().map(|place| place.to_lowercase()).collect();
    match places.as_slice() {
        [zone] if rapid => {
            let within = zone.rsplit_once('-').is_some_and(|(region, _)| region == location);
            if shape(zone) != Shape::Zone || (known && !within) {
                subject.problem(
                    at,
                    "not a zone of the bucket's region",
                    format!("{zone:?} is no zone in {location:?}; a zone is the region's name and a letter"),
                );
            }
        }
        _ if rapid => subject.problem(at, "a zonal bucket has one zone", "name one zone of the bucket's region"),
        [one, other] if one != other && [one, other].iter().all(|place| shape(place) == Shape::Region) => {
            if known && shape(location) == Shape::Region {
                subject.problem(
                    at,
                    "regions are placed in an area",
                    format!(
                        "location is the region {location:?}; with gcp.placement it is the area of both regions, \
                         such as \"US\" or \"EU\""
                    ),
                );
            }
        }
        _ => subject.problem(
            at,
            "not a pair of regions",
            "a dual-region of your own has exactly two different regions, such as [\"us-east1\", \"us-west1\"]",
        ),
    }
}

/// Turbo replication is for pairs of regions ("Data availability and durability", Cloud Storage docs).
fn replication(subject: &mut Subject<'_>, location: &str) {
    let turbo = subject.extras.rpo == Some(Rpo::AsyncTurbo);
    let pair = subject.extras.placement.is_some() && !subject.rapid();
    let single = shape(location) == Shape::Region || MULTI_REGIONS.contains(&location);
    if turbo && subject.known(&["location"]) && !pair && single {
        subject.problem(
            "gcp.rpo",
            "turbo replication needs a dual-region",
            format!(
                "{location:?} is not a pair of regions; choose one of {}, or name two regions in gcp.placement",
                DUAL_REGIONS.join(", ")
            ),
        );
    }
}

/// A key serves buckets in its own location only ("Customer-managed encryption keys", Cloud Storage docs).
fn key(subject: &mut Subject<'_>, location: &str) {
    let at = "encryption.kms_key";
    let Some(encryption) = &subject.wanted.encryption else { return };
    let parts: Vec<_> = encryption.kms_key.split('/').collect();
    let ["projects", project, "locations", place, "keyRings", ring, "cryptoKeys", key] = parts.as_slice()
    else {
        subject.problem(
            at,
            "not the name of a key in Cloud KMS",
            format!(
                "{:?} must be projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY, without a version",
                encryption.kms_key
            ),
        );
        return;
    };
    if [project, place, ring, key].iter().any(|part| part.is_empty()) {
        subject.problem(at, "not the name of a key in Cloud KMS", "a part of the key's name is empty");
    }
    if !subject.known(&["location"]) {
        return;
    }
    let fitting = match location {
        // Cloud KMS has another name for the same area ("Cloud KMS locations").
        "eu" => Some("europe"),
        area if shape(area) == Shape::Region || MULTI_REGIONS.contains(&area) => Some(area),
        _ => None,
    };
    let place = place.to_lowercase();
    if place == "global" || fitting.is_some_and(|fitting| fitting != place) {
        subject.problem(
            at,
            "the key is in another location",
            format!(
                "the key is in {place:?} and the bucket in {location:?}; a bucket takes keys of its own location \
                 only{}",
                fitting.map(|fitting| format!(", here {fitting:?}")).unwrap_or_default()
            ),
        );
    }
}

fn shape(code: &str) -> Shape {
    let letters = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase());
    let numbered = |text: &str| {
        let word = text.trim_end_matches(|c: char| c.is_ascii_digit());
        letters(word) && word.len() < text.len()
    };
    match code.split('-').collect::<Vec<_>>().as_slice() {
        [area] if letters(area.trim_end_matches(|c: char| c.is_ascii_digit())) => Shape::Area,
        [continent, region] if letters(continent) && numbered(region) => Shape::Region,
        [continent, region, zone]
            if letters(continent) && numbered(region) && letters(zone) && zone.len() == 1 =>
        {
            Shape::Zone
        }
        _ => Shape::Other,
    }
}
