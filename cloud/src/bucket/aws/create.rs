//! Creating a bucket. `CreateBucket` carries what it can; the facets bring the rest.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::create_bucket::builders::CreateBucketFluentBuilder;
use aws_sdk_s3::primitives::DateTime;
use aws_sdk_s3::types::builders::CreateBucketConfigurationBuilder;
use aws_sdk_s3::types::{
    BucketInfo, BucketLocationConstraint, BucketNamespace, BucketType, CreateBucketConfiguration,
    DataRedundancy, LocationInfo, LocationType, Tag,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::target::{Call, Target};
use super::update::{bring, observed};
use super::{Bucket, Extras, directory, error, extras, object_lock, ownership, resume};
use crate::aws::AwsClients;
use crate::bucket::{Namespace, unfinished};
use crate::wait::Running;
use crate::{Cloud, Error, Incomplete, Observed, Operation};

/// The one region that answers 200 when the caller creates a bucket that it has already, and that is not told as a
/// location constraint (API reference, `CreateBucket`).
const FIRST_REGION: &str = "us-east-1";

/// How far the clocks here and there may be apart when a creation date is judged; S3 tells whole seconds.
const CLOCKS_APART: Duration = Duration::from_secs(15);

/// Time to ask, after the operation has ended, whether the bucket was made.
const GRACE: Duration = Duration::from_secs(5);

const CREATE: Call = Call { operation: "CreateBucket", attribute: "name" };

pub(super) async fn create(
    clients: &AwsClients,
    wanted: &Bucket,
    running: &Running,
) -> Result<Observed<Bucket>, Incomplete<Bucket>> {
    let mut at = Target::new(clients, &wanted.name, &wanted.location, running).await?;
    let bare = bare(wanted);
    let made = match make(&at, wanted).await {
        Ok(made) => made,
        Err(unmade) => {
            let kept = unmade.exists.then(|| Box::new(observed(&at, bare)));
            return Err(Incomplete { error: unmade.error, kept });
        }
    };
    at.created_now();
    let there = match made {
        Made::Marked => {
            Bucket { labels: [(unfinished::KEY.into(), unfinished::value(wanted))].into(), ..bare }
        }
        Made::Unmarked => bare,
        Made::Before => {
            tracing::info!(bucket = wanted.name, "going on with a creation that was cut off");
            resume::found(&at, wanted).await?
        }
    };
    tracing::debug!(bucket = wanted.name, "created; configuring");
    bring(&at, there, wanted).await
}

/// How a bucket came to be.
enum Made {
    /// By this operation, with the mark that it is unfinished.
    Marked,
    /// By this operation, on a server or for a caller that has no tags at creation.
    Unmarked,
    /// By an operation before this one, which wanted the same and did not come to its end.
    Before,
}

/// Why no bucket was made, and whether one is there all the same since the operation ended before its answer came.
struct Unmade {
    error: Error,
    exists: bool,
}

impl From<Error> for Unmade {
    fn from(error: Error) -> Self {
        Unmade { error, exists: false }
    }
}

/// Creates the bucket, unless one is there that a creation of the same description left unfinished.
async fn make(at: &Target<'_>, wanted: &Bucket) -> Result<Made, Unmade> {
    let seen = if at.location == FIRST_REGION { look(at).await? } else { Seen::Nothing };
    if seen == Seen::Bucket {
        return left(at, wanted).await;
    }
    let made = match send(at, wanted, Made::Marked).await {
        // Tags at creation need a permission of their own (`s3:TagResource`), and not every server knows them.
        Err(Unmade { error, exists: false }) if may_be_the_tags(&error) => {
            send(at, wanted, Made::Unmarked).await
        }
        made => made,
    };
    match made {
        Err(Unmade { error: Error::AlreadyExists { ours: true, .. }, .. }) => left(at, wanted).await,
        // A success here may be about a bucket of before, which only its missing mark tells.
        Ok(Made::Marked) if seen == Seen::Hidden && resume::is_marked(at, wanted).await? == Some(false) => {
            Err(already(at).into())
        }
        made => made,
    }
}

/// A bucket of the caller's own is there already: it is gone on with if it is an unfinished one of the same description.
async fn left(at: &Target<'_>, wanted: &Bucket) -> Result<Made, Unmade> {
    if resume::is_left(at, wanted).await? { Ok(Made::Before) } else { Err(already(at).into()) }
}

/// Whether a refusal may be about the tags that the call carries, and not about the bucket.
fn may_be_the_tags(error: &Error) -> bool {
    matches!(error, Error::Denied { .. } | Error::Invalid { .. }) || error::is_unsupported(error)
}

/// Sends `CreateBucket`, and tells a bucket that our own lost call created from one that was there before.
async fn send(at: &Target<'_>, wanted: &Bucket, how: Made) -> Result<Made, Unmade> {
    let began = SystemTime::now();
    let request = request(at, wanted, &how)?;
    let lost = AtomicBool::new(false);
    let made = at
        .running()
        .call(CREATE.operation, || {
            let call = request.clone().send();
            async {
                call.await.map(drop).map_err(|answer| {
                    lost.fetch_or(error::is_ambiguous(&answer), Ordering::Relaxed);
                    error::failed(CREATE.operation, attribute_of(&answer), at.name, answer)
                })
            }
        })
        .await;
    match made {
        Ok(()) => Ok(how),
        Err(Error::AlreadyExists { ours: true, .. })
            if lost.into_inner() && is_new(at, at.running(), began).await =>
        {
            tracing::info!(bucket = at.name, "the bucket was created by a call whose answer was lost");
            Ok(how)
        }
        // The call under way was given up, and may have been carried out.
        Err(error @ (Error::Timeout { .. } | Error::Cancelled { .. })) => {
            let grace = Operation { timeout: GRACE, cancel: Default::default() }.start(Cloud::Aws);
            Err(Unmade { error, exists: is_new(at, &grace, began).await })
        }
        Err(error) => Err(error.into()),
    }
}

fn request(at: &Target<'_>, wanted: &Bucket, how: &Made) -> Result<CreateBucketFluentBuilder, Error> {
    let mark = Tag::builder().key(unfinished::KEY).value(unfinished::value(wanted)).build();
    let mark = mark.map_err(|error| CREATE.incomplete(&error))?;
    let tags = matches!(how, Made::Marked).then(|| vec![mark]);
    let request = at.client.create_bucket().bucket(at.name);
    if let Some(zone) = directory::zone_of(at.name) {
        let configuration = directory_configuration(zone).set_tags(tags).build();
        return Ok(request.create_bucket_configuration(configuration));
    }
    let region = Some(at.location.as_str()).filter(|region| *region != FIRST_REGION);
    // An empty configuration is malformed.
    let configuration = (region.is_some() || tags.is_some()).then(|| {
        CreateBucketConfiguration::builder()
            .set_location_constraint(region.map(BucketLocationConstraint::from))
            .set_tags(tags)
            .build()
    });
    let namespace = extras(wanted).namespace.map(|namespace| match namespace {
        Namespace::Global => BucketNamespace::Global,
        Namespace::AccountRegional => BucketNamespace::AccountRegional,
    });
    Ok(request
        .set_create_bucket_configuration(configuration)
        .set_bucket_namespace(namespace)
        .set_object_ownership(wanted.uniform_access.map(ownership::setting))
        .set_object_lock_enabled_for_bucket(Some(true).filter(|_| object_lock::is_needed(wanted))))
}

/// API reference, `CreateBucket`, "Directory buckets".
fn directory_configuration(zone: &str) -> CreateBucketConfigurationBuilder {
    let (location, redundancy) = match directory::is_local_zone(zone) {
        true => (LocationType::LocalZone, DataRedundancy::SingleLocalZone),
        false => (LocationType::AvailabilityZone, DataRedundancy::SingleAvailabilityZone),
    };
    CreateBucketConfiguration::builder()
        .location(LocationInfo::builder().r#type(location).name(zone).build())
        .bucket(BucketInfo::builder().r#type(BucketType::Directory).data_redundancy(redundancy).build())
}

/// What `CreateBucket` leaves of what is wanted: the attributes that it carries are as wanted, the others as S3's
/// default where S3 documents one that does not change; what is left `None` is written.
fn bare(wanted: &Bucket) -> Bucket {
    let locked = object_lock::is_needed(wanted);
    let mut bare = Bucket {
        labels: Default::default(),
        // Object Lock switches versioning on; without it a new bucket has none.
        versioning: wanted.versioning.map(|_| locked),
        encryption: None,
        public_access: None,
        require_tls: wanted.require_tls.map(|_| false),
        lifecycle_rules: wanted.lifecycle_rules.as_ref().map(|_| Vec::new()),
        retention: None,
        access_log: None,
        cors: wanted.cors.as_ref().map(|_| Vec::new()),
        requester_pays: wanted.requester_pays.map(|_| false),
        ..wanted.clone()
    };
    let wanted = extras(wanted);
    if let Extras::Aws(bare) = &mut bare.extras {
        bare.intelligent_tiering = wanted.intelligent_tiering.as_ref().map(|_| Vec::new());
        bare.acceleration = wanted.acceleration.map(|_| false);
        bare.replication = None;
        bare.policy_json = None;
        bare.abac = wanted.abac.map(|_| false);
        bare.sse_dsse = wanted.sse_dsse.map(|_| false);
        bare.blocked_sse_c = None;
    }
    bare
}

/// The attribute that an answer to `CreateBucket` is about.
fn attribute_of<E: ProvideErrorMetadata>(answer: &SdkError<E, HttpResponse>) -> &'static str {
    match answer.code() {
        Some(code) if code.contains("Location") => "location",
        _ => CREATE.attribute,
    }
}

/// What a look at the name tells.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    /// A bucket of the caller's own.
    Bucket,
    /// No bucket.
    Nothing,
    /// Nothing, since the caller may not look, or somebody else has the name: `CreateBucket` tells.
    Hidden,
}

async fn look(at: &Target<'_>) -> Result<Seen, Error> {
    let request = at.client.head_bucket().bucket(at.name).set_expected_bucket_owner(at.owner());
    match at.call(Call { operation: "HeadBucket", ..CREATE }, || request.clone().send()).await {
        Ok(_) => Ok(Seen::Bucket),
        Err(Error::NotFound { .. }) => Ok(Seen::Nothing),
        Err(error @ (Error::Timeout { .. } | Error::Cancelled { .. } | Error::Credentials { .. })) => {
            Err(error)
        }
        Err(_) => Ok(Seen::Hidden),
    }
}

fn already(at: &Target<'_>) -> Error {
    Error::AlreadyExists { cloud: Cloud::Aws, what: format!("bucket {:?}", at.name), ours: true }
}

/// Whether the caller's bucket of this name was created after `began`. A caller who may not list its buckets cannot
/// tell, and then it was not.
async fn is_new(at: &Target<'_>, running: &Running, began: SystemTime) -> bool {
    let oldest = DateTime::from(began - CLOCKS_APART);
    let mut token = None;
    loop {
        let Ok(page) = list(at, running, token).await else { return false };
        if let Some(found) = page.buckets.iter().find(|bucket| bucket.name() == Some(at.name)) {
            return found.creation_date().is_some_and(|created| *created >= oldest);
        }
        token = page.next;
        if token.is_none() {
            return false;
        }
    }
}

/// Some of the caller's buckets, and where the list goes on.
struct Page {
    buckets: Vec<aws_sdk_s3::types::Bucket>,
    next: Option<String>,
}

async fn list(at: &Target<'_>, running: &Running, token: Option<String>) -> Result<Page, Error> {
    if at.is_directory() {
        let operation = "ListDirectoryBuckets";
        let request = at.client.list_directory_buckets().set_continuation_token(token);
        let page = running.call(operation, || {
            let call = request.clone().send();
            async { call.await.map_err(|answer| error::failed(operation, CREATE.attribute, at.name, answer)) }
        });
        let page = page.await?;
        return Ok(Page { buckets: page.buckets.unwrap_or_default(), next: page.continuation_token });
    }
    let operation = "ListBuckets";
    let request =
        at.client.list_buckets().prefix(at.name).bucket_region(&at.location).set_continuation_token(token);
    let page = running.call(operation, || {
        let call = request.clone().send();
        async { call.await.map_err(|answer| error::failed(operation, CREATE.attribute, at.name, answer)) }
    });
    let page = page.await?;
    Ok(Page { buckets: page.buckets.unwrap_or_default(), next: page.continuation_token })
}
