//! Object lock: the retention that new objects get.

use s3s::dto::{
    DefaultRetention, GetObjectLockConfigurationInput, GetObjectLockConfigurationOutput, ObjectLockEnabled,
    ObjectLockRetentionMode, PutObjectLockConfigurationInput, PutObjectLockConfigurationOutput,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, invalid_argument, malformed_xml};
use super::state::{State, found};

/// Longest retention, in days: a hundred years.
const LONGEST: i32 = 36_500;

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetObjectLockConfigurationInput,
) -> S3Result<GetObjectLockConfigurationOutput> {
    let configuration = found(state.bucket(&input.bucket)?.object_lock.as_ref(), missing)?;
    Ok(GetObjectLockConfigurationOutput { object_lock_configuration: Some(configuration) })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutObjectLockConfigurationInput,
) -> S3Result<PutObjectLockConfigurationOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    let configuration = input.object_lock_configuration.ok_or_else(malformed_xml)?;
    let status = configuration.object_lock_enabled.as_ref().map(ObjectLockEnabled::as_str);
    if status != Some(ObjectLockEnabled::ENABLED) {
        return Err(malformed_xml());
    }
    if let Some(rule) = &configuration.rule {
        check(rule.default_retention.as_ref().ok_or_else(malformed_xml)?)?;
    }
    if !bucket.has_versioning() {
        let message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
        return Err(error(409, "InvalidBucketState", message));
    }
    bucket.object_lock = Some(configuration);
    Ok(PutObjectLockConfigurationOutput::default())
}

fn check(retention: &DefaultRetention) -> S3Result<()> {
    let mode = retention.mode.as_ref().map(ObjectLockRetentionMode::as_str);
    if !matches!(mode, Some(ObjectLockRetentionMode::GOVERNANCE | ObjectLockRetentionMode::COMPLIANCE)) {
        return Err(malformed_xml());
    }
    let days = match (retention.days, retention.years) {
        (Some(days), None) => days,
        (None, Some(years)) => years.saturating_mul(365),
        _ => return Err(malformed_xml()),
    };
    match days {
        ..=0 => Err(invalid_argument("Default retention period must be a positive integer value.")),
        days if days > LONGEST => Err(invalid_argument("Default retention period too large.")),
        _ => Ok(()),
    }
}

fn missing() -> S3Error {
    let message = "Object Lock configuration does not exist for this bucket";
    error(404, "ObjectLockConfigurationNotFoundError", message)
}
