//! The services `google.storage.v2.Storage` and `google.storage.control.v2.StorageControl`: messages to calls on the
//! state, and back.

use googleapis_tonic_google_storage_v2::google::iam::v1 as iam;
use googleapis_tonic_google_storage_v2::google::storage::v2 as pb;
use prost::Message;
use serde_json::Value;
use tonic::Status;

use super::buckets::Extras;
use super::mask::{self, Mask};
use super::model::Bucket;
use super::object::Object;
use super::objects::{Listing, Target};
use super::{Preconditions, SECTION, Storage, wire};
use crate::core::Core;
use crate::error::Error;
use crate::gcp::document;
use crate::gcp::grpc::{Service, Work};
use crate::gcp::listing::Page;
use crate::gcp::refusal::Refusal;
use crate::store::Section;
use wire::bucket_name;

const STORAGE: &str = "google.storage.v2.Storage";

/// The IAM calls are in both services: clients in Rust make them here.
const CONTROL: &str = "google.storage.control.v2.StorageControl";

/// The services over their state.
pub(crate) struct Api(Section<Storage>);

impl Api {
    pub(crate) fn open(core: &Core) -> Result<Self, Error> {
        core.store.section(SECTION).map(Self)
    }
}

impl Service for Api {
    fn prepare(&self, service: &str, method: &str, message: &[u8]) -> Result<Work, Status> {
        match (service, method) {
            (STORAGE, "CreateBucket") => {
                self.writing(message, |r: &pb::CreateBucketRequest| &r.bucket_id, create_bucket)
            }
            (STORAGE, "GetBucket") => self.reading(message, |r: &pb::GetBucketRequest| &r.name, get_bucket),
            (STORAGE, "ListBuckets") => self.reading(message, |_: &pb::ListBucketsRequest| "", list_buckets),
            (STORAGE, "UpdateBucket") => self.writing(
                message,
                |r: &pb::UpdateBucketRequest| r.bucket.as_ref().map_or("", |bucket| &bucket.name),
                update_bucket,
            ),
            (STORAGE, "DeleteBucket") => {
                self.writing(message, |r: &pb::DeleteBucketRequest| &r.name, delete_bucket)
            }
            (STORAGE, "LockBucketRetentionPolicy") => {
                self.writing(message, |r: &pb::LockBucketRetentionPolicyRequest| &r.bucket, lock_retention)
            }
            (STORAGE, "ListObjects") => {
                self.reading(message, |r: &pb::ListObjectsRequest| &r.parent, list_objects)
            }
            (STORAGE, "GetObject") => self.reading(message, |r: &pb::GetObjectRequest| &r.bucket, get_object),
            (STORAGE, "UpdateObject") => self.writing(
                message,
                |r: &pb::UpdateObjectRequest| r.object.as_ref().map_or("", |object| &object.bucket),
                update_object,
            ),
            (STORAGE, "DeleteObject") => {
                self.writing(message, |r: &pb::DeleteObjectRequest| &r.bucket, delete_object)
            }
            (STORAGE | CONTROL, "GetIamPolicy") => {
                self.reading(message, |r: &iam::GetIamPolicyRequest| &r.resource, get_iam_policy)
            }
            (STORAGE | CONTROL, "SetIamPolicy") => {
                self.writing(message, |r: &iam::SetIamPolicyRequest| &r.resource, set_iam_policy)
            }
            (STORAGE | CONTROL, "TestIamPermissions") => {
                self.reading(message, |r: &iam::TestIamPermissionsRequest| &r.resource, test_iam_permissions)
            }
            _ => Err(Status::unimplemented(format!("the sandbox does not serve {service}.{method}"))),
        }
    }
}

impl Api {
    fn reading<I: Message + Default + 'static, O: Message>(
        &self,
        message: &[u8],
        bucket: impl Fn(&I) -> &str,
        run: impl FnOnce(&Storage, I) -> Result<O, Refusal> + Send + 'static,
    ) -> Result<Work, Status> {
        self.work(message, bucket, |section, request| section.read(|storage| run(storage, request)))
    }

    fn writing<I: Message + Default + 'static, O: Message>(
        &self,
        message: &[u8],
        bucket: impl Fn(&I) -> &str,
        run: impl FnOnce(&mut Storage, I) -> Result<O, Refusal> + Send + 'static,
    ) -> Result<Work, Status> {
        self.work(message, bucket, |section, request| section.write(|storage| run(storage, request)))
    }

    fn work<I: Message + Default + 'static, O: Message>(
        &self,
        message: &[u8],
        bucket: impl Fn(&I) -> &str,
        run: impl FnOnce(&Section<Storage>, I) -> Result<O, Refusal> + Send + 'static,
    ) -> Result<Work, Status> {
        let request = I::decode(message).map_err(|error| Status::invalid_argument(error.to_string()))?;
        let path = bucket(&request);
        let resource = bucket_name(path).unwrap_or(path).to_owned();
        let section = self.0.clone();
        let run = Box::new(move || Ok(run(&section, request)?.encode_to_vec()));
        Ok(Work { service: "storage", resource, run })
    }
}

fn create_bucket(storage: &mut Storage, request: pb::CreateBucketRequest) -> Result<pb::Bucket, Refusal> {
    let wanted = request.bucket.unwrap_or_default();
    if !matches!(request.parent.as_str(), "" | "projects/_") {
        return Err(Refusal::invalid("The parent must be empty or projects/_."));
    }
    if !wanted.name.is_empty() {
        return Err(Refusal::invalid("The name of a new bucket must be given as bucket_id."));
    }
    let project = project(&wanted.project)?.to_owned();
    let bucket = Bucket { name: request.bucket_id, ..wire::bucket::from_wire(wanted)? };
    let extras = Extras {
        predefined_acl: request.predefined_acl,
        predefined_default_object_acl: request.predefined_default_object_acl,
        enable_object_retention: request.enable_object_retention,
    };
    Ok(wire::bucket::to_wire(&storage.create_bucket(&project, bucket, &extras)?))
}

fn get_bucket(storage: &Storage, request: pb::GetBucketRequest) -> Result<pb::Bucket, Refusal> {
    let preconditions =
        Preconditions::new(request.if_metageneration_match, request.if_metageneration_not_match);
    let bucket = storage.bucket(bucket_name(&request.name)?, preconditions)?;
    read_bucket(bucket, request.read_mask.as_ref())
}

fn list_buckets(
    storage: &Storage,
    request: pb::ListBucketsRequest,
) -> Result<pb::ListBucketsResponse, Refusal> {
    let page = Page::new(request.page_size.into(), request.page_token)?;
    let (buckets, next_page_token) =
        storage.list_buckets(project(&request.parent)?, &request.prefix, &page)?;
    let buckets = buckets.into_iter().map(|bucket| match &request.read_mask {
        Some(mask) => read_bucket(bucket, Some(mask)),
        None => {
            let message = wire::bucket::to_wire(bucket);
            Ok(pb::Bucket { acl: Vec::new(), default_object_acl: Vec::new(), owner: None, ..message })
        }
    });
    let buckets = buckets.collect::<Result<_, _>>()?;
    Ok(pb::ListBucketsResponse { buckets, next_page_token, unreachable: Vec::new() })
}

fn update_bucket(storage: &mut Storage, request: pb::UpdateBucketRequest) -> Result<pb::Bucket, Refusal> {
    let wanted = request.bucket.ok_or_else(|| Refusal::invalid("The bucket to update is missing."))?;
    let name = bucket_name(&wanted.name)?.to_owned();
    let mask = update_mask(request.update_mask.as_ref(), mask::bucket)?;
    let wanted = document::of(&wire::bucket::from_wire(wanted)?)?;
    let preconditions =
        Preconditions::new(request.if_metageneration_match, request.if_metageneration_not_match);
    let extras = Extras {
        predefined_acl: request.predefined_acl,
        predefined_default_object_acl: request.predefined_default_object_acl,
        enable_object_retention: false,
    };
    let bucket = storage.update_bucket(&name, preconditions, &extras, |document| {
        apply(document, wanted, &mask);
        Ok(())
    })?;
    Ok(wire::bucket::to_wire(&bucket))
}

fn delete_bucket(storage: &mut Storage, request: pb::DeleteBucketRequest) -> Result<(), Refusal> {
    let preconditions =
        Preconditions::new(request.if_metageneration_match, request.if_metageneration_not_match);
    storage.delete_bucket(bucket_name(&request.name)?, preconditions)
}

fn lock_retention(
    storage: &mut Storage,
    request: pb::LockBucketRetentionPolicyRequest,
) -> Result<pb::Bucket, Refusal> {
    if request.if_metageneration_match <= 0 {
        return Err(Refusal::invalid("if_metageneration_match must be positive."));
    }
    let bucket = storage.lock_retention(bucket_name(&request.bucket)?, request.if_metageneration_match)?;
    Ok(wire::bucket::to_wire(&bucket))
}

fn list_objects(
    storage: &Storage,
    request: pb::ListObjectsRequest,
) -> Result<pb::ListObjectsResponse, Refusal> {
    if !request.match_glob.is_empty() || !request.filter.is_empty() {
        return Err(Refusal::invalid("The sandbox lists objects without match_glob and filter."));
    }
    let listing = Listing {
        prefix: request.prefix,
        delimiter: request.delimiter,
        start: request.lexicographic_start,
        end: request.lexicographic_end,
        versions: request.versions,
        soft_deleted: request.soft_deleted,
        page: Page::new(request.page_size.into(), request.page_token)?,
    };
    let (objects, prefixes, next_page_token) =
        storage.list_objects(bucket_name(&request.parent)?, &listing)?;
    let objects = objects.iter().map(|object| read_object(object, request.read_mask.as_ref()));
    Ok(pb::ListObjectsResponse { objects: objects.collect::<Result<_, _>>()?, prefixes, next_page_token })
}

fn get_object(storage: &Storage, request: pb::GetObjectRequest) -> Result<pb::Object, Refusal> {
    let target = Target {
        soft_deleted: request.soft_deleted.unwrap_or_default(),
        generations: Preconditions::new(request.if_generation_match, request.if_generation_not_match),
        metagenerations: Preconditions::new(
            request.if_metageneration_match,
            request.if_metageneration_not_match,
        ),
        ..target(&request.bucket, &request.object, request.generation)?
    };
    read_object(&storage.object(&target)?.object, request.read_mask.as_ref())
}

fn update_object(storage: &mut Storage, request: pb::UpdateObjectRequest) -> Result<pb::Object, Refusal> {
    let wanted = request.object.ok_or_else(|| Refusal::invalid("The object to update is missing."))?;
    let mask = update_mask(request.update_mask.as_ref(), mask::object)?;
    let target = Target {
        generations: Preconditions::new(request.if_generation_match, request.if_generation_not_match),
        metagenerations: Preconditions::new(
            request.if_metageneration_match,
            request.if_metageneration_not_match,
        ),
        ..target(&wanted.bucket, &wanted.name, wanted.generation)?
    };
    let wanted = document::of(&wire::object::from_wire(wanted))?;
    let object = storage.update_object(&target, |document| {
        apply(document, wanted, &mask);
        Ok(())
    })?;
    Ok(wire::object::to_wire(&object))
}

fn delete_object(storage: &mut Storage, request: pb::DeleteObjectRequest) -> Result<(), Refusal> {
    storage.delete_object(&Target {
        generations: Preconditions::new(request.if_generation_match, request.if_generation_not_match),
        metagenerations: Preconditions::new(
            request.if_metageneration_match,
            request.if_metageneration_not_match,
        ),
        ..target(&request.bucket, &request.object, request.generation)?
    })
}

fn get_iam_policy(storage: &Storage, request: iam::GetIamPolicyRequest) -> Result<iam::Policy, Refusal> {
    Ok(wire::policy::to_wire(&storage.iam_policy(bucket_name(&request.resource)?)?))
}

fn set_iam_policy(storage: &mut Storage, request: iam::SetIamPolicyRequest) -> Result<iam::Policy, Refusal> {
    let policy = wire::policy::from_wire(request.policy.unwrap_or_default());
    Ok(wire::policy::to_wire(&storage.set_iam_policy(bucket_name(&request.resource)?, policy)?))
}

fn test_iam_permissions(
    storage: &Storage,
    request: iam::TestIamPermissionsRequest,
) -> Result<iam::TestIamPermissionsResponse, Refusal> {
    let bucket = bucket_name(&request.resource)?;
    let permissions = storage.test_iam_permissions(bucket, request.permissions)?;
    Ok(iam::TestIamPermissionsResponse { permissions })
}

fn project(path: &str) -> Result<&str, Refusal> {
    path.strip_prefix("projects/")
        .ok_or_else(|| Refusal::invalid(format!("Invalid project: '{path}'. It must be projects/PROJECT.")))
}

/// Generation 0 is the live one.
fn target(bucket: &str, name: &str, generation: i64) -> Result<Target, Refusal> {
    Ok(Target {
        bucket: bucket_name(bucket)?.to_owned(),
        name: name.to_owned(),
        generation: Some(generation).filter(|generation| *generation != 0),
        ..Target::default()
    })
}

/// storage.proto: "Not specifying any fields is an error."
fn update_mask(
    mask: Option<&prost_types::FieldMask>,
    read: fn(&prost_types::FieldMask) -> Result<Mask, Refusal>,
) -> Result<Mask, Refusal> {
    match mask.filter(|mask| !mask.paths.is_empty()) {
        Some(mask) => read(mask),
        None => Err(Refusal::invalid("An update mask is required.")),
    }
}

fn apply(document: &mut Value, wanted: Value, mask: &Mask) {
    match mask {
        Mask::All => *document = wanted,
        Mask::Paths(paths) => {
            for path in paths {
                document::take_over(document, &wanted, path);
            }
        }
    }
}

fn read_bucket(bucket: &Bucket, mask: Option<&prost_types::FieldMask>) -> Result<pb::Bucket, Refusal> {
    match mask.map(mask::bucket).transpose()? {
        Some(Mask::Paths(paths)) if !paths.is_empty() => {
            let left = document::only(&document::of(bucket)?, &paths);
            Ok(wire::bucket::to_wire(&document::parse(left)?))
        }
        _ => Ok(wire::bucket::to_wire(bucket)),
    }
}

fn read_object(object: &Object, mask: Option<&prost_types::FieldMask>) -> Result<pb::Object, Refusal> {
    match mask.map(mask::object).transpose()? {
        Some(Mask::Paths(paths)) if !paths.is_empty() => {
            let left = document::only(&document::of(object)?, &paths);
            Ok(wire::object::to_wire(&document::parse(left)?))
        }
        _ => Ok(wire::object::to_wire(object)),
    }
}
