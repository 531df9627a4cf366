//! The archive tiers of the storage class INTELLIGENT_TIERING, one configuration a name.

use s3s::dto::{
    DeleteBucketIntelligentTieringConfigurationInput, DeleteBucketIntelligentTieringConfigurationOutput,
    GetBucketIntelligentTieringConfigurationInput, GetBucketIntelligentTieringConfigurationOutput,
    IntelligentTieringAccessTier as AccessTier, IntelligentTieringConfiguration, IntelligentTieringStatus,
    ListBucketIntelligentTieringConfigurationsInput, ListBucketIntelligentTieringConfigurationsOutput,
    PutBucketIntelligentTieringConfigurationInput, PutBucketIntelligentTieringConfigurationOutput,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, invalid_argument, malformed_xml};
use super::state::{State, found};

/// Most configurations of a bucket.
const MOST: usize = 1000;

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketIntelligentTieringConfigurationInput,
) -> S3Result<GetBucketIntelligentTieringConfigurationOutput> {
    let configuration = found(state.bucket(&input.bucket)?.intelligent_tiering.get(&input.id), missing)?;
    Ok(GetBucketIntelligentTieringConfigurationOutput {
        intelligent_tiering_configuration: Some(configuration),
    })
}

pub(super) fn list(
    _: &Ask,
    state: &State,
    input: ListBucketIntelligentTieringConfigurationsInput,
) -> S3Result<ListBucketIntelligentTieringConfigurationsOutput> {
    let all: Vec<_> = state.bucket(&input.bucket)?.intelligent_tiering.values().cloned().collect();
    Ok(ListBucketIntelligentTieringConfigurationsOutput {
        continuation_token: None,
        intelligent_tiering_configuration_list: Some(all).filter(|all| !all.is_empty()),
        is_truncated: Some(false),
        next_continuation_token: None,
    })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketIntelligentTieringConfigurationInput,
) -> S3Result<PutBucketIntelligentTieringConfigurationOutput> {
    let configuration = input.intelligent_tiering_configuration;
    if configuration.id != input.id {
        return Err(invalid_argument("The id in the request and in the configuration must be the same"));
    }
    check(&configuration)?;
    let all = &mut state.bucket_mut(&input.bucket)?.intelligent_tiering;
    if all.len() == MOST && !all.contains_key(&input.id) {
        let message = "You are attempting to create a new configuration but have already reached the 1,000-configuration limit";
        return Err(error(400, "TooManyConfigurations", message));
    }
    all.insert(input.id, configuration);
    Ok(PutBucketIntelligentTieringConfigurationOutput::default())
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeleteBucketIntelligentTieringConfigurationInput,
) -> S3Result<DeleteBucketIntelligentTieringConfigurationOutput> {
    let removed = state.bucket_mut(&input.bucket)?.intelligent_tiering.remove(&input.id);
    removed.map(|_| DeleteBucketIntelligentTieringConfigurationOutput::default()).ok_or_else(missing)
}

fn check(configuration: &IntelligentTieringConfiguration) -> S3Result<()> {
    let status = configuration.status.as_str();
    let tiers = &configuration.tierings;
    if !matches!(status, IntelligentTieringStatus::ENABLED | IntelligentTieringStatus::DISABLED)
        || tiers.is_empty()
    {
        return Err(malformed_xml());
    }
    for (place, tier) in tiers.iter().enumerate() {
        let least = match tier.access_tier.as_str() {
            AccessTier::ARCHIVE_ACCESS => 90,
            AccessTier::DEEP_ARCHIVE_ACCESS => 180,
            _ => return Err(malformed_xml()),
        };
        if !(least..=730).contains(&tier.days) {
            let name = tier.access_tier.as_str();
            return Err(invalid_argument(format!("'Days' for {name} must be from {least} to 730")));
        }
        if tiers[..place].iter().any(|other| other.access_tier == tier.access_tier) {
            return Err(invalid_argument("Each access tier may be given once"));
        }
    }
    Ok(())
}

fn missing() -> S3Error {
    error(404, "NoSuchConfiguration", "The specified configuration does not exist.")
}
