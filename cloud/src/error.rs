use std::time::Duration;

use crate::Cloud;

/// What is wrong with one attribute of a description, found before anything is sent to a cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The attribute, as written in configuration: `lifecycle_rules[0].suffix`, `aws.replication.role`.
    pub attribute: String,
    /// What is wrong, in one line.
    pub summary: String,
    /// Why it is so, and what to write instead.
    pub detail: String,
}

/// Why a call failed, in the cases that a caller tells apart.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing named does not exist.
    #[error("{what} does not exist on {cloud}")]
    NotFound {
        /// The cloud that was asked.
        cloud: Cloud,
        /// What was looked for: `bucket "logs"`.
        what: String,
    },
    /// A thing of that name exists already; `ours` tells whether the caller's own account holds it.
    #[error("{what} already exists on {cloud}")]
    AlreadyExists {
        /// The cloud that was asked.
        cloud: Cloud,
        /// What was to be created.
        what: String,
        /// Whether the caller's own account or project holds it, so that it can be imported.
        ours: bool,
    },
    /// The bucket still holds objects and `force_destroy` is not set.
    #[error("bucket {name:?} on {cloud} is not empty")]
    NotEmpty {
        /// The cloud that was asked.
        cloud: Cloud,
        /// The bucket.
        name: String,
    },
    /// Somebody changed the thing between our read and our write.
    #[error("{what} on {cloud} was changed by somebody else since it was read")]
    Changed {
        /// The cloud that was asked.
        cloud: Cloud,
        /// What was to be changed.
        what: String,
    },
    /// The cloud refuses this caller.
    #[error("{cloud} refused {operation}: {message}")]
    Denied {
        /// The cloud that was asked.
        cloud: Cloud,
        /// The API operation: `PutBucketPolicy`.
        operation: &'static str,
        /// The cloud's own words.
        message: String,
    },
    /// An attribute has a value that the cloud does not take, told by the cloud.
    #[error("{attribute}: {message}")]
    Invalid {
        /// The attribute, as written in configuration.
        attribute: String,
        /// The cloud's own words, or ours.
        message: String,
    },
    /// No usable credentials were found, or they do not work.
    #[error("no usable credentials for {cloud}: {message}")]
    Credentials {
        /// The cloud.
        cloud: Cloud,
        /// What was tried and what to set. Never holds a secret.
        message: String,
    },
    /// The time given for the operation is over.
    #[error("{operation} on {cloud} was not done within {after:?}; last answer: {last}")]
    Timeout {
        /// The cloud.
        cloud: Cloud,
        /// The API operation under way when time ran out.
        operation: &'static str,
        /// The time that was given.
        after: Duration,
        /// The last error that the cloud answered, or `none`.
        last: String,
    },
    /// The caller asked to stop.
    #[error("stopped while {operation} on {cloud} was under way")]
    Cancelled {
        /// The cloud.
        cloud: Cloud,
        /// The API operation under way.
        operation: &'static str,
    },
    /// Any other answer of the service.
    #[error("{cloud} answered {operation} with {code}: {message}{}", request_id.as_ref().map(|id| format!(" (request {id})")).unwrap_or_default())]
    Service {
        /// The cloud.
        cloud: Cloud,
        /// The API operation.
        operation: &'static str,
        /// The service's error code: `InvalidBucketState`, `FAILED_PRECONDITION`.
        code: String,
        /// The service's own words.
        message: String,
        /// The request's id, to quote to the cloud's support.
        request_id: Option<String>,
    },
}
