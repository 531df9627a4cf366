//! `CreateSession`: temporary credentials for the calls that a directory bucket answers in its own zone.
//!
//! One thing is not as on AWS: the bucket need not exist yet. AWS makes directory buckets at an endpoint that asks for
//! no session, but SDKs that are given an endpoint cannot tell, and ask for a session even to make the bucket.

use chrono::TimeDelta;
use s3s::S3Result;
use s3s::dto::{
    CreateSessionInput, CreateSessionOutput, ServerSideEncryption, SessionCredentials, Timestamp,
};

use super::Ask;
use super::error::{access_denied, error, invalid_request};
use super::state::State;
use crate::aws::credentials::Credentials;

/// How long a session lasts.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

pub(super) fn create(
    ask: &Ask,
    state: &State,
    credentials: &Credentials,
    input: &CreateSessionInput,
) -> S3Result<CreateSessionOutput> {
    let principal = ask.principal()?;
    if !input.bucket.ends_with("--x-s3") {
        return Err(error(
            405,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
        ));
    }
    let bucket = state.buckets.get(&input.bucket);
    if bucket.is_some_and(|bucket| bucket.owner != principal.account) {
        return Err(access_denied());
    }
    let encryption = bucket.map(|bucket| bucket.encryption.clone()).unwrap_or_default();
    if input.session_mode.as_ref().is_some_and(|mode| !matches!(mode.as_str(), "ReadOnly" | "ReadWrite")) {
        return Err(invalid_request("Invalid x-amz-create-session-mode header"));
    }
    let session = credentials.issue(principal.clone(), LIFETIME);
    let expiration = u64::try_from(session.expires).unwrap_or_default();
    Ok(CreateSessionOutput {
        bucket_key_enabled: None,
        credentials: SessionCredentials {
            access_key_id: session.access_key,
            expiration: Timestamp::from(std::time::UNIX_EPOCH + std::time::Duration::from_secs(expiration)),
            secret_access_key: session.secret_key,
            session_token: session.token,
        },
        ssekms_encryption_context: None,
        ssekms_key_id: encryption.key,
        server_side_encryption: Some(ServerSideEncryption::from(encryption.algorithm)),
    })
}
