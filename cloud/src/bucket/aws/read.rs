//! Reading a bucket: the facets that matter, in parallel. A read of any facet tells whether the bucket exists.

use aws_sdk_s3::error::SdkError;
use futures::future::join_all;

use super::facet::Facet;
use super::facets::FACETS;
use super::target::{Call, Target};
use super::{AwsExtras, Bucket, Extras, directory, error, extras, extras_mut, update};
use crate::aws::AwsClients;
use crate::bucket::{DirectoryBucket, Namespace, PublicAccess};
use crate::wait::{Failed, Running};
use crate::{Error, Observed, Scope};

const HEAD: Call = Call { operation: "HeadBucket", attribute: "name" };

pub(super) async fn read(
    clients: &AwsClients,
    name: &str,
    scope: Scope<'_, Bucket>,
    running: &Running,
) -> Result<Option<Observed<Bucket>>, Error> {
    if let Scope::Managed(expected) = scope {
        match read_in(clients, name, &expected.location, scope, running).await {
            Err(error) if is_elsewhere(&error) => {}
            done => return done,
        }
    }
    match region_of(clients, name, running).await? {
        Some(region) => read_in(clients, name, &region, scope, running).await,
        None => Ok(None),
    }
}

async fn read_in(
    clients: &AwsClients,
    name: &str,
    location: &str,
    scope: Scope<'_, Bucket>,
    running: &Running,
) -> Result<Option<Observed<Bucket>>, Error> {
    let at = Target::new(clients, name, location, running).await?;
    let expected = match scope {
        Scope::Managed(expected) => Some(expected),
        Scope::Everything => None,
    };
    let found = match expected {
        Some(expected) => managed(&at, expected).await,
        None => facets(&at, None).await,
    };
    match found {
        Ok(bucket) => Ok(Some(update::observed(&at, bucket))),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The attributes that are set in `expected`, as they are.
pub(super) async fn managed(at: &Target<'_>, expected: &Bucket) -> Result<Bucket, Error> {
    let mut bucket = facets(at, Some(expected)).await?;
    keep_managed(&mut bucket, expected);
    Ok(bucket)
}

async fn facets(at: &Target<'_>, expected: Option<&Bucket>) -> Result<Bucket, Error> {
    let matters = |facet: &&dyn Facet| {
        expected.is_none_or(|expected| facet.is_set(expected))
            && (!at.is_directory() || facet.on_directory_buckets())
    };
    if at.is_directory() {
        // The tags of directory buckets are another service's, which need not know whether a bucket exists.
        let request = at.client.head_bucket().bucket(at.name);
        at.call(HEAD, || request.clone().send()).await?;
    }
    let reads = FACETS.into_iter().filter(matters).map(|facet| facet.read(at, expected));
    let mut found = Vec::with_capacity(FACETS.len());
    let mut failure = None;
    for read in join_all(reads).await {
        match read {
            Ok(read) => found.push(read),
            // That the bucket is gone says more than any other failure.
            Err(gone @ Error::NotFound { .. }) => return Err(gone),
            // What a server has no call for is nowhere but at its default.
            Err(error) if expected.is_none() && error::is_unsupported(&error) => {
                tracing::warn!(bucket = at.name, %error, "left out, since the server has no such call");
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    if let Some(error) = failure {
        return Err(error);
    }
    let mut bucket = match expected {
        Some(expected) if expected.location.eq_ignore_ascii_case(&at.location) => expected.clone(),
        Some(expected) => Bucket { location: at.location.clone(), ..expected.clone() },
        None => named(at),
    };
    found.into_iter().for_each(|found| found(&mut bucket));
    Ok(bucket)
}

/// A description that holds what the name and the place alone tell.
fn named(at: &Target<'_>) -> Bucket {
    let regional = format!("-{}-{}-an", at.account, at.location);
    let zone = directory::zone_of(at.name);
    // Directory buckets have no switch for these two; they are always private, and have no ACLs.
    Bucket {
        name: at.name.to_owned(),
        location: at.location.clone(),
        labels: Default::default(),
        default_storage_class: None,
        versioning: None,
        encryption: None,
        public_access: zone.map(|_| PublicAccess::Blocked),
        uniform_access: zone.map(|_| true),
        require_tls: None,
        lifecycle_rules: None,
        retention: None,
        soft_delete_days: None,
        access_log: None,
        cors: None,
        requester_pays: None,
        extras: Extras::Aws(AwsExtras {
            directory_bucket: zone.map(|zone| DirectoryBucket { availability_zone: zone.to_owned() }),
            // Directory buckets have no choice of one.
            namespace: match at.name.ends_with(&regional) {
                _ if zone.is_some() => None,
                true => Some(Namespace::AccountRegional),
                false => Some(Namespace::Global),
            },
            ..AwsExtras::default()
        }),
    }
}

/// Some calls tell more than one attribute; those that are not managed are not reported.
fn keep_managed(found: &mut Bucket, expected: &Bucket) {
    fn keep<T>(found: &mut Option<T>, expected: &Option<T>) {
        if expected.is_none() {
            *found = None;
        }
    }
    keep(&mut found.encryption, &expected.encryption);
    keep(&mut found.require_tls, &expected.require_tls);
    keep(&mut found.retention, &expected.retention);
    let (found, expected) = (extras_mut(found), extras(expected));
    keep(&mut found.object_lock, &expected.object_lock);
    keep(&mut found.policy_json, &expected.policy_json);
    keep(&mut found.sse_dsse, &expected.sse_dsse);
    keep(&mut found.blocked_sse_c, &expected.blocked_sse_c);
}

/// Whether an answer says that the bucket lives in another region (API reference, "Error responses").
fn is_elsewhere(error: &Error) -> bool {
    const CODES: [&str; 3] = ["PermanentRedirect", "AuthorizationHeaderMalformed", "TemporaryRedirect"];
    matches!(error, Error::Service { code, .. } if CODES.contains(&code.as_str()))
}

/// The region of a bucket, which S3 tells in a header of every answer to `HeadBucket`, refusals included.
async fn region_of(clients: &AwsClients, name: &str, running: &Running) -> Result<Option<String>, Error> {
    let client = clients.s3(None).await;
    let home = client.config().region().map(ToString::to_string);
    let request = client.head_bucket().bucket(name);
    running
        .call(HEAD.operation, || {
            let (call, home) = (request.clone().send(), home.clone());
            async move {
                match call.await {
                    Ok(found) => Ok(found.bucket_region.or(home)),
                    Err(answer) => region_of_refusal(name, answer),
                }
            }
        })
        .await
}

fn region_of_refusal(
    name: &str,
    answer: SdkError<aws_sdk_s3::operation::head_bucket::HeadBucketError>,
) -> Result<Option<String>, Failed> {
    if let SdkError::ServiceError(service) = &answer {
        let raw = service.raw();
        let region = raw.headers().get("x-amz-bucket-region").map(str::to_owned);
        match raw.status().as_u16() {
            404 => return Ok(None),
            301 | 307 | 400 if region.is_some() => return Ok(region),
            _ => {}
        }
    }
    Err(error::failed(HEAD.operation, HEAD.attribute, name, answer))
}
