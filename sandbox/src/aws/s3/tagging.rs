//! Tags.

use std::collections::BTreeSet;

use s3s::dto::{
    DeleteBucketTaggingInput, DeleteBucketTaggingOutput, GetBucketTaggingInput, GetBucketTaggingOutput,
    PutBucketTaggingInput, PutBucketTaggingOutput, Tag,
};
use s3s::{S3Error, S3Result};

use super::Ask;
use super::error::{error, malformed_xml};
use super::state::{Bucket, State};

/// Most tags on a bucket, and the greatest lengths of their keys and values
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html).
const MOST: usize = 50;
const KEY: usize = 128;
const VALUE: usize = 256;

pub(super) fn get(_: &Ask, state: &State, input: GetBucketTaggingInput) -> S3Result<GetBucketTaggingOutput> {
    let tags = &state.bucket(&input.bucket)?.tags;
    if tags.is_empty() {
        return Err(error(404, "NoSuchTagSet", "The TagSet does not exist"));
    }
    Ok(GetBucketTaggingOutput { tag_set: tags.clone() })
}

pub(super) fn put(
    _: &Ask,
    state: &mut State,
    input: PutBucketTaggingInput,
) -> S3Result<PutBucketTaggingOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    check_abac(bucket)?;
    check(&input.tagging.tag_set)?;
    bucket.tags = input.tagging.tag_set;
    Ok(PutBucketTaggingOutput::default())
}

pub(super) fn delete(
    _: &Ask,
    state: &mut State,
    input: DeleteBucketTaggingInput,
) -> S3Result<DeleteBucketTaggingOutput> {
    let bucket = state.bucket_mut(&input.bucket)?;
    check_abac(bucket)?;
    bucket.tags.clear();
    Ok(DeleteBucketTaggingOutput::default())
}

/// Checks a bucket's whole set of tags.
pub(super) fn check(tags: &[Tag]) -> S3Result<()> {
    if tags.len() > MOST {
        return Err(error(400, "BadRequest", format!("Bucket tag count cannot be greater than {MOST}")));
    }
    let mut keys = BTreeSet::new();
    for tag in tags {
        let (Some(key), Some(value)) = (&tag.key, &tag.value) else { return Err(malformed_xml()) };
        if !(1..=KEY).contains(&key.chars().count()) || !is_spelled(key) {
            return Err(invalid_tag("The TagKey you have provided is invalid"));
        }
        if value.chars().count() > VALUE || !is_spelled(value) {
            return Err(invalid_tag("The TagValue you have provided is invalid"));
        }
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid_tag("System tags cannot be added/updated by requester"));
        }
        if !keys.insert(key) {
            return Err(invalid_tag("Cannot provide multiple Tags with the same key"));
        }
    }
    Ok(())
}

/// Letters and digits of all languages, spaces, and `+ - = . _ : / @`.
fn is_spelled(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == ' ' || "+-=._:/@".contains(c))
}

/// With attribute-based access control on, tags are permissions, and only TagResource and UntagResource set them.
fn check_abac(bucket: &Bucket) -> S3Result<()> {
    let message = "Tagging operations using this API are not supported when ABAC is enabled on the bucket. Use \
                   TagResource and UntagResource instead.";
    if bucket.abac { Err(error(400, "InvalidRequest", message)) } else { Ok(()) }
}

fn invalid_tag(message: &'static str) -> S3Error {
    error(400, "InvalidTag", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked() {
        let check = |tags: &[(&str, &str)], expected: Option<&str>| {
            let tags: Vec<Tag> = tags
                .iter()
                .map(|(key, value)| Tag { key: Some((*key).into()), value: Some((*value).into()) })
                .collect();
            let seen = super::check(&tags).err().map(|error| error.message().unwrap_or_default().to_owned());
            assert_eq!(seen.as_deref(), expected, "{tags:?}");
        };
        check(&[("team", "données 1"), ("a:b/c", "")], None);
        check(&[("", "x")], Some("The TagKey you have provided is invalid"));
        check(&[(&"k".repeat(129), "x")], Some("The TagKey you have provided is invalid"));
        check(&[("k", &"v".repeat(257))], Some("The TagValue you have provided is invalid"));
        check(&[("k", "a;b")], Some("The TagValue you have provided is invalid"));
        check(&[("AWS:k", "v")], Some("System tags cannot be added/updated by requester"));
        check(&[("k", "v"), ("k", "w")], Some("Cannot provide multiple Tags with the same key"));
        let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|key| (key.as_str(), "v")).collect();
        check(&many[..50], None);
        check(&many, Some("Bucket tag count cannot be greater than 50"));
    }
}
