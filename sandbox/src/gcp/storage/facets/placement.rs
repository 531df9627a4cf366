//! Where the bucket is: location, dual-regions of one's own, and the recovery point objective.

use super::Change;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::locations::{self, LocationType};
use crate::gcp::storage::model::Bucket;

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    bucket.location.make_ascii_uppercase();
    if bucket.custom_placement_config.as_ref().is_some_and(|custom| custom.data_locations.is_empty()) {
        bucket.custom_placement_config = None;
    }
    for region in bucket.custom_placement_config.iter_mut().flat_map(|custom| &mut custom.data_locations) {
        region.make_ascii_uppercase();
    }
    match change.prior {
        Some(prior) => keep(bucket, prior)?,
        None if bucket.location.is_empty() => bucket.location = "US".into(),
        None => {}
    }
    let kind = kind(bucket)?;
    bucket.location_type = kind.name().into();
    settle_rpo(bucket, kind)
}

/// A bucket stays where it was made: moving is another API's matter.
fn keep(bucket: &mut Bucket, prior: &Bucket) -> Result<(), Refusal> {
    if bucket.location.is_empty() {
        bucket.location.clone_from(&prior.location);
    }
    if bucket.custom_placement_config.is_none() {
        bucket.custom_placement_config.clone_from(&prior.custom_placement_config);
    }
    if bucket.location != prior.location || bucket.custom_placement_config != prior.custom_placement_config {
        return Err(Refusal::invalid("The location of a bucket cannot be changed."));
    }
    Ok(())
}

fn kind(bucket: &Bucket) -> Result<LocationType, Refusal> {
    let location = bucket.location.as_str();
    let wrong = || Refusal::invalid("The specified location constraint is not valid.");
    let Some(custom) = &bucket.custom_placement_config else {
        return locations::location_type(location).ok_or_else(wrong);
    };
    match custom.data_locations.as_slice() {
        [zone] if is_zone_of(zone, location) => Ok(LocationType::Zone),
        [one, other]
            if one != other
                && locations::holds_dual_regions(location)
                && locations::is_region_of(one, location)
                && locations::is_region_of(other, location) =>
        {
            Ok(LocationType::DualRegion)
        }
        _ => Err(Refusal::invalid(format!(
            "The specified custom placement config is not valid for location {location}: it takes two different \
             regions within the location."
        ))),
    }
}

/// Zones are regions with a letter: `US-CENTRAL1-A`.
fn is_zone_of(zone: &str, location: &str) -> bool {
    locations::location_type(location) == Some(LocationType::Region)
        && zone
            .strip_prefix(location)
            .and_then(|rest| rest.strip_prefix('-'))
            .is_some_and(|letter| letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_uppercase()))
}

/// <https://cloud.google.com/storage/docs/availability-durability#turbo-replication>: only dual-regions have the turbo
/// replication; buckets of one region have no such setting.
fn settle_rpo(bucket: &mut Bucket, kind: LocationType) -> Result<(), Refusal> {
    let wanted = bucket.rpo.take().filter(|rpo| !rpo.is_empty());
    bucket.rpo = match (wanted.as_deref(), kind) {
        (None | Some("DEFAULT"), LocationType::Region | LocationType::Zone) => None,
        (None | Some("DEFAULT"), _) => Some("DEFAULT".into()),
        (Some("ASYNC_TURBO"), LocationType::DualRegion) => Some("ASYNC_TURBO".into()),
        (Some("ASYNC_TURBO"), _) => {
            return Err(Refusal::invalid("RPO ASYNC_TURBO is only supported for dual-region buckets."));
        }
        (Some(other), _) => return Err(Refusal::invalid(format!("Invalid RPO value: '{other}'"))),
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, create};
    use serde_json::json;

    #[test]
    fn locations() {
        let bucket = create(json!({})).unwrap();
        assert_eq!((bucket.location.as_str(), bucket.location_type.as_str()), ("US-EAST1", "region"));
        check(json!({ "location": "us-east-1" }), Err("location constraint is not valid"));
        let placed =
            |regions| json!({ "location": "us", "customPlacementConfig": { "dataLocations": regions } });
        let bucket = create(placed(json!(["us-east1", "us-west1"]))).unwrap();
        assert_eq!((bucket.location_type.as_str(), bucket.rpo.as_deref()), ("dual-region", Some("DEFAULT")));
        check(placed(json!(["us-east1"])), Err("two different regions"));
        check(placed(json!(["us-east1", "us-east1"])), Err("two different regions"));
        check(placed(json!(["us-east1", "europe-west1"])), Err("two different regions"));
    }

    #[test]
    fn recovery_point() {
        check(json!({ "location": "NAM4", "rpo": "ASYNC_TURBO" }), Ok(()));
        check(json!({ "location": "US", "rpo": "ASYNC_TURBO" }), Err("only supported for dual-region"));
        check(json!({ "location": "NAM4", "rpo": "FAST" }), Err("Invalid RPO"));
        assert_eq!(create(json!({ "rpo": "DEFAULT" })).unwrap().rpo, None);
    }

    #[test]
    fn a_bucket_stays() {
        let bucket = create(json!({})).unwrap();
        assert!(change(Some(&bucket), json!({ "location": "us-EAST1" })).is_ok());
        assert!(change(Some(&bucket), json!({ "location": "EU" })).is_err());
    }
}
