//! The HTTP client for the few calls that are no gRPC.

use std::time::Duration;

use super::answer::root_cause;
use super::unusable;
use crate::Error;

/// The longest that one such call may take.
const CALL: Duration = Duration::from_secs(30);

/// Makes aws-lc-rs the process's cryptography, which Google's libraries use without naming it. Where the process
/// has one already, that one stays.
pub(super) fn install_crypto() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

pub(super) fn client() -> Result<reqwest::Client, Error> {
    install_crypto();
    let client = reqwest::Client::builder().timeout(CALL).redirect(reqwest::redirect::Policy::none()).build();
    client.map_err(|error| unusable(format!("no HTTP client can be made: {error}")))
}

/// Why a call got no answer, in the words of the first cause; the address, which may be secret, is left out.
pub(super) fn cause(error: reqwest::Error) -> String {
    root_cause(&error.without_url())
}

/// A URL of one of Google's services, at the endpoint that is configured or at Google's own.
pub(super) fn url(endpoint: Option<&str>, default: &str, path: &str) -> String {
    format!("{}{path}", endpoint.unwrap_or(default).trim_end_matches('/'))
}
