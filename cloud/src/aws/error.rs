//! What every service of AWS answers, told once in our terms. A service adds the codes that only it has.

use std::error::Error as StdError;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::wait::Failed;
use crate::{Cloud, Error};

/// Codes of "come back later", beside every 5xx and 429: Amazon S3 API Reference, "Error responses"; Amazon EC2 API
/// Reference, "Error codes for the Amazon EC2 API"; the common errors of the others.
const PASSING: [&str; 14] = [
    "InternalError",
    "InternalFailure",
    "InternalErrorException",
    "OperationAborted",
    "PriorRequestNotComplete",
    "RequestLimitExceeded",
    "RequestTimeout",
    "ServerException",
    "ServiceUnavailable",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
    "TooManyRequestsException",
];

/// Codes that say that the credentials themselves are of no use.
const CREDENTIALS: [&str; 11] = [
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidToken",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "UnrecognizedClientException",
];

/// Our code of an answer that is none of the service's.
pub(crate) const UNREADABLE: &str = "UnreadableAnswer";

/// An error that a service answered.
pub(crate) struct Answered<'a> {
    pub(crate) operation: &'static str,
    pub(crate) status: u16,
    pub(crate) code: &'a str,
    pub(crate) message: &'a str,
    pub(crate) request_id: Option<String>,
}

/// Maps the failure of one call. `own` tells what a code of the service itself means, `None` where it means what it
/// means everywhere.
pub(crate) fn failed<E>(
    operation: &'static str,
    answer: SdkError<E, HttpResponse>,
    own: impl FnOnce(&Answered<'_>) -> Option<Failed>,
) -> Failed
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match &answer {
        SdkError::ServiceError(service) => {
            let raw = service.raw();
            let status = raw.status().as_u16();
            if raw.status().is_success() && service.err().code().is_none() {
                return Failed::Final(transport(operation, UNREADABLE, &answer));
            }
            let code = service.err().code().unwrap_or(code_of_status(status));
            let message = service.err().message().unwrap_or(code);
            let request_id = request_id(raw);
            let answered = Answered { operation, status, code, message, request_id };
            own(&answered).unwrap_or_else(|| answered.failed())
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

impl Answered<'_> {
    /// What the answer means with every service.
    fn failed(self) -> Failed {
        let cloud = Cloud::Aws;
        let Answered { operation, code, message, .. } = self;
        match code {
            _ if CREDENTIALS.contains(&code) => Failed::Final(Error::Credentials {
                cloud,
                message: format!("{operation} answered {code}: {message}"),
            }),
            _ if self.is_passing() => Failed::Passing(self.service()),
            _ if self.is_denied() => {
                Failed::Final(Error::Denied { cloud, operation, message: message.to_owned() })
            }
            _ => Failed::Final(self.service()),
        }
    }

    /// Whether the service may answer otherwise in a moment.
    pub(crate) fn is_passing(&self) -> bool {
        PASSING.contains(&self.code) || self.status == 429 || (self.status >= 500 && self.status != 501)
    }

    /// Whether the service refuses this caller. The JSON protocols answer so with 400.
    pub(crate) fn is_denied(&self) -> bool {
        self.status == 403 || matches!(self.code, "AccessDenied" | "AccessDeniedException")
    }

    /// A value sent is not taken: the one of this attribute.
    pub(crate) fn invalid(&self, attribute: &str) -> Error {
        Error::Invalid {
            attribute: attribute.to_owned(),
            message: format!("{} answered {}: {}", self.operation, self.code, self.message),
        }
    }

    /// The answer as it is.
    pub(crate) fn service(&self) -> Error {
        Error::Service {
            cloud: Cloud::Aws,
            operation: self.operation,
            code: self.code.to_owned(),
            message: self.message.to_owned(),
            request_id: self.request_id.clone(),
        }
    }
}

/// Answers to HEAD have no body, and so no code.
fn code_of_status(status: u16) -> &'static str {
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

/// The id that AWS's support asks for, which each protocol has in a header of its own.
fn request_id(raw: &HttpResponse) -> Option<String> {
    ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"]
        .into_iter()
        .find_map(|name| raw.headers().get(name))
        .map(str::to_owned)
}

fn credentials<E: StdError + 'static>(answer: &SdkError<E, HttpResponse>) -> Option<Error> {
    in_chain::<CredentialsError>(answer).map(no_credentials)
}

/// That no credentials were found, and where they were looked for.
fn no_credentials(failure: &CredentialsError) -> Error {
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
