//! Where buckets can be, <https://cloud.google.com/storage/docs/locations>.

/// A kind of place, as a bucket's `locationType` spells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum LocationType {
    Region,
    DualRegion,
    MultiRegion,
    /// One zone of a region, for the class RAPID.
    Zone,
}

impl LocationType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::DualRegion => "dual-region",
            Self::MultiRegion => "multi-region",
            Self::Zone => "zone",
        }
    }
}

/// Each region, and the multi-region or country whose configurable dual-regions may hold it (empty: none).
const REGIONS: &[(&str, &str)] = &[
    ("AFRICA-SOUTH1", ""),
    ("ASIA-EAST1", "ASIA"),
    ("ASIA-EAST2", ""),
    ("ASIA-NORTHEAST1", "ASIA"),
    ("ASIA-NORTHEAST2", "ASIA"),
    ("ASIA-NORTHEAST3", ""),
    ("ASIA-SOUTH1", "IN"),
    ("ASIA-SOUTH2", "IN"),
    ("ASIA-SOUTHEAST1", "ASIA"),
    ("ASIA-SOUTHEAST2", ""),
    ("ASIA-SOUTHEAST3", ""),
    ("AUSTRALIA-SOUTHEAST1", "AU"),
    ("AUSTRALIA-SOUTHEAST2", "AU"),
    ("EUROPE-CENTRAL2", "EU"),
    ("EUROPE-NORTH1", "EU"),
    ("EUROPE-NORTH2", ""),
    ("EUROPE-SOUTHWEST1", "EU"),
    ("EUROPE-WEST1", "EU"),
    ("EUROPE-WEST2", "GB"),
    ("EUROPE-WEST3", "EU"),
    ("EUROPE-WEST4", "EU"),
    ("EUROPE-WEST6", ""),
    ("EUROPE-WEST8", "EU"),
    ("EUROPE-WEST9", "EU"),
    ("EUROPE-WEST10", "DE"),
    ("EUROPE-WEST12", "IT"),
    ("ME-CENTRAL1", ""),
    ("ME-CENTRAL2", ""),
    ("ME-WEST1", ""),
    ("NORTHAMERICA-NORTHEAST1", "CA"),
    ("NORTHAMERICA-NORTHEAST2", "CA"),
    ("NORTHAMERICA-SOUTH1", ""),
    ("SOUTHAMERICA-EAST1", ""),
    ("SOUTHAMERICA-WEST1", ""),
    ("US-CENTRAL1", "US"),
    ("US-EAST1", "US"),
    ("US-EAST4", "US"),
    ("US-EAST5", "US"),
    ("US-SOUTH1", "US"),
    ("US-WEST1", "US"),
    ("US-WEST2", "US"),
    ("US-WEST3", "US"),
    ("US-WEST4", "US"),
];

/// Regions that may stand in a second multi-region or country, besides the one above.
const ALSO_IN: &[(&str, &str)] = &[("EUROPE-WEST3", "DE"), ("EUROPE-WEST8", "IT")];

const DUAL_REGIONS: &[&str] = &["ASIA1", "EUR4", "EUR5", "EUR7", "EUR8", "NAM4"];

const MULTI_REGIONS: &[&str] = &["ASIA", "EU", "US"];

/// Places that hold only configurable dual-regions.
const COUNTRIES: &[&str] = &["AU", "CA", "DE", "GB", "IN", "IT"];

/// What kind of place this is, without regard to a placement of its own; `None` when there is no such place.
/// `location` is in capitals.
pub(crate) fn location_type(location: &str) -> Option<LocationType> {
    if REGIONS.iter().any(|(region, _)| *region == location) {
        Some(LocationType::Region)
    } else if DUAL_REGIONS.contains(&location) {
        Some(LocationType::DualRegion)
    } else if MULTI_REGIONS.contains(&location) {
        Some(LocationType::MultiRegion)
    } else {
        None
    }
}

/// Whether configurable dual-regions can be made in this place. `location` is in capitals.
pub(crate) fn holds_dual_regions(location: &str) -> bool {
    MULTI_REGIONS.contains(&location) || COUNTRIES.contains(&location)
}

/// Whether a region can be one of a configurable dual-region of this place. Both are in capitals.
pub(crate) fn is_region_of(region: &str, location: &str) -> bool {
    REGIONS.iter().chain(ALSO_IN).any(|known| *known == (region, location))
}

/// The location that a Cloud KMS key must have for a bucket in this place,
/// <https://cloud.google.com/storage/docs/encryption/customer-managed-keys#key-locations>. Cloud KMS calls the
/// multi-region EU `europe`.
pub(crate) fn kms_location(location: &str) -> String {
    if location == "EU" { "europe".into() } else { location.to_ascii_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        for (location, expected) in [
            ("EUROPE-WEST3", Some("region")),
            ("NAM4", Some("dual-region")),
            ("US", Some("multi-region")),
            ("IN", None),
            ("US-EAST-1", None),
            ("europe-west3", None),
        ] {
            assert_eq!(location_type(location).map(LocationType::name), expected, "{location}");
        }
    }

    #[test]
    fn dual_regions() {
        assert!(is_region_of("EUROPE-WEST3", "EU") && is_region_of("EUROPE-WEST3", "DE"));
        assert!(!is_region_of("EUROPE-WEST6", "EU") && !is_region_of("US-EAST1", "EU"));
        assert!(holds_dual_regions("IN") && !holds_dual_regions("NAM4"));
    }
}
