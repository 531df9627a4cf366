//! What every call passes before its work: faults, the caller, the bucket and the way it is called.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue};
use md5::{Digest, Md5};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::path::S3Path;
use s3s::validation::NameValidation;
use s3s::{S3Error, S3Result};

use super::error::{self, access_denied, error, invalid_request};
use super::state::{Bucket, State};
use super::{Ask, Note, ask_of};
use crate::aws::Caller;
use crate::aws::credentials::is_account;
use crate::call::Call;
use crate::fault::{Admission, Faults};
use crate::store::Section;

/// The header that tells a caller where a bucket is.
pub(super) const BUCKET_REGION: &str = "x-amz-bucket-region";

/// Operations that need no bucket which exists.
const NO_BUCKET: &[&str] = &["CreateBucket", "CreateSession", "ListBuckets", "ListDirectoryBuckets"];

/// Operations whose body must come with a checksum: those that botocore's model of S3 marks
/// `requestChecksumRequired`.
const CHECKSUM_REQUIRED: &[&str] = &[
    "DeleteObjects",
    "PutBucketAcl",
    "PutBucketCors",
    "PutBucketEncryption",
    "PutBucketLifecycleConfiguration",
    "PutBucketLogging",
    "PutBucketOwnershipControls",
    "PutBucketPolicy",
    "PutBucketReplication",
    "PutBucketRequestPayment",
    "PutBucketTagging",
    "PutBucketVersioning",
    "PutObjectLockConfiguration",
    "PutObjectRetention",
    "PutPublicAccessBlock",
];

/// Calls that a directory bucket answers
/// (docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html).
const DIRECTORY_BUCKET: &[&str] = &[
    "HeadBucket",
    "DeleteBucket",
    "GetBucketEncryption",
    "PutBucketEncryption",
    "DeleteBucketEncryption",
    "GetBucketLifecycleConfiguration",
    "PutBucketLifecycleConfiguration",
    "DeleteBucketLifecycle",
    "GetBucketPolicy",
    "PutBucketPolicy",
    "DeleteBucketPolicy",
    "ListTagsForResource",
    "TagResource",
    "UntagResource",
    "ListObjectsV2",
    "PutObject",
    "GetObject",
    "HeadObject",
    "DeleteObject",
    "DeleteObjects",
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
    "ListMultipartUploads",
    "ListParts",
];

/// The gate, at the place where s3s asks for access.
#[derive(Clone)]
pub(super) struct Gate {
    pub(super) faults: Arc<Faults>,
    pub(super) state: Section<State>,
}

/// Stands where s3s wants the secret keys: signatures have been checked before a request reaches s3s.
pub(super) struct NoSignatures;

#[async_trait::async_trait]
impl S3Auth for NoSignatures {
    async fn get_secret_key(&self, _: &str) -> S3Result<SecretKey> {
        Err(error::internal())
    }
}

#[async_trait::async_trait]
impl S3Access for Gate {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let ask = Arc::clone(ask_of(context.extensions_mut())?);
        let bucket = match context.s3_path() {
            S3Path::Root => None,
            S3Path::Bucket { bucket } | S3Path::Object { bucket, .. } => Some(&**bucket),
        };
        self.pass(&ask, context.s3_op().name(), bucket, context.headers()).await
    }
}

impl Gate {
    /// Lets a call pass or says why not. What is to become of it is noted in the ask.
    pub(super) async fn pass(
        &self,
        ask: &Ask,
        operation: &str,
        bucket: Option<&str>,
        headers: &HeaderMap,
    ) -> S3Result<()> {
        let call = Call {
            cloud: "aws",
            service: "s3",
            operation: operation.to_owned(),
            resource: bucket.unwrap_or_default().to_owned(),
        };
        let admission = self.faults.admit(&call).await;
        ask.note(Note { call, admission });
        match admission {
            Admission::Serve | Admission::ServeThenDrop => {}
            Admission::Refuse(status) => return Err(error::injected(status)),
            Admission::Drop => return Err(error::internal()),
        }
        let caller = ask.caller()?;
        if let Some(bucket) = bucket.filter(|_| !NO_BUCKET.contains(&operation)) {
            self.state.read(|state| {
                let bucket = state.bucket(bucket)?;
                bucket.admit(caller, operation, headers)
            })?;
        }
        check_body(operation, &ask.body, headers)
    }
}

impl Bucket {
    fn admit(&self, caller: &Caller, operation: &str, headers: &HeaderMap) -> S3Result<()> {
        // A bucket's place can be asked for from everywhere: that is what the question is for.
        if caller.region != self.region && operation != "GetBucketLocation" {
            return Err(self.elsewhere());
        }
        if caller.principal.account != self.owner {
            return Err(at(access_denied(), &self.region));
        }
        match headers.get("x-amz-expected-bucket-owner").map(|owner| owner.to_str().unwrap_or_default()) {
            Some(owner) if !is_account(owner) => {
                return Err(error(
                    400,
                    "InvalidBucketOwnerAWSAccountID",
                    "The value of the expected bucket owner parameter must be an AWS account ID",
                ));
            }
            Some(owner) if owner != self.owner => return Err(access_denied()),
            _ => {}
        }
        if self.zone.is_some() && !DIRECTORY_BUCKET.contains(&operation) {
            let message = "The specified method is not allowed against this resource.";
            return Err(error(405, "MethodNotAllowed", message));
        }
        Ok(())
    }

    fn elsewhere(&self) -> S3Error {
        let message = "The bucket you are attempting to access must be addressed using the specified endpoint. \
                       Please send all future requests to this endpoint.";
        at(error(301, "PermanentRedirect", message), &self.region)
    }
}

/// An error that tells the bucket's region.
fn at(mut error: S3Error, region: &str) -> S3Error {
    if let Ok(region) = HeaderValue::try_from(region) {
        error.set_headers(HeaderMap::from_iter([(http::HeaderName::from_static(BUCKET_REGION), region)]));
    }
    error
}

fn check_body(operation: &str, body: &[u8], headers: &HeaderMap) -> S3Result<()> {
    let stated = headers.get("content-md5");
    let has_checksum = || headers.keys().any(|name| name.as_str().starts_with("x-amz-checksum-"));
    if CHECKSUM_REQUIRED.contains(&operation) && stated.is_none() && !has_checksum() {
        return Err(invalid_request(
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
        ));
    }
    let Some(stated) = stated else { return Ok(()) };
    match STANDARD.decode(stated.as_bytes()) {
        Ok(stated) if stated.len() == Md5::output_size() => {
            let fits = stated[..] == Md5::digest(body)[..];
            let message = "The Content-MD5 you specified did not match what we received.";
            if fits { Ok(()) } else { Err(error(400, "BadDigest", message)) }
        }
        _ => Err(error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")),
    }
}

impl NameValidation for super::bucket::AnyName {
    /// Every name passes here: what is wrong with one is said by `CreateBucket`, and elsewhere no bucket has it.
    fn validate_bucket_name(&self, _: &str) -> bool {
        true
    }
}
