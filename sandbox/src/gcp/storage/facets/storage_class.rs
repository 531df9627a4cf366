//! The class of new objects, <https://cloud.google.com/storage/docs/storage-classes>.

use super::Change;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::Bucket;

/// Classes that objects can be moved to by a lifecycle rule, and that a bucket can have anywhere.
pub(super) const COMMON: &[&str] = &["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"];

/// Classes of old that mean STANDARD.
pub(super) const LEGACY: &[&str] = &["MULTI_REGIONAL", "REGIONAL", "DURABLE_REDUCED_AVAILABILITY"];

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    if bucket.storage_class.is_empty() {
        bucket.storage_class = change.prior.map_or("STANDARD".into(), |prior| prior.storage_class.clone());
    }
    bucket.storage_class.make_ascii_uppercase();
    let class = bucket.storage_class.as_str();
    if !COMMON.contains(&class) && !LEGACY.contains(&class) && class != "RAPID" {
        return Err(Refusal::invalid(format!("Invalid storage class \"{class}\"")));
    }
    let zonal = bucket.location_type == "zone";
    let fits = match class {
        "RAPID" => zonal,
        "REGIONAL" => bucket.location_type == "region",
        "MULTI_REGIONAL" => bucket.location_type != "region" && !zonal,
        _ => !zonal,
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::invalid(format!(
        "Project - may not create storageClass {class} buckets with locationConstraint {}{}.",
        bucket.location,
        bucket
            .custom_placement_config
            .iter()
            .flat_map(|custom| &custom.data_locations)
            .map(|region| format!(" and data_location {}", region.to_ascii_lowercase()))
            .collect::<String>()
    )))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, create};
    use serde_json::json;

    #[test]
    fn classes() {
        assert_eq!(create(json!({})).unwrap().storage_class, "STANDARD");
        assert_eq!(create(json!({ "storageClass": "nearline" })).unwrap().storage_class, "NEARLINE");
        check(json!({ "storageClass": "GLACIER" }), Err("Invalid storage class \"GLACIER\""));
        check(json!({ "storageClass": "MULTI_REGIONAL" }), Err("may not create storageClass MULTI_REGIONAL"));
        check(json!({ "storageClass": "REGIONAL", "location": "US" }), Err("locationConstraint US."));
        check(json!({ "storageClass": "RAPID" }), Err("may not create storageClass RAPID"));
    }
}
