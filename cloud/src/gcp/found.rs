use google_cloud_auth::credentials::Credentials;

/// Credentials, and what is known of whose they are.
pub(super) struct Found {
    pub(super) credentials: Credentials,
    /// The service account's address, where the credentials are those of one.
    pub(super) email: Option<String>,
}
