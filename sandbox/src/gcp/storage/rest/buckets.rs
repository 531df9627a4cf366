//! `/storage/v1/b`: buckets.

use http::HeaderValue;
use http::header::ETAG;
use serde_json::{Value, json};

use super::Asked;
use crate::answer::Reply;
use crate::gcp::document;
use crate::gcp::listing::Page;
use crate::gcp::refusal::Refusal;
use crate::gcp::storage::Storage;
use crate::gcp::storage::buckets::Extras;
use crate::gcp::storage::iam::Policy;
use crate::gcp::storage::model::Bucket;
use crate::store::Section;

pub(super) fn insert(storage: &Section<Storage>, _: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let project = asked.query.get("project").ok_or_else(|| Refusal::required("project"))?;
    // Merging into nothing drops the nulls.
    let mut wanted = json!({});
    document::merge(&mut wanted, asked.document()?);
    let lists = wanted.get("acl").is_some() || wanted.get("defaultObjectAcl").is_some();
    let wanted: Bucket = document::parse(wanted)?;
    if wanted.name.is_empty() {
        return Err(Refusal::required("name"));
    }
    let bucket = storage.write(|storage| storage.create_bucket(project, wanted, &extras(asked)?))?;
    reply(&bucket, asked, lists)
}

pub(super) fn list(storage: &Section<Storage>, _: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let project = asked.query.get("project").ok_or_else(|| Refusal::required("project"))?;
    let page =
        Page::new(asked.query.number("maxResults")?.unwrap_or_default(), asked.query.text("pageToken"))?;
    // Buckets deleted softly are not kept, so there are none to list.
    let soft_deleted = asked.query.flag("softDeleted")?;
    let (items, token) = storage.read(|storage| {
        let (buckets, token) = storage.list_buckets(project, &asked.query.text("prefix"), &page)?;
        let items = buckets.into_iter().filter(|_| !soft_deleted).map(|bucket| render(bucket, asked, false));
        Ok((items.collect::<Result<Vec<_>, Refusal>>()?, token))
    })?;
    let mut list = json!({ "kind": "storage#buckets" });
    if !items.is_empty() {
        list["items"] = items.into();
    }
    if !token.is_empty() {
        list["nextPageToken"] = token.into();
    }
    asked.reply(&list)
}

pub(super) fn get(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let preconditions = asked.metagenerations()?;
    let bucket = storage.read(|storage| storage.bucket(&path[1], preconditions).cloned())?;
    reply(&bucket, asked, false)
}

pub(super) fn patch(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let patch = asked.document()?;
    // A patch of nothing changes nothing, the metageneration included.
    let lists = ["predefinedAcl", "predefinedDefaultObjectAcl"].map(|list| asked.query.get(list));
    if patch == json!({}) && lists == [None; 2] {
        let preconditions = asked.metagenerations()?;
        let bucket = storage.read(|storage| storage.bucket(&path[1], preconditions).cloned())?;
        return reply(&bucket, asked, true);
    }
    change(storage, path, asked, |bucket| document::merge(bucket, patch))
}

/// Everything that the document does not set goes back to what it is without being set.
pub(super) fn update(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let wanted = asked.document()?;
    change(storage, path, asked, |bucket| {
        *bucket = json!({});
        document::merge(bucket, wanted);
    })
}

fn change(
    storage: &Section<Storage>,
    path: &[String],
    asked: &Asked,
    change: impl FnOnce(&mut Value),
) -> Result<Reply, Refusal> {
    let (preconditions, extras) = (asked.metagenerations()?, extras(asked)?);
    let bucket = storage.write(|storage| {
        storage.update_bucket(&path[1], preconditions, &extras, |document| {
            change(document);
            Ok(())
        })
    })?;
    reply(&bucket, asked, true)
}

pub(super) fn delete(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let preconditions = asked.metagenerations()?;
    storage.write(|storage| storage.delete_bucket(&path[1], preconditions))?;
    Ok(super::no_content())
}

pub(super) fn lock(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let metageneration = asked.query.number("ifMetagenerationMatch")?;
    let metageneration = metageneration.ok_or_else(|| Refusal::required("ifMetagenerationMatch"))?;
    let bucket = storage.write(|storage| storage.lock_retention(&path[1], metageneration))?;
    reply(&bucket, asked, false)
}

pub(super) fn get_iam(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let policy = storage.read(|storage| storage.iam_policy(&path[1]))?;
    asked.reply(&policy_of(&path[1], &policy)?)
}

pub(super) fn set_iam(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let policy: Policy = document::parse(asked.document()?)?;
    let policy = storage.write(|storage| storage.set_iam_policy(&path[1], policy))?;
    asked.reply(&policy_of(&path[1], &policy)?)
}

pub(super) fn test_iam(storage: &Section<Storage>, path: &[String], asked: &Asked) -> Result<Reply, Refusal> {
    let wanted = asked.query.all("permissions");
    if wanted.is_empty() {
        return Err(Refusal::required("permissions"));
    }
    let permissions = storage.read(|storage| storage.test_iam_permissions(&path[1], wanted))?;
    asked.reply(&json!({ "kind": "storage#testIamPermissionsResponse", "permissions": permissions }))
}

fn extras(asked: &Asked) -> Result<Extras, Refusal> {
    Ok(Extras {
        predefined_acl: asked.query.text("predefinedAcl"),
        predefined_default_object_acl: asked.query.text("predefinedDefaultObjectAcl"),
        enable_object_retention: asked.query.flag("enableObjectRetention")?,
    })
}

fn policy_of(bucket: &str, policy: &Policy) -> Result<Value, Refusal> {
    let mut shown = document::of(policy)?;
    shown["kind"] = "storage#policy".into();
    shown["resourceId"] = format!("projects/_/buckets/{bucket}").into();
    Ok(shown)
}

fn reply(bucket: &Bucket, asked: &Asked, lists: bool) -> Result<Reply, Refusal> {
    let mut reply = asked.reply(&render(bucket, asked, lists)?)?;
    if let Ok(etag) = HeaderValue::from_str(&bucket.etag) {
        reply.headers_mut().insert(ETAG, etag);
    }
    Ok(reply)
}

/// The resource. Access control lists and the owner are in it when the caller asks for the projection `full`; `lists`
/// is what calls do that do not ask.
fn render(bucket: &Bucket, asked: &Asked, lists: bool) -> Result<Value, Refusal> {
    let full = match asked.query.get("projection") {
        Some("full") => true,
        Some("noAcl") => false,
        None => lists,
        Some(other) => {
            return Err(Refusal::invalid(format!("Invalid value '{other}' for parameter projection.")));
        }
    };
    let mut shown = document::of(bucket)?;
    if !full {
        for field in ["acl", "defaultObjectAcl", "owner"] {
            shown.as_object_mut().and_then(|fields| fields.remove(field));
        }
    }
    shown["kind"] = "storage#bucket".into();
    shown["id"] = bucket.name.as_str().into();
    shown["selfLink"] = format!("{}/storage/v1/b/{}", asked.root, bucket.name).into();
    Ok(shown)
}
