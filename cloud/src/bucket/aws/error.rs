//! What S3 and STS answer, told once in our terms.

use std::error::Error as StdError;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::wait::Failed;
use crate::{Cloud, Error};

/// Codes of "come back later", beside every 5xx and 429. Amazon S3 API Reference, "Error responses", and the common
/// errors of STS.
const PASSING: [&str; 10] = [
    "InternalError",
    "InternalFailure",
    "OperationAborted",
    "PriorRequestNotComplete",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
];

/// Codes that say that the credentials themselves are of no use.
const CREDENTIALS: [&str; 8] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
];

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

const UNREADABLE: &str = "UnreadableAnswer";

/// Whether a server has no such call.
pub(super) fn is_unsupported(error: &Error) -> bool {
    matches!(error, Error::Service { code, .. } if UNSUPPORTED.contains(&code.as_str()))
}

/// Maps the failure of one call about one bucket. `attribute` is what the call carries, as written in configuration.
pub(crate) fn failed<E>(
    operation: &'static str,
    attribute: &str,
    bucket: &str,
    answer: SdkError<E, HttpResponse>,
) -> Failed
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match &answer {
        SdkError::ServiceError(service) => {
            let status = service.raw().status().as_u16();
            if service.raw().status().is_success() && service.err().code().is_none() {
                return Failed::Final(transport(operation, UNREADABLE, &answer));
            }
            let code = service.err().code().unwrap_or(code_of_status(status));
            let answered = Answered {
                operation,
                status,
                code,
                message: service.err().message().unwrap_or(code),
                request_id: service
                    .raw()
                    .request_id()
                    .or(service.err().meta().request_id())
                    .map(str::to_owned),
            };
            answered.failed(attribute, bucket)
        }
        SdkError::ConstructionFailure(_) => match credentials(&answer) {
            Some(error) => Failed::Final(error),
            None => Failed::Final(transport(operation, "InvalidRequest", &answer)),
        },
        SdkError::DispatchFailure(_) => match credentials(&answer) {
            Some(error) => Failed::Final(error),
            None if never_connected(&answer) => {
                Failed::Unreachable(transport(operation, "ConnectionFailed", &answer))
            }
            None => Failed::Passing(transport(operation, "ConnectionFailed", &answer)),
        },
        SdkError::TimeoutError(_) => Failed::Passing(transport(operation, "RequestTimeout", &answer)),
        _ => Failed::Passing(transport(operation, UNREADABLE, &answer)),
    }
}

/// Whether a call that failed so may have been carried out all the same.
pub(crate) fn is_ambiguous<E>(answer: &SdkError<E, HttpResponse>) -> bool
where
    E: StdError + Send + Sync + 'static,
{
    match answer {
        SdkError::ServiceError(service) => service.raw().status().is_server_error(),
        SdkError::ConstructionFailure(_) => false,
        SdkError::DispatchFailure(_) => !never_connected(answer) && credentials(answer).is_none(),
        _ => true,
    }
}

/// An error that a service answered.
pub(super) struct Answered<'a> {
    pub(super) operation: &'static str,
    pub(super) status: u16,
    pub(super) code: &'a str,
    pub(super) message: &'a str,
    pub(super) request_id: Option<String>,
}

impl Answered<'_> {
    pub(super) fn failed(self, attribute: &str, bucket: &str) -> Failed {
        let cloud = Cloud::Aws;
        let Answered { operation, status, code, message, .. } = self;
        let what = format!("bucket {bucket:?}");
        match code {
            "NoSuchBucket" => Failed::Final(Error::NotFound { cloud, what }),
            "NotFound" if operation == "HeadBucket" => Failed::Final(Error::NotFound { cloud, what }),
            "BucketNotEmpty" => Failed::Final(Error::NotEmpty { cloud, name: bucket.to_owned() }),
            "BucketAlreadyExists" => Failed::Final(Error::AlreadyExists { cloud, what, ours: false }),
            "BucketAlreadyOwnedByYou" => Failed::Final(Error::AlreadyExists { cloud, what, ours: true }),
            _ if CREDENTIALS.contains(&code) => Failed::Final(Error::Credentials {
                cloud,
                message: format!("{operation} answered {code}: {message}"),
            }),
            _ if PASSING.contains(&code) || status == 429 || (status >= 500 && status != 501) => {
                Failed::Passing(self.service())
            }
            _ if status == 403 => {
                Failed::Final(Error::Denied { cloud, operation, message: message.to_owned() })
            }
            _ if INVALID.contains(&code) => Failed::Final(Error::Invalid {
                attribute: attribute.to_owned(),
                message: format!("{operation} answered {code}: {message}"),
            }),
            _ => Failed::Final(self.service()),
        }
    }

    fn service(self) -> Error {
        Error::Service {
            cloud: Cloud::Aws,
            operation: self.operation,
            code: self.code.to_owned(),
            message: self.message.to_owned(),
            request_id: self.request_id,
        }
    }
}

/// Answers to HEAD have no body, and so no code.
pub(super) fn code_of_status(status: u16) -> &'static str {
    match status {
        301 | 307 => "PermanentRedirect",
        400 => "BadRequest",
        403 => "AccessDenied",
        404 => "NotFound",
        409 => "Conflict",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        500.. => "InternalError",
        _ => "Unknown",
    }
}

fn credentials<E: StdError + 'static>(answer: &SdkError<E, HttpResponse>) -> Option<Error> {
    in_chain::<CredentialsError>(answer).map(no_credentials)
}

/// That no credentials were found, and where they were looked for.
pub(super) fn no_credentials(failure: &CredentialsError) -> Error {
    let found = match failure {
        CredentialsError::CredentialsNotLoaded(_) => "none were found".to_owned(),
        other => chain(other),
    };
    let message = format!(
        "{}; they are taken from `aws.profile` when it is set, else from the environment (AWS_ACCESS_KEY_ID), the \
         shared files (AWS_PROFILE), a web identity token, the container's endpoint or the machine's metadata, \
         whichever comes first",
        found.trim_end_matches('.'),
    );
    Error::Credentials { cloud: Cloud::Aws, message }
}

/// Whether no connection was made, so that nothing can have been sent.
fn never_connected<E: StdError + 'static>(answer: &SdkError<E, HttpResponse>) -> bool {
    in_chain::<hyper_util::client::legacy::Error>(answer)
        .is_some_and(hyper_util::client::legacy::Error::is_connect)
}

fn transport<E: StdError + 'static>(
    operation: &'static str,
    code: &str,
    answer: &SdkError<E, HttpResponse>,
) -> Error {
    Error::Service {
        cloud: Cloud::Aws,
        operation,
        code: code.to_owned(),
        message: chain(answer),
        request_id: None,
    }
}

/// An error and its sources, each once.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let part = source.to_string();
        if !text.contains(&part) {
            text.push_str(": ");
            text.push_str(&part);
        }
        next = source.source();
    }
    text
}

fn in_chain<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        next = error.source();
    }
    None
}
