//! The S3 control API's way to set a bucket's tags one by one, which is the only one for a bucket with
//! attribute-based access control.

use bytes::Bytes;
use http::Request;
use roxmltree::Node;
use s3s::S3Result;
use s3s::dto::Tag;

use super::Ask;
use super::document::{Done, children, escape, parse, text};
use super::state::State;
use super::tagging::check;
use crate::aws::sign;

/// What a path starts with; the ARN of a bucket follows.
pub(super) const PATH: &str = "/v20180820/tags/";

/// The bucket whose tags a path names.
pub(super) fn bucket(path: &str) -> Option<String> {
    let arn = urlencoding::decode(path.strip_prefix(PATH)?).ok()?;
    // A directory bucket's ARN names its region and account as well.
    let name = arn.strip_prefix("arn:aws:s3:::").or_else(|| {
        let express = arn.strip_prefix("arn:aws:s3express:")?;
        express.split_once(":bucket/").map(|(_, name)| name)
    });
    name.map(str::to_owned)
}

pub(super) fn list(_: &Ask, state: &State, bucket: &str) -> S3Result<Done> {
    let element = |name: &str, text: Option<&String>| {
        format!("<{name}>{}</{name}>", escape(text.map(String::as_str).unwrap_or_default()))
    };
    let tags = state.bucket(bucket)?.tags.iter().map(|tag| {
        format!("<Tag>{}{}</Tag>", element("Key", tag.key.as_ref()), element("Value", tag.value.as_ref()))
    });
    Ok(Done::Document(format!(
        "<ListTagsForResourceResult xmlns=\"http://awss3control.amazonaws.com/doc/2018-08-20/\"><Tags>{}</Tags>\
         </ListTagsForResourceResult>",
        tags.collect::<String>()
    )))
}

pub(super) fn tag(_: &Ask, state: &mut State, bucket: &str, request: &Request<Bytes>) -> S3Result<Done> {
    let document = parse(request.body(), "TagResourceRequest")?;
    let bucket = state.bucket_mut(bucket)?;
    let mut tags = bucket.tags.clone();
    for new in read(&document.root_element()) {
        match tags.iter_mut().find(|tag| tag.key == new.key) {
            Some(tag) => tag.value = new.value,
            None => tags.push(new),
        }
    }
    check(&tags)?;
    bucket.tags = tags;
    Ok(Done::NoContent)
}

pub(super) fn untag(_: &Ask, state: &mut State, bucket: &str, request: &Request<Bytes>) -> S3Result<Done> {
    let query = sign::parameters(request.uri().query().unwrap_or_default());
    let removed =
        |tag: &Tag| query.iter().any(|(name, key)| name == "tagKeys" && Some(key) == tag.key.as_ref());
    state.bucket_mut(bucket)?.tags.retain(|tag| !removed(tag));
    Ok(Done::NoContent)
}

/// The tags in the element `Tags` of a document.
pub(super) fn read(root: &Node<'_, '_>) -> Vec<Tag> {
    children(root, "Tags")
        .flat_map(|tags| children(&tags, "Tag").collect::<Vec<_>>())
        .map(|tag| Tag { key: text(&tag, "Key"), value: text(&tag, "Value") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_buckets() {
        for (path, name) in [
            ("/v20180820/tags/arn%3Aaws%3As3%3A%3A%3Ab-1", Some("b-1")),
            (
                "/v20180820/tags/arn:aws:s3express:us-east-1:123456789012:bucket/b--use1-az4--x-s3",
                Some("b--use1-az4--x-s3"),
            ),
            ("/v20180820/tags/arn:aws:sns:us-east-1:123456789012:b", None),
            ("/bucket/key", None),
        ] {
            assert_eq!(bucket(path).as_deref(), name, "{path}");
        }
    }
}
