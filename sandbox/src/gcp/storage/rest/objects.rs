//! `/storage/v1/b/BUCKET/o`: objects.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::Asked;
use crate::answer::Reply;
use crate::gcp::document;
use crate::gcp::listing::Page;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::Storage;
use crate::gcp::storage::object::Object;
use crate::gcp::storage::objects::{Listing, Target};
use crate::store::Section;

pub(super) fn list(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let query = &asked.query;
    if query.get("matchGlob").is_some() || query.get("filter").is_some() {
        return Err(Refusal::invalid("The sandbox lists objects without matchGlob and filter."));
    }
    let listing = Listing {
        prefix: query.text("prefix"),
        delimiter: query.text("delimiter"),
        start: query.text("startOffset"),
        end: query.text("endOffset"),
        versions: query.flag("versions")?,
        soft_deleted: query.flag("softDeleted")?,
        page: Page::new(query.number("maxResults")?.unwrap_or_default(), query.text("pageToken"))?,
    };
    let (objects, prefixes, token) = storage.read(|storage| storage.list_objects(&path[1], &listing))?;
    let mut list = json!({ "kind": "storage#objects" });
    if !objects.is_empty() {
        let items = objects.iter().map(|object| render(object, asked));
        list["items"] = items.collect::<Result<Vec<_>, _>>()?.into();
    }
    if !prefixes.is_empty() {
        list["prefixes"] = prefixes.into();
    }
    if !token.is_empty() {
        list["nextPageToken"] = token.into();
    }
    asked.reply(&list)
}

pub(super) fn get(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let target = target(path, asked)?;
    let object = storage.read(|storage| storage.object(&target).map(|version| version.object.clone()))?;
    asked.reply(&render(&object, asked)?)
}

pub(super) fn download(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let target = target(path, asked)?;
    let (object, content) = storage.read(|storage| {
        storage.object(&target).map(|version| (version.object.clone(), version.content.clone()))
    })?;
    let mut reply = Reply::new(content);
    let header = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    let kind = if object.content_type.is_empty() { "application/octet-stream" } else { &object.content_type };
    let hash = format!("crc32c={},md5={}", object.crc32c, object.md5_hash);
    reply.headers_mut().extend([
        (CONTENT_TYPE, header(kind)),
        (HeaderName::from_static("x-goog-generation"), header(&object.generation.0.to_string())),
        (HeaderName::from_static("x-goog-metageneration"), header(&object.metageneration.0.to_string())),
        (HeaderName::from_static("x-goog-hash"), header(&hash)),
    ]);
    Ok(reply)
}

pub(super) fn patch(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let target = target(path, asked)?;
    let patch = asked.document()?;
    let object = storage.write(|storage| {
        storage.update_object(&target, |object| {
            document::merge(object, patch);
            Ok(())
        })
    })?;
    asked.reply(&render(&object, asked)?)
}

pub(super) fn delete(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let target = target(path, asked)?;
    storage.write(|storage| storage.delete_object(&target))?;
    Ok(super::no_content())
}

/// A new version, as it was sent.
pub(super) fn put(
    storage: &Section<Storage>,
    target: &Target,
    metadata: Object,
    content: Bytes,
    asked: &Asked,
) -> Result<Reply, Refusal> {
    let object = storage.write(|storage| storage.insert_object(target, metadata, content))?;
    asked.reply(&render(&object, asked)?)
}

fn target(path: &[String], asked: &Asked) -> Result<Target, Refusal> {
    Ok(Target {
        bucket: path[1].clone(),
        name: path[3].clone(),
        generation: asked.query.number("generation")?,
        soft_deleted: asked.query.flag("softDeleted")?,
        generations: asked.generations()?,
        metagenerations: asked.metagenerations()?,
    })
}

fn render(object: &Object, asked: &Asked) -> Result<Value, Refusal> {
    let mut shown = document::of(object)?;
    let path = format!("{}/o/{}", object.bucket, urlencoding::encode(&object.name));
    let generation = object.generation.0;
    shown["kind"] = "storage#object".into();
    shown["id"] = format!("{}/{}/{generation}", object.bucket, object.name).into();
    shown["selfLink"] = format!("{}/storage/v1/b/{path}", asked.root).into();
    shown["mediaLink"] =
        format!("{}/download/storage/v1/b/{path}?generation={generation}&alt=media", asked.root).into();
    Ok(shown)
}
