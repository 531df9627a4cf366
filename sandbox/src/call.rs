use serde::Serialize;

/// One call of an API, as fault rules match it and the log names it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Call {
    /// `aws` or `gcp`.
    pub(crate) cloud: &'static str,
    /// The service's short name, such as `s3`, `sts`, `storage`.
    pub(crate) service: &'static str,
    /// The operation as the service's own API reference spells it, such as `CreateBucket`.
    pub(crate) operation: String,
    /// Name of what the call is about, such as the bucket's; empty where there is none.
    pub(crate) resource: String,
}
