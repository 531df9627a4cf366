//! What S3 answers, told in our terms where only S3 answers so.

use std::error::Error as StdError;

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::aws::error::{self, Answered};
use crate::wait::Failed;
use crate::{Cloud, Error};

pub(super) use error::{UNREADABLE, is_ambiguous};

/// Codes that say that a value sent is not taken. The attribute is the one that the call carries.
const INVALID: [&str; 15] = [
    "BadDigest",
    "IllegalLocationConstraintException",
    "InvalidArgument",
    "InvalidBucketName",
    "InvalidLocationConstraint",
    "InvalidPolicyDocument",
    "InvalidRequest",
    "InvalidStorageClass",
    "InvalidTag",
    "InvalidTargetBucketForLogging",
    "KMS.NotFoundException",
    "KMS.DisabledException",
    "MalformedPolicy",
    "MalformedXML",
    "ReplicationParameterValueError",
];

/// Codes that say that a server has no such call: a region without the feature, or another server of S3's protocol.
/// The last is ours, for a server that takes the call for another one.
const UNSUPPORTED: [&str; 3] = ["MethodNotAllowed", "NotImplemented", UNREADABLE];

/// Whether a server has no such call.
pub(super) fn is_unsupported(error: &Error) -> bool {
    matches!(error, Error::Service { code, .. } if UNSUPPORTED.contains(&code.as_str()))
}

/// Maps the failure of one call about one bucket. `attribute` is what the call carries, as written in configuration.
pub(super) fn failed<E>(
    operation: &'static str,
    attribute: &str,
    bucket: &str,
    answer: SdkError<E, HttpResponse>,
) -> Failed
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    error::failed(operation, answer, |answered| own(answered, attribute, bucket).map(Failed::Final))
}

fn own(answered: &Answered<'_>, attribute: &str, bucket: &str) -> Option<Error> {
    let cloud = Cloud::Aws;
    let what = format!("bucket {bucket:?}");
    match answered.code {
        "NoSuchBucket" => Some(Error::NotFound { cloud, what }),
        "NotFound" if answered.operation == "HeadBucket" => Some(Error::NotFound { cloud, what }),
        "BucketNotEmpty" => Some(Error::NotEmpty { cloud, name: bucket.to_owned() }),
        "BucketAlreadyExists" => Some(Error::AlreadyExists { cloud, what, ours: false }),
        "BucketAlreadyOwnedByYou" => Some(Error::AlreadyExists { cloud, what, ours: true }),
        _ if answered.is_passing() || answered.is_denied() => None,
        code if INVALID.contains(&code) => Some(answered.invalid(attribute)),
        _ => None,
    }
}
