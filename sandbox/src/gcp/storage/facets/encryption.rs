//! The key for new objects and the kinds of encryption they may have,
//! <https://cloud.google.com/storage/docs/encryption/enforce-encryption-types>.

use super::Change;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::locations;
use crate::gcp::storage::model::{Bucket, Encryption, Enforcement};

pub(super) fn settle(bucket: &mut Bucket, change: &Change<'_>) -> Result<(), Refusal> {
    let Some(encryption) = &mut bucket.encryption else { return Ok(()) };
    if encryption.default_kms_key_name.as_deref() == Some("") {
        encryption.default_kms_key_name = None;
    }
    if let Some(key) = &encryption.default_kms_key_name {
        check_key(key, &bucket.location)?;
    }
    let prior = change.prior.and_then(|prior| prior.encryption.clone()).unwrap_or_default();
    enforce(
        &mut encryption.google_managed_encryption_enforcement_config,
        prior.google_managed_encryption_enforcement_config,
        change,
    )?;
    enforce(
        &mut encryption.customer_managed_encryption_enforcement_config,
        prior.customer_managed_encryption_enforcement_config,
        change,
    )?;
    enforce(
        &mut encryption.customer_supplied_encryption_enforcement_config,
        prior.customer_supplied_encryption_enforcement_config,
        change,
    )?;
    if *encryption == Encryption::default() {
        bucket.encryption = None;
    }
    Ok(())
}

fn check_key(key: &str, location: &str) -> Result<(), Refusal> {
    let parts: Vec<&str> = key.split('/').collect();
    let ["projects", project, "locations", region, "keyRings", ring, "cryptoKeys", name] = parts[..] else {
        return Err(malformed(key));
    };
    if [project, region, ring, name].contains(&"") {
        return Err(malformed(key));
    }
    if region.eq_ignore_ascii_case(&locations::kms_location(location)) {
        return Ok(());
    }
    Err(Refusal::invalid(format!(
        "Cloud KMS region '{region}' not available for use with GCS region '{location}'."
    )))
}

fn malformed(key: &str) -> Refusal {
    Refusal::invalid(format!("Malformed Cloud KMS crypto key: {key}"))
}

fn enforce(
    wanted: &mut Option<Enforcement>,
    prior: Option<Enforcement>,
    change: &Change<'_>,
) -> Result<(), Refusal> {
    let Some(config) = wanted else { return Ok(()) };
    match config.restriction_mode.as_deref() {
        None | Some("") => *wanted = None,
        Some("NotRestricted" | "FullyRestricted") => {
            let same = prior.filter(|prior| prior.restriction_mode == config.restriction_mode);
            config.effective_time = same.map_or(Some(change.now), |prior| prior.effective_time);
        }
        Some(other) => return Err(Refusal::invalid(format!("Invalid restriction mode: '{other}'"))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, create};
    use serde_json::{Value, json};

    fn key(bucket: &str, region: &str) -> Value {
        let name = format!("projects/p/locations/{region}/keyRings/r/cryptoKeys/k");
        json!({ "location": bucket, "encryption": { "defaultKmsKeyName": name } })
    }

    #[test]
    fn keys_are_where_the_bucket_is() {
        check(key("us-east1", "us-east1"), Ok(()));
        check(key("US", "us"), Ok(()));
        check(key("EU", "europe"), Ok(()));
        check(key("NAM4", "nam4"), Ok(()));
        check(
            key("US", "global"),
            Err("Cloud KMS region 'global' not available for use with GCS region 'US'."),
        );
        check(json!({ "encryption": { "defaultKmsKeyName": "my-key" } }), Err("Malformed Cloud KMS"));
        check(key("us-east1", ""), Err("Malformed Cloud KMS"));
    }

    #[test]
    fn enforcement() {
        let mode = |mode| json!({ "encryption": { "googleManagedEncryptionEnforcementConfig": { "restrictionMode": mode } } });
        let bucket = create(mode("FullyRestricted")).unwrap();
        let config = bucket.encryption.unwrap().google_managed_encryption_enforcement_config.unwrap();
        assert!(config.restricted() && config.effective_time.is_some());
        check(mode("Restricted"), Err("Invalid restriction mode"));
        assert_eq!(create(json!({ "encryption": {} })).unwrap().encryption, None);
    }
}
