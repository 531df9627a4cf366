//! `CreateSession`: temporary credentials for the calls that a directory bucket answers in its own zone.

use chrono::TimeDelta;
use s3s::S3Result;
use s3s::dto::{
    CreateSessionInput, CreateSessionOutput, ServerSideEncryption, SessionCredentials, Timestamp,
};

use super::Ask;
use super::error::{error, invalid_request};
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
    let bucket = state.bucket(&input.bucket)?;
    if bucket.zone.is_none() {
        return Err(error(
            405,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
        ));
    }
    if input.session_mode.as_ref().is_some_and(|mode| !matches!(mode.as_str(), "ReadOnly" | "ReadWrite")) {
        return Err(invalid_request("Invalid x-amz-create-session-mode header"));
    }
    let session = credentials.issue(ask.principal()?.clone(), LIFETIME);
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
        ssekms_key_id: bucket.encryption.key.clone(),
        server_side_encryption: Some(ServerSideEncryption::from(bucket.encryption.algorithm.clone())),
    })
}
