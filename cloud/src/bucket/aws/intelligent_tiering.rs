//! Intelligent-Tiering archive configurations: a call for each that differs.

use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_sdk_s3::error::BuildError;
use aws_sdk_s3::types::{
    IntelligentTieringAccessTier as Tier, IntelligentTieringAndOperator, IntelligentTieringConfiguration,
    IntelligentTieringFilter, IntelligentTieringStatus, Tag, Tiering as Step,
};

use super::facet::{Facet, Found, unchanged};
use super::target::{Call, Target};
use super::{extras, extras_mut};
use crate::bucket::{Bucket, IntelligentTiering};
use crate::{Change, Error};

pub(super) struct Tiering;

const ATTRIBUTE: &str = "aws.intelligent_tiering";

#[async_trait]
impl Facet for Tiering {
    fn is_set(&self, bucket: &Bucket) -> bool {
        extras(bucket).intelligent_tiering.is_some()
    }

    fn same(&self, Change { prior, wanted }: Change<'_, Bucket>) -> bool {
        let (before, after) = (&extras(prior).intelligent_tiering, &extras(wanted).intelligent_tiering);
        unchanged(before, after, &Some(Vec::new()))
    }

    fn copy(&self, from: &Bucket, to: &mut Bucket) {
        extras_mut(to).intelligent_tiering.clone_from(&extras(from).intelligent_tiering);
    }

    async fn read(&self, at: &Target<'_>, expected: Option<&Bucket>) -> Result<Found, Error> {
        let mut found = list(at).await?;
        // S3 lists them by name; the order of the description has no meaning and is kept.
        let order = |name: &str| {
            let named = expected.and_then(|bucket| extras(bucket).intelligent_tiering.as_deref());
            named.and_then(|list| list.iter().position(|item| item.name == name)).unwrap_or(usize::MAX)
        };
        found.sort_by_key(|item| order(&item.name));
        Ok(Box::new(move |bucket| extras_mut(bucket).intelligent_tiering = Some(found)))
    }

    async fn write(
        &self,
        at: &Target<'_>,
        Change { prior, wanted }: Change<'_, Bucket>,
    ) -> Result<(), Error> {
        let prior = extras(prior).intelligent_tiering.as_deref().unwrap_or_default();
        let wanted = extras(wanted).intelligent_tiering.as_deref().unwrap_or_default();
        for gone in prior.iter().filter(|item| wanted.iter().all(|kept| kept.name != item.name)) {
            remove(at, &gone.name).await?;
        }
        for item in wanted.iter().filter(|item| !prior.contains(item)) {
            put(at, item).await?;
        }
        Ok(())
    }
}

async fn list(at: &Target<'_>) -> Result<Vec<IntelligentTiering>, Error> {
    let call = Call { operation: "ListBucketIntelligentTieringConfigurations", attribute: ATTRIBUTE };
    let mut found = Vec::new();
    let mut token = None;
    loop {
        let request = at
            .client
            .list_bucket_intelligent_tiering_configurations()
            .bucket(at.name)
            .set_expected_bucket_owner(at.owner())
            .set_continuation_token(token);
        let page = at.call(call, || request.clone().send()).await?;
        found
            .extend(page.intelligent_tiering_configuration_list.unwrap_or_default().into_iter().map(neutral));
        token = page.next_continuation_token;
        if page.is_truncated != Some(true) || token.is_none() {
            return Ok(found);
        }
    }
}

async fn put(at: &Target<'_>, item: &IntelligentTiering) -> Result<(), Error> {
    let call = Call { operation: "PutBucketIntelligentTieringConfiguration", attribute: ATTRIBUTE };
    let request = at
        .client
        .put_bucket_intelligent_tiering_configuration()
        .bucket(at.name)
        .id(&item.name)
        .set_expected_bucket_owner(at.owner())
        .intelligent_tiering_configuration(wire(item).map_err(|error| call.incomplete(&error))?);
    at.call(call, || request.clone().send()).await.map(drop)
}

async fn remove(at: &Target<'_>, name: &str) -> Result<(), Error> {
    let call = Call { operation: "DeleteBucketIntelligentTieringConfiguration", attribute: ATTRIBUTE };
    let request = at
        .client
        .delete_bucket_intelligent_tiering_configuration()
        .bucket(at.name)
        .id(name)
        .set_expected_bucket_owner(at.owner());
    // Gone already is as good.
    at.find(call, "NoSuchConfiguration", || request.clone().send()).await.map(drop)
}

fn wire(item: &IntelligentTiering) -> Result<IntelligentTieringConfiguration, BuildError> {
    let steps = [(item.archive_days, Tier::ArchiveAccess), (item.deep_archive_days, Tier::DeepArchiveAccess)];
    let steps = steps.into_iter().filter_map(|(days, tier)| days.map(|days| (days, tier)));
    let steps = steps.map(|(days, tier)| {
        Step::builder().days(i32::try_from(days).unwrap_or(i32::MAX)).access_tier(tier).build()
    });
    IntelligentTieringConfiguration::builder()
        .id(&item.name)
        .status(IntelligentTieringStatus::Enabled)
        .set_filter(filter(item)?)
        .set_tierings(Some(steps.collect::<Result<_, _>>()?))
        .build()
}

fn filter(item: &IntelligentTiering) -> Result<Option<IntelligentTieringFilter>, BuildError> {
    let tags = item.tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    let mut tags: Vec<Tag> = tags.collect::<Result<_, _>>()?;
    let filter = IntelligentTieringFilter::builder();
    Ok(match (&item.prefix, tags.len()) {
        (None, 0) => None,
        (Some(prefix), 0) => Some(filter.prefix(prefix).build()),
        (None, 1) => Some(filter.set_tag(tags.pop()).build()),
        (prefix, _) => {
            let both =
                IntelligentTieringAndOperator::builder().set_prefix(prefix.clone()).set_tags(Some(tags));
            Some(filter.and(both.build()).build())
        }
    })
}

fn neutral(found: IntelligentTieringConfiguration) -> IntelligentTiering {
    let days = |tier: Tier| {
        let step = found.tierings.iter().find(|step| step.access_tier == tier);
        step.and_then(|step| u32::try_from(step.days).ok())
    };
    let (archive_days, deep_archive_days) = (days(Tier::ArchiveAccess), days(Tier::DeepArchiveAccess));
    let mut prefix = None;
    let mut tags = BTreeMap::new();
    if let Some(filter) = found.filter {
        let both = filter.and.unwrap_or_else(|| IntelligentTieringAndOperator::builder().build());
        prefix = filter.prefix.or(both.prefix).filter(|prefix| !prefix.is_empty());
        let pairs = filter.tag.into_iter().chain(both.tags.unwrap_or_default());
        tags.extend(pairs.map(|tag| (tag.key, tag.value)));
    }
    // A configuration that somebody switched off archives nothing, and no description means that.
    let on = found.status == IntelligentTieringStatus::Enabled;
    IntelligentTiering {
        name: found.id,
        prefix,
        tags,
        archive_days: archive_days.filter(|_| on),
        deep_archive_days: deep_archive_days.filter(|_| on),
    }
}
