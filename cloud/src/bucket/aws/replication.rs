//! Replication to other buckets, in the form with filters and priorities (API reference, `ReplicationRule`).

use async_trait::async_trait;
use aws_sdk_s3::error::BuildError;
use aws_sdk_s3::types::{
    DeleteMarkerReplication, DeleteMarkerReplicationStatus, Destination, EncryptionConfiguration,
    ReplicationConfiguration, ReplicationRule as Rule, ReplicationRuleFilter, ReplicationRuleStatus,
    SourceSelectionCriteria, SseKmsEncryptedObjects, SseKmsEncryptedObjectsStatus, StorageClass as WireClass,
};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use super::{class_name, class_of, extras, extras_mut};
use crate::bucket::{Bucket, Replication, ReplicationRule};
use crate::{Change, Error};

pub(super) struct Replicas;

const ATTRIBUTE: &str = "aws.replication";
const GET: Call = Call { operation: "GetBucketReplication", attribute: ATTRIBUTE };
const PUT: Call = Call { operation: "PutBucketReplication", attribute: ATTRIBUTE };
const DELETE: Call = Call { operation: "DeleteBucketReplication", attribute: ATTRIBUTE };

#[async_trait]
impl Facet for Replicas {
    fn is_set(&self, bucket: &Bucket) -> bool {
        extras(bucket).replication.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&extras(prior).replication, &extras(wanted).replication, &None)
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        extras_mut(to).replication.clone_from(&extras(from).replication);
    }

    async fn read(&self, at: &Target<'_>, expected: Option<&Bucket>) -> Result<Found, Error> {
        let request =
            at.client.get_bucket_replication().bucket(at.name).set_expected_bucket_owner(at.owner());
        let found = at.find(GET, "ReplicationConfigurationNotFoundError", || request.clone().send()).await?;
        let expected = expected.and_then(|bucket| extras(bucket).replication.as_ref());
        let found =
            found.and_then(|found| found.replication_configuration).map(|found| neutral(found, expected));
        Ok(Box::new(move |bucket| extras_mut(bucket).replication = found))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let Some(wanted) = &extras(change.wanted).replication else {
            let request =
                at.client.delete_bucket_replication().bucket(at.name).set_expected_bucket_owner(at.owner());
            return at.call(DELETE, || request.clone().send()).await.map(drop);
        };
        let rules = wanted
            .rules
            .iter()
            .map(wire)
            .collect::<Result<_, _>>()
            .map_err(|error| PUT.incomplete(&error))?;
        let configuration = ReplicationConfiguration::builder()
            .role(&wanted.role)
            .set_rules(Some(rules))
            .build()
            .map_err(|error| PUT.incomplete(&error))?;
        let request = at
            .client
            .put_bucket_replication()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .replication_configuration(configuration);
        at.call(PUT, || request.clone().send()).await.map(drop)
    }
}

fn wire(rule: &ReplicationRule) -> Result<Rule, BuildError> {
    let key = rule.replica_kms_key.as_ref();
    let encryption = key.map(|key| EncryptionConfiguration::builder().replica_kms_key_id(key).build());
    // S3 copies objects encrypted with KMS only when told to, and then wants the key of the copies.
    let selection = key.map(|_| {
        SseKmsEncryptedObjects::builder()
            .status(SseKmsEncryptedObjectsStatus::Enabled)
            .build()
            .map(|encrypted| SourceSelectionCriteria::builder().sse_kms_encrypted_objects(encrypted).build())
    });
    let markers = match rule.delete_markers {
        true => DeleteMarkerReplicationStatus::Enabled,
        false => DeleteMarkerReplicationStatus::Disabled,
    };
    let destination = Destination::builder()
        .bucket(&rule.destination_bucket)
        .set_storage_class(rule.storage_class.map(|class| WireClass::from(class_name(class))))
        .set_encryption_configuration(encryption)
        .build()?;
    Rule::builder()
        .id(&rule.id)
        .priority(i32::try_from(rule.priority).unwrap_or(i32::MAX))
        .status(ReplicationRuleStatus::Enabled)
        .filter(ReplicationRuleFilter::builder().prefix(rule.prefix.as_deref().unwrap_or_default()).build())
        .set_source_selection_criteria(selection.transpose()?)
        .destination(destination)
        .delete_marker_replication(DeleteMarkerReplication::builder().status(markers).build())
        .build()
}

fn neutral(found: ReplicationConfiguration, expected: Option<&Replication>) -> Replication {
    let expected = expected.map(|expected| expected.rules.as_slice()).unwrap_or_default();
    let mut rules: Vec<ReplicationRule> = found.rules.into_iter().map(rule).collect();
    // Priorities order the rules, not their places.
    rules.sort_by_key(|rule| expected.iter().position(|other| other.id == rule.id).unwrap_or(usize::MAX));
    for rule in &mut rules {
        let same = expected.iter().find(|other| other.id == rule.id);
        if rule.prefix.is_none() && same.is_some_and(|other| other.prefix.as_deref() == Some("")) {
            rule.prefix = Some(String::new());
        }
    }
    Replication { role: found.role, rules }
}

fn rule(found: Rule) -> ReplicationRule {
    let mut beyond = Vec::new();
    if found.status != ReplicationRuleStatus::Enabled {
        beyond.push("is disabled");
    }
    let filter = found.filter;
    if filter.as_ref().is_some_and(|filter| filter.tag.is_some() || filter.and.is_some()) {
        beyond.push("filters by tags");
    }
    let destination = found.destination;
    let class = destination.as_ref().and_then(|destination| destination.storage_class.as_ref());
    let storage_class = class.and_then(|class| class_of(class.as_str()));
    if class.is_some() && storage_class.is_none() {
        beyond.push("has a storage class of S3 alone");
    }
    let markers = found.delete_marker_replication.and_then(|markers| markers.status);
    let id = found.id.unwrap_or_default();
    ReplicationRule {
        id: super::lifecycle::mark(id, &beyond),
        priority: found.priority.and_then(|priority| u32::try_from(priority).ok()).unwrap_or_default(),
        #[expect(deprecated, reason = "rules of the older form still name their prefix there")]
        prefix: filter.and_then(|filter| filter.prefix).or(found.prefix).filter(|prefix| !prefix.is_empty()),
        storage_class,
        replica_kms_key: destination
            .as_ref()
            .and_then(|destination| destination.encryption_configuration.as_ref())
            .and_then(|encryption| encryption.replica_kms_key_id.clone()),
        destination_bucket: destination.map(|destination| destination.bucket).unwrap_or_default(),
        delete_markers: markers == Some(DeleteMarkerReplicationStatus::Enabled),
    }
}
