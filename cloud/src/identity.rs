//! Who calls.

/// Who the caller is on one cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account's number (AWS) or the project's id (Google Cloud), where one is known.
    pub account: Option<String>,
    /// The caller: an ARN (AWS) or an e-mail address (Google Cloud).
    pub principal: String,
    /// The caller's unique id: `UserId` (AWS), the subject's number (Google Cloud).
    pub unique_id: Option<String>,
}
