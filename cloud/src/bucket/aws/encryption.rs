//! Default encryption: the customer's key, its two layers, and whether SSE-C is refused. S3 keeps the three in one
//! rule, so what is not managed is read first and kept.

use async_trait::async_trait;
use aws_sdk_s3::types::{
    BlockedEncryptionTypes, EncryptionType, ServerSideEncryption as Algorithm, ServerSideEncryptionByDefault,
    ServerSideEncryptionConfiguration, ServerSideEncryptionRule as Rule,
};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use super::{extras, extras_mut};
use crate::bucket::{self, Bucket};
use crate::{Change, Error};

pub(super) struct Encryption;

/// The key that S3 itself keeps in each account, which KMS encryption without a key of one's own uses.
const AWS_MANAGED_KEY: &str = "alias/aws/s3";

const GET: Call = Call { operation: "GetBucketEncryption", attribute: "encryption" };
const PUT: Call = Call { operation: "PutBucketEncryption", attribute: "encryption" };
const DELETE: Call = Call { operation: "DeleteBucketEncryption", attribute: "encryption" };

#[async_trait]
impl Facet for Encryption {
    fn is_set(&self, bucket: &Bucket) -> bool {
        manages_key(bucket) || extras(bucket).blocked_sse_c.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        let (before, after) = (extras(prior), extras(wanted));
        unchanged(&prior.encryption, &wanted.encryption, &None)
            && unchanged(&before.sse_dsse, &after.sse_dsse, &Some(false))
            && unchanged(&before.blocked_sse_c, &after.blocked_sse_c, &None)
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.encryption.clone_from(&from.encryption);
        extras_mut(to).sse_dsse = extras(from).sse_dsse;
        extras_mut(to).blocked_sse_c = extras(from).blocked_sse_c;
    }

    fn on_directory_buckets(&self) -> bool {
        true
    }

    async fn read(&self, at: &Target<'_>, expected: Option<&Bucket>) -> Result<Found, Error> {
        let rule = read(at).await?;
        let default = rule.as_ref().and_then(|rule| rule.apply_server_side_encryption_by_default.as_ref());
        let dsse = default.is_some_and(|default| default.sse_algorithm == Algorithm::AwsKmsDsse);
        let kms = default.filter(|default| dsse || default.sse_algorithm == Algorithm::AwsKms);
        // Two layers without a key of one's own: the key is S3's, and nothing says `encryption`.
        let key = kms.and_then(|default| {
            default.kms_master_key_id.clone().or(Some(AWS_MANAGED_KEY.into()).filter(|_| !dsse))
        });
        let encryption = key.map(|kms_key| bucket::Encryption { kms_key });
        let blocked = rule.and_then(|rule| rule.blocked_encryption_types);
        let blocked = blocked.map(|types| types.encryption_type().contains(&EncryptionType::SseC));
        // Directory buckets never take it, and say nothing of it.
        let blocked = blocked.or(Some(true).filter(|_| at.is_directory()));
        // New buckets refuse SSE-C since April 2026 (Amazon S3 User Guide, "Default SSE-C setting for new buckets").
        // Older ones, which take it, may say nothing.
        let blocked_sse_c = blocked.or(Some(false).filter(|_| expected.is_some()));
        Ok(Box::new(move |bucket| {
            bucket.encryption = encryption;
            extras_mut(bucket).sse_dsse = Some(dsse);
            extras_mut(bucket).blocked_sse_c = blocked_sse_c;
        }))
    }

    async fn write(
        &self,
        at: &Target<'_>,
        Change { prior, wanted }: Change<'_, Bucket>,
    ) -> Result<(), Error> {
        if !self.is_set(wanted) {
            let request =
                at.client.delete_bucket_encryption().bucket(at.name).set_expected_bucket_owner(at.owner());
            return at.call(DELETE, || request.clone().send()).await.map(drop);
        }
        let key_managed = manages_key(prior) || manages_key(wanted);
        let blocked_managed =
            extras(prior).blocked_sse_c.or(extras(wanted).blocked_sse_c).is_some() || at.is_directory();
        let there = if key_managed && blocked_managed { None } else { read(at).await? };
        let rule = there.unwrap_or_else(|| Rule::builder().build());
        let kept = rule.apply_server_side_encryption_by_default.filter(|_| !key_managed);
        let rule = Rule::builder()
            .apply_server_side_encryption_by_default(kept.map_or_else(|| default(wanted), Ok)?)
            .set_bucket_key_enabled(match key_managed {
                true => bucket_key(wanted),
                false => rule.bucket_key_enabled,
            })
            .set_blocked_encryption_types(match blocked_managed {
                true => extras(wanted).blocked_sse_c.filter(|_| !at.is_directory()).map(blocked),
                false => rule.blocked_encryption_types,
            })
            .build();
        let configuration = ServerSideEncryptionConfiguration::builder()
            .rules(rule)
            .build()
            .map_err(|error| PUT.incomplete(&error))?;
        let request = at
            .client
            .put_bucket_encryption()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .server_side_encryption_configuration(configuration);
        at.call(PUT, || request.clone().send()).await.map(drop)
    }
}

fn manages_key(bucket: &Bucket) -> bool {
    bucket.encryption.is_some() || extras(bucket).sse_dsse.is_some()
}

async fn read(at: &Target<'_>) -> Result<Option<Rule>, Error> {
    let request = at.client.get_bucket_encryption().bucket(at.name).set_expected_bucket_owner(at.owner());
    let code = "ServerSideEncryptionConfigurationNotFoundError";
    let found = at.find(GET, code, || request.clone().send()).await?;
    let configuration = found.and_then(|found| found.server_side_encryption_configuration);
    Ok(configuration.and_then(|configuration| configuration.rules.into_iter().next()))
}

fn default(wanted: &Bucket) -> Result<ServerSideEncryptionByDefault, Error> {
    let algorithm = match (extras(wanted).sse_dsse, &wanted.encryption) {
        (Some(true), _) => Algorithm::AwsKmsDsse,
        (_, Some(_)) => Algorithm::AwsKms,
        (_, None) => Algorithm::Aes256,
    };
    ServerSideEncryptionByDefault::builder()
        .sse_algorithm(algorithm)
        .set_kms_master_key_id(wanted.encryption.as_ref().map(|encryption| encryption.kms_key.clone()))
        .build()
        .map_err(|error| PUT.incomplete(&error))
}

/// A bucket key saves most of the calls to KMS. Two-layer encryption has none (Amazon S3 User Guide, "Using dual-layer
/// server-side encryption").
fn bucket_key(wanted: &Bucket) -> Option<bool> {
    Some(true).filter(|_| wanted.encryption.is_some() && extras(wanted).sse_dsse != Some(true))
}

fn blocked(sse_c: bool) -> BlockedEncryptionTypes {
    let kind = if sse_c { EncryptionType::SseC } else { EncryptionType::None };
    BlockedEncryptionTypes::builder().encryption_type(kind).build()
}
