//! Replication to other buckets.

use std::collections::BTreeSet;

use s3s::dto::{
    DeleteBucketReplicationInput, DeleteBucketReplicationOutput, DeleteMarkerReplicationStatus,
    GetBucketReplicationInput, GetBucketReplicationOutput, PutBucketReplicationInput,
    PutBucketReplicationOutput, ReplicationRule, ReplicationRuleStatus,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, invalid_argument, invalid_request, malformed_xml};
use super::state::{State, found};
use crate::aws::sign::unguessable;

/// Most rules of a configuration.
const MOST: usize = 1000;

/// What S3 says of a rule in the second form of the schema that lacks what this form asks for.
const OF_THIS_VERSION: &str = "must be specified for this version of Cross Region Replication configuration schema. \
                               Please refer to S3 Developer Guide for more information.";

pub(super) fn get(
    _: &Ask,
    state: &State,
    input: GetBucketReplicationInput,
) -> S3Result<GetBucketReplicationOutput> {
    let configuration = found(state.bucket(&input.bucket)?.replication.as_ref(), missing)?;
    Ok(GetBucketReplicationOutput { replication_configuration: Some(configuration) })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketReplicationInput,
) -> S3Result<PutBucketReplicationOutput> {
    let mut configuration = input.replication_configuration;
    if !state.bucket(&input.bucket)?.has_versioning() {
        let message = "Versioning must be 'Enabled' on the bucket to apply a replication configuration";
        return Err(invalid_request(message));
    }
    check_role(&configuration.role)?;
    if !(1..=MOST).contains(&configuration.rules.len()) {
        return Err(malformed_xml());
    }
    for rule in &mut configuration.rules {
        check(rule)?;
        check_destination(state, &input.bucket, &rule.destination.bucket)?;
        rule.id.get_or_insert_with(|| unguessable()[..48].to_owned());
    }
    check_distinct(&configuration.rules)?;
    state.bucket_mut(&input.bucket)?.replication = Some(configuration);
    Ok(PutBucketReplicationOutput::default())
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeleteBucketReplicationInput,
) -> S3Result<DeleteBucketReplicationOutput> {
    state.bucket_mut(&input.bucket)?.replication = None;
    Ok(DeleteBucketReplicationOutput::default())
}

fn check_role(role: &str) -> S3Result<()> {
    let parts: Vec<&str> = role.splitn(6, ':').collect();
    match parts[..] {
        ["arn", _, "iam", "", account, name]
            if crate::aws::credentials::is_account(account) && name.starts_with("role/") =>
        {
            Ok(())
        }
        _ => Err(invalid_argument("Invalid Role ARN")),
    }
}

fn check(rule: &ReplicationRule) -> S3Result<()> {
    if !matches!(rule.status.as_str(), ReplicationRuleStatus::ENABLED | ReplicationRuleStatus::DISABLED) {
        return Err(malformed_xml());
    }
    let markers = rule.delete_marker_replication.as_ref().and_then(|markers| markers.status.as_ref());
    let markers = markers.map(DeleteMarkerReplicationStatus::as_str);
    if !matches!(markers, None | Some("Enabled" | "Disabled")) {
        return Err(malformed_xml());
    }
    let Some(filter) = &rule.filter else {
        // The first form of the schema has a prefix and nothing that came with filters.
        return match &rule.prefix {
            Some(_) if rule.priority.is_none() && rule.delete_marker_replication.is_none() => Ok(()),
            Some(_) => Err(invalid_request(
                "Priority and DeleteMarkerReplication cannot be used for this version of Cross Region Replication \
                 configuration schema. Please refer to S3 Developer Guide for more information.",
            )),
            None => Err(malformed_xml()),
        };
    };
    if rule.prefix.is_some() {
        return Err(malformed_xml());
    }
    if rule.priority.is_none() {
        return Err(invalid_request(format!("Priority {OF_THIS_VERSION}")));
    }
    if rule.delete_marker_replication.is_none() {
        return Err(invalid_request(format!("DeleteMarkerReplication {OF_THIS_VERSION}")));
    }
    let tagged = filter.tag.is_some()
        || filter.and.as_ref().is_some_and(|and| and.tags.as_ref().is_some_and(|tags| !tags.is_empty()));
    if tagged && markers == Some("Enabled") {
        return Err(invalid_request(
            "Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.",
        ));
    }
    Ok(())
}

fn check_destination(state: &State, source: &str, arn: &str) -> S3Result<()> {
    let Some(name) = arn.strip_prefix("arn:aws:s3:::") else {
        return Err(invalid_argument("Invalid bucket ARN"));
    };
    match state.buckets.get(name) {
        None => Err(invalid_request("Destination bucket must exist.")),
        Some(_) if name == source => {
            Err(invalid_request("Destination bucket cannot be the same as the source bucket."))
        }
        Some(target) if !target.has_versioning() => {
            Err(invalid_request("Destination bucket must have versioning enabled."))
        }
        Some(_) => Ok(()),
    }
}

fn check_distinct(rules: &[ReplicationRule]) -> S3Result<()> {
    let mut ids = BTreeSet::new();
    let mut priorities = BTreeSet::new();
    for rule in rules {
        if !ids.insert(&rule.id) {
            return Err(invalid_argument("Rule ID must be unique. Found same ID for more than one rule"));
        }
        if let Some(priority) = rule.priority.filter(|priority| !priorities.insert(*priority)) {
            return Err(invalid_request(format!(
                "Found duplicate priority {priority}. Rules must have unique priorities."
            )));
        }
    }
    Ok(())
}

fn missing() -> S3Error {
    error(404, "ReplicationConfigurationNotFoundError", "The replication configuration was not found")
}
