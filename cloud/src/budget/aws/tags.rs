//! The tags of the budget itself.

use std::collections::BTreeMap;

use aws_sdk_budgets::types::ResourceTag;

use super::target::{Call, Target};
use crate::Error;

const LIST: Call = Call { operation: "ListTagsForResource", attribute: "labels" };
const TAG: Call = Call { operation: "TagResource", attribute: "labels" };
const UNTAG: Call = Call { operation: "UntagResource", attribute: "labels" };

/// Tags as the API takes them.
pub(super) fn to_wire<'a>(
    labels: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> Result<Vec<ResourceTag>, Error> {
    let tags = labels.into_iter().map(|(key, value)| ResourceTag::builder().key(key).value(value).build());
    tags.collect::<Result<_, _>>().map_err(|error| TAG.incomplete(&error))
}

/// The tags of the budget, those that AWS makes left out.
pub(super) async fn read(at: &Target<'_>) -> Result<BTreeMap<String, String>, Error> {
    let request = at.client.list_tags_for_resource().resource_arn(at.arn());
    let answer = at.call(LIST, || request.clone().send()).await?;
    let tags = answer.resource_tags.unwrap_or_default().into_iter().map(|tag| (tag.key, tag.value));
    Ok(tags.filter(|(key, _)| !key.starts_with("aws:")).collect())
}

/// Brings the tags from what they were to what is wanted; those of others stay.
pub(super) async fn bring(
    at: &Target<'_>,
    prior: &BTreeMap<String, String>,
    wanted: &BTreeMap<String, String>,
) -> Result<(), Error> {
    let gone: Vec<_> = prior.keys().filter(|key| !wanted.contains_key(*key)).cloned().collect();
    if !gone.is_empty() {
        let request = at.client.untag_resource().resource_arn(at.arn()).set_resource_tag_keys(Some(gone));
        at.call(UNTAG, || request.clone().send()).await?;
    }
    let new = to_wire(wanted.iter().filter(|(key, value)| prior.get(*key) != Some(value)))?;
    if !new.is_empty() {
        let request = at.client.tag_resource().resource_arn(at.arn()).set_resource_tags(Some(new));
        at.call(TAG, || request.clone().send()).await?;
    }
    Ok(())
}
