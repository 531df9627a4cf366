//! Folders that are real, <https://cloud.google.com/storage/docs/hns-overview>, and what they and the class RAPID do
//! not go with.

use super::Change;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::model::Bucket;

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    // The service takes a change of the setting, and passes over it.
    if let Some(prior) = change.prior {
        bucket.hierarchical_namespace.clone_from(&prior.hierarchical_namespace);
    }
    if !bucket.hierarchical() {
        bucket.hierarchical_namespace = None;
        if bucket.storage_class == "RAPID" {
            return Err(Refusal::invalid("RAPID buckets must have a hierarchical namespace."));
        }
        return Ok(());
    }
    if !bucket.uniform_access() {
        return Err(Refusal::invalid("Hierarchical namespace buckets must use uniform bucket-level access."));
    }
    let unsupported = if bucket.versioned() {
        "Versioning"
    } else if bucket.retention_policy.is_some() {
        "Retention policy"
    } else if bucket.object_retention.is_some() {
        "Object retention config"
    } else if bucket.storage_class == "RAPID" && bucket.autoclassed() {
        return Err(Refusal::invalid("Autoclass is not supported for RAPID buckets."));
    } else {
        return Ok(());
    };
    Err(Refusal::invalid(format!("{unsupported} is not supported for hierarchical namespace buckets.")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{change, check, create};
    use serde_json::{Value, json};

    fn hierarchical(more: Value) -> Value {
        let mut wanted = json!({
            "hierarchicalNamespace": { "enabled": true },
            "iamConfiguration": { "uniformBucketLevelAccess": { "enabled": true } },
        });
        crate::gcp::document::merge(&mut wanted, more);
        wanted
    }

    #[test]
    fn what_goes_together() {
        check(hierarchical(json!({})), Ok(()));
        check(json!({ "hierarchicalNamespace": { "enabled": true } }), Err("must use uniform"));
        check(hierarchical(json!({ "versioning": { "enabled": true } })), Err("Versioning is not supported"));
        check(
            hierarchical(json!({ "retentionPolicy": { "retentionPeriod": 1 } })),
            Err("Retention policy is"),
        );
    }

    #[test]
    fn rapid() {
        let zonal = json!({
            "storageClass": "RAPID", "customPlacementConfig": { "dataLocations": ["us-east1-b"] },
        });
        let bucket = create(hierarchical(zonal.clone())).unwrap();
        assert_eq!(bucket.location_type, "zone");
        assert_eq!(bucket.soft_delete_policy.unwrap().retention_duration_seconds.0, 0);
        check(zonal, Err("must have a hierarchical namespace"));
    }

    #[test]
    fn it_stays() {
        let bucket = create(hierarchical(json!({}))).unwrap();
        let off = json!({ "hierarchicalNamespace": { "enabled": false } });
        assert!(change(Some(&bucket), off).unwrap().hierarchical());
        assert!(change(Some(&bucket), json!({ "labels": { "a": "b" } })).unwrap().hierarchical());
    }
}
