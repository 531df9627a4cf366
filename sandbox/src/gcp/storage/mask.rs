//! Field masks of gRPC, as paths in the JSON document of the same resource.

use crate::gcp::refusal::Refusal;

/// The fields of a `google.storage.v2.Bucket` whose JSON names do not follow from their own.
const BUCKET_RENAMED: &[(&str, &str)] = &[
    ("bucket_id", "name"),
    ("create_time", "timeCreated"),
    ("encryption.default_kms_key", "encryption.defaultKmsKeyName"),
    ("iam_config", "iamConfiguration"),
    ("iam_config.public_access_prevention", "iamConfiguration.publicAccessPrevention"),
    ("iam_config.uniform_bucket_level_access", "iamConfiguration.uniformBucketLevelAccess"),
    ("iam_config.uniform_bucket_level_access.enabled", "iamConfiguration.uniformBucketLevelAccess.enabled"),
    (
        "iam_config.uniform_bucket_level_access.lock_time",
        "iamConfiguration.uniformBucketLevelAccess.lockedTime",
    ),
    ("object_retention.enabled", "objectRetention.mode"),
    ("project", "projectNumber"),
    ("retention_policy.retention_duration", "retentionPolicy.retentionPeriod"),
    ("soft_delete_policy.retention_duration", "softDeletePolicy.retentionDurationSeconds"),
    ("update_time", "updated"),
];

/// The fields whose JSON names are their own in camel case.
const BUCKET_PLAIN: &[&str] = &[
    "acl",
    "autoclass",
    "autoclass.enabled",
    "autoclass.terminal_storage_class",
    "autoclass.terminal_storage_class_update_time",
    "autoclass.toggle_time",
    "billing",
    "billing.requester_pays",
    "cors",
    "custom_placement_config",
    "custom_placement_config.data_locations",
    "default_event_based_hold",
    "default_object_acl",
    "encryption",
    "encryption.customer_managed_encryption_enforcement_config",
    "encryption.customer_managed_encryption_enforcement_config.restriction_mode",
    "encryption.customer_supplied_encryption_enforcement_config",
    "encryption.customer_supplied_encryption_enforcement_config.restriction_mode",
    "encryption.google_managed_encryption_enforcement_config",
    "encryption.google_managed_encryption_enforcement_config.restriction_mode",
    "etag",
    "hierarchical_namespace",
    "hierarchical_namespace.enabled",
    "ip_filter",
    "ip_filter.allow_all_service_agent_access",
    "ip_filter.allow_cross_org_vpcs",
    "ip_filter.mode",
    "ip_filter.public_network_source",
    "ip_filter.public_network_source.allowed_ip_cidr_ranges",
    "ip_filter.vpc_network_sources",
    "labels",
    "lifecycle",
    "lifecycle.rule",
    "location",
    "location_type",
    "logging",
    "logging.log_bucket",
    "logging.log_object_prefix",
    "metageneration",
    "name",
    "object_retention",
    "owner",
    "retention_policy",
    "retention_policy.effective_time",
    "retention_policy.is_locked",
    "rpo",
    "satisfies_pzs",
    "soft_delete_policy",
    "soft_delete_policy.effective_time",
    "storage_class",
    "versioning",
    "versioning.enabled",
    "website",
    "website.main_page_suffix",
    "website.not_found_page",
];

/// The same for a `google.storage.v2.Object`.
const OBJECT_RENAMED: &[(&str, &str)] = &[
    ("checksums.crc32c", "crc32c"),
    ("checksums.md5_hash", "md5Hash"),
    ("create_time", "timeCreated"),
    ("delete_time", "timeDeleted"),
    ("kms_key", "kmsKeyName"),
    ("retention_expire_time", "retentionExpirationTime"),
    ("update_time", "updated"),
];

const OBJECT_PLAIN: &[&str] = &[
    "bucket",
    "content_type",
    "etag",
    "event_based_hold",
    "generation",
    "hard_delete_time",
    "metadata",
    "metageneration",
    "name",
    "size",
    "soft_delete_time",
    "storage_class",
    "temporary_hold",
];

/// A field mask.
#[derive(Debug, PartialEq)]
pub(crate) enum Mask {
    /// `*`
    All,
    /// Paths in the JSON document.
    Paths(Vec<Vec<String>>),
}

/// What a mask of a bucket means.
pub(crate) fn bucket(mask: &prost_types::FieldMask) -> Result<Mask, Refusal> {
    read(mask, BUCKET_PLAIN, BUCKET_RENAMED)
}

/// What a mask of an object means.
pub(crate) fn object(mask: &prost_types::FieldMask) -> Result<Mask, Refusal> {
    read(mask, OBJECT_PLAIN, OBJECT_RENAMED)
}

fn read(mask: &prost_types::FieldMask, plain: &[&str], renamed: &[(&str, &str)]) -> Result<Mask, Refusal> {
    if mask.paths.iter().any(|path| path == "*") {
        return Ok(Mask::All);
    }
    let paths = mask.paths.iter().map(|path| {
        // A label is named by its key, in backquotes where the key is not an identifier.
        if let Some((map @ ("labels" | "metadata"), key)) = path.split_once('.') {
            return Ok(vec![map.to_owned(), key.trim_matches('`').to_owned()]);
        }
        if let Some((_, json)) = renamed.iter().find(|(field, _)| field == path) {
            return Ok(json.split('.').map(str::to_owned).collect());
        }
        if plain.contains(&path.as_str()) {
            return Ok(path.split('.').map(camel).collect());
        }
        Err(Refusal::invalid(format!("Invalid field mask path: '{path}'")))
    });
    Ok(Mask::Paths(paths.collect::<Result<_, _>>()?))
}

fn camel(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut name, word| {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: Option<&str>) {
        let mask = prost_types::FieldMask { paths: vec![path.into()] };
        let seen = bucket(&mask).ok().map(|mask| match mask {
            Mask::All => "*".to_owned(),
            Mask::Paths(paths) => paths[0].join("/"),
        });
        assert_eq!(seen.as_deref(), expected, "{path}");
    }

    #[test]
    fn paths() {
        check("*", Some("*"));
        check("storage_class", Some("storageClass"));
        check("labels.my-key", Some("labels/my-key"));
        check("labels.`my.key`", Some("labels/my.key"));
        check(
            "iam_config.uniform_bucket_level_access.enabled",
            Some("iamConfiguration/uniformBucketLevelAccess/enabled"),
        );
        check("autoclass.terminal_storage_class", Some("autoclass/terminalStorageClass"));
        check("storageClass", None);
        check("nonsense", None);
        check("", None);
    }

    /// Each path must lead to a field that the model knows, or a mask would pass over it in silence.
    #[test]
    fn the_model_has_what_masks_name() {
        let bucket_message: Vec<String> = BUCKET_PLAIN
            .iter()
            .map(|path| path.split('.').map(camel).collect::<Vec<_>>().join("."))
            .chain(BUCKET_RENAMED.iter().map(|(_, json)| (*json).to_owned()))
            .filter(|path| !["satisfiesPzs"].contains(&path.as_str()))
            .collect();
        let whole = serde_json::to_value(super::super::wire::bucket::tests::full()).unwrap();
        for path in bucket_message {
            let found = path.split('.').try_fold(&whole, |value, key| value.get(key));
            assert!(found.is_some(), "{path}");
        }
    }
}
