//! Where a bucket's accesses are logged.

use s3s::S3Result;
use s3s::dto::{
    GetBucketLoggingInput, GetBucketLoggingOutput, LoggingEnabled, PartitionDateSource, PartitionedPrefix,
    PutBucketLoggingInput, PutBucketLoggingOutput, SimplePrefix, TargetObjectKeyFormat,
};

use super::error::{error, malformed_xml};
use super::state::{Bucket, Format, Logging, State};
use super::{Ask, acl};

pub(super) fn get(_: &Ask, state: &State, input: GetBucketLoggingInput) -> S3Result<GetBucketLoggingOutput> {
    let logging = state.bucket(&input.bucket)?.logging.as_ref();
    Ok(GetBucketLoggingOutput { logging_enabled: logging.map(Logging::to_enabled) })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketLoggingInput,
) -> S3Result<PutBucketLoggingOutput> {
    let logging = match &input.bucket_logging_status.logging_enabled {
        None => None,
        Some(enabled) => {
            let target = state.buckets.get(&enabled.target_bucket);
            check_target(state.bucket(&input.bucket)?, target, enabled)?;
            Some(Logging::read(enabled)?)
        }
    };
    state.bucket_mut(&input.bucket)?.logging = logging;
    Ok(PutBucketLoggingOutput::default())
}

fn check_target(source: &Bucket, target: Option<&Bucket>, logging: &LoggingEnabled) -> S3Result<()> {
    let invalid = |message| Err(error(400, "InvalidTargetBucketForLogging", message));
    match target {
        None => invalid("The target bucket for logging does not exist"),
        Some(target) if target.owner != source.owner => {
            invalid("The owner for the bucket to be logged and the target bucket must be the same.")
        }
        Some(target) if target.region != source.region => {
            Err(error(403, "CrossLocationLoggingProhibited", "Cross S3 location logging not allowed."))
        }
        Some(target) if target.is_owner_enforced() && logging.target_grants.is_some() => {
            Err(error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs"))
        }
        // With ACLs on, they or the policy must let the logs in. With ACLs off S3 takes the target as it is.
        Some(target) if !target.is_owner_enforced() && !target.lets_logs_in() => invalid(
            "You must give the log-delivery group WRITE and READ_ACP permissions to the target bucket",
        ),
        Some(_) => Ok(()),
    }
}

impl Bucket {
    fn lets_logs_in(&self) -> bool {
        let by_policy =
            self.policy.as_ref().is_some_and(|policy| policy.contains("logging.s3.amazonaws.com"));
        by_policy || acl::takes_logs(&self.grants)
    }
}

impl Logging {
    fn read(enabled: &LoggingEnabled) -> S3Result<Self> {
        let format = match &enabled.target_object_key_format {
            None => None,
            Some(TargetObjectKeyFormat { partitioned_prefix: Some(partitioned), simple_prefix: None }) => {
                let source =
                    partitioned.partition_date_source.as_ref().map(|source| source.as_str().to_owned());
                if !matches!(source.as_deref(), None | Some("EventTime" | "DeliveryTime")) {
                    return Err(malformed_xml());
                }
                Some(Format::Partitioned(source))
            }
            Some(TargetObjectKeyFormat { partitioned_prefix: None, simple_prefix: Some(_) }) => {
                Some(Format::Simple)
            }
            Some(_) => return Err(malformed_xml()),
        };
        Ok(Self { bucket: enabled.target_bucket.clone(), prefix: enabled.target_prefix.clone(), format })
    }

    fn to_enabled(&self) -> LoggingEnabled {
        let format = self.format.as_ref().map(|format| match format {
            Format::Simple => TargetObjectKeyFormat {
                partitioned_prefix: None,
                simple_prefix: Some(SimplePrefix::default()),
            },
            Format::Partitioned(source) => TargetObjectKeyFormat {
                partitioned_prefix: Some(PartitionedPrefix {
                    partition_date_source: source.clone().map(PartitionDateSource::from),
                }),
                simple_prefix: None,
            },
        });
        LoggingEnabled {
            target_bucket: self.bucket.clone(),
            target_grants: None,
            target_object_key_format: format,
            target_prefix: self.prefix.clone(),
        }
    }
}
