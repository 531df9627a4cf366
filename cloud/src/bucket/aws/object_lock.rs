//! Object Lock and the bucket's default retention. Once on, Object Lock stays on.

use async_trait::async_trait;
use aws_sdk_s3::types::{
    DefaultRetention, ObjectLockConfiguration, ObjectLockEnabled, ObjectLockRetentionMode, ObjectLockRule,
};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use super::{extras, extras_mut};
use crate::bucket::{Bucket, Retention, RetentionMode};
use crate::{Change, Error};

pub(super) struct ObjectLock;

/// S3 counts a year as 365 days: `DefaultRetention`, API reference.
const DAYS_OF_YEAR: u32 = 365;

/// Whether a description needs Object Lock.
pub(super) fn is_needed(bucket: &Bucket) -> bool {
    extras(bucket).object_lock == Some(true) || bucket.retention.is_some()
}

#[async_trait]
impl Facet for ObjectLock {
    fn is_set(&self, bucket: &Bucket) -> bool {
        extras(bucket).object_lock.is_some() || bucket.retention.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        let (before, after) = (extras(prior).object_lock, extras(wanted).object_lock);
        unchanged(&prior.retention, &wanted.retention, &None) && (after.is_none() || before == after)
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        to.retention = from.retention;
        extras_mut(to).object_lock = extras(from).object_lock;
    }

    async fn read(&self, at: &Target<'_>, _: Option<&Bucket>) -> Result<Found, Error> {
        let call = Call { operation: "GetObjectLockConfiguration", attribute: "retention" };
        let request =
            at.client.get_object_lock_configuration().bucket(at.name).set_expected_bucket_owner(at.owner());
        let code = "ObjectLockConfigurationNotFoundError";
        let found = at.find(call, code, || request.clone().send()).await?;
        let found = found.and_then(|found| found.object_lock_configuration);
        let on =
            found.as_ref().is_some_and(|found| found.object_lock_enabled == Some(ObjectLockEnabled::Enabled));
        let rule = found.and_then(|found| found.rule).and_then(|rule| rule.default_retention);
        let retention = rule.and_then(|rule| neutral(&rule));
        Ok(Box::new(move |bucket| {
            bucket.retention = retention;
            extras_mut(bucket).object_lock = Some(on);
        }))
    }

    async fn write(
        &self,
        at: &Target<'_>,
        Change { prior, wanted }: Change<'_, Bucket>,
    ) -> Result<(), Error> {
        if extras(wanted).object_lock == Some(false) && is_needed(prior) {
            return Err(Error::Invalid {
                attribute: "aws.object_lock".into(),
                message: "Object Lock cannot be switched off again; a bucket without it has to be a new one"
                    .into(),
            });
        }
        if !is_needed(wanted) && !is_needed(prior) {
            return Ok(());
        }
        let rule = wanted.retention.map(|retention| {
            let retention = DefaultRetention::builder()
                .mode(match retention.mode {
                    RetentionMode::Governance => ObjectLockRetentionMode::Governance,
                    RetentionMode::Compliance => ObjectLockRetentionMode::Compliance,
                })
                .days(i32::try_from(retention.days).unwrap_or(i32::MAX))
                .build();
            ObjectLockRule::builder().default_retention(retention).build()
        });
        let configuration = ObjectLockConfiguration::builder()
            .object_lock_enabled(ObjectLockEnabled::Enabled)
            .set_rule(rule)
            .build();
        let request = at
            .client
            .put_object_lock_configuration()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .object_lock_configuration(configuration);
        let call = Call { operation: "PutObjectLockConfiguration", attribute: "retention" };
        at.call(call, || request.clone().send()).await.map(drop)
    }
}

fn neutral(rule: &DefaultRetention) -> Option<Retention> {
    let count = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok());
    let days = count(rule.days).or(count(rule.years).map(|years| years.saturating_mul(DAYS_OF_YEAR)))?;
    let mode = match rule.mode.as_ref()? {
        ObjectLockRetentionMode::Compliance => RetentionMode::Compliance,
        _ => RetentionMode::Governance,
    };
    Some(Retention { days, mode, locked: false })
}
