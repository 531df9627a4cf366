//! Server access logs.

use async_trait::async_trait;
use aws_sdk_s3::types::{BucketLoggingStatus, LoggingEnabled};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use crate::bucket::{AccessLog, Bucket};
use crate::{Change, Error};

pub(super) struct Logging;

#[async_trait]
impl Facet for Logging {
    fn is_set(&self, bucket: &Bucket) -> bool {
        bucket.access_log.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        unchanged(&prior.access_log, &wanted.access_log, &None)
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.access_log.clone_from(&from.access_log);
    }

    async fn read(&self, at: &Target<'_>, expected: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetBucketLogging", attribute: "access_log" };
        let request = at.client.get_bucket_logging().bucket(at.name).set_expected_bucket_owner(at.owner());
        let found = at.call(call, || request.clone().send()).await?;
        // Logs whose names begin with nothing are those of a description that names no prefix.
        let unset =
            expected.is_some_and(|bucket| bucket.access_log.as_ref().is_none_or(|log| log.prefix.is_none()));
        let access_log = found.logging_enabled.map(|log| AccessLog {
            target_bucket: log.target_bucket,
            prefix: Some(log.target_prefix).filter(|prefix| !unset || !prefix.is_empty()),
        });
        Ok(Box::new(move |bucket| bucket.access_log = access_log))
    }

    async fn write(&self, at: &Target<'_>, change: Change<'_, Bucket>) -> Result<(), Error> {
        let call = Call { operation: "PutBucketLogging", attribute: "access_log" };
        let log = change.wanted.access_log.as_ref().map(|log| {
            LoggingEnabled::builder()
                .target_bucket(&log.target_bucket)
                .target_prefix(log.prefix.as_deref().unwrap_or_default())
                .build()
        });
        let log = log.transpose().map_err(|error| call.incomplete(&error))?;
        // A status without a target switches logging off.
        let status = BucketLoggingStatus::builder().set_logging_enabled(log).build();
        let request = at
            .client
            .put_bucket_logging()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .bucket_logging_status(status);
        at.call(call, || request.clone().send()).await.map(drop)
    }
}
