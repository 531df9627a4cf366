//! How to reach the clouds.

use std::fmt;

/// A secret that neither `Debug` nor `Display` prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Secret(secret.into())
    }

    /// The secret itself, for the SDK that needs it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// How to reach AWS. What is `None` comes from the environment and the shared files, as in every AWS tool.
#[derive(Clone, Debug, Default)]
pub struct AwsSettings {
    /// The region of calls that belong to no bucket (STS); a bucket's own calls go to its `location`.
    pub region: Option<String>,
    /// The profile of the shared configuration files.
    pub profile: Option<String>,
    /// A role to assume with the credentials found.
    pub assume_role: Option<AssumeRole>,
    /// Endpoints in place of the public ones.
    pub endpoints: AwsEndpoints,
}

/// A role to assume before any other call.
#[derive(Clone, Debug)]
pub struct AssumeRole {
    /// The role's ARN.
    pub role_arn: String,
    /// The external id that the role's trust policy asks for.
    pub external_id: Option<Secret>,
    /// The session's name; `palisade` when unset.
    pub session_name: Option<String>,
}

/// URLs in place of AWS's public endpoints.
#[derive(Clone, Debug, Default)]
pub struct AwsEndpoints {
    /// S3. Path-style addressing is used with it.
    pub s3: Option<String>,
    /// STS.
    pub sts: Option<String>,
    /// EKS.
    pub eks: Option<String>,
    /// EC2.
    pub ec2: Option<String>,
    /// AWS Budgets.
    pub budgets: Option<String>,
    /// Cost Explorer.
    pub cost_explorer: Option<String>,
}

/// How to reach Google Cloud. What is `None` comes from application default credentials.
#[derive(Clone, Debug, Default)]
pub struct GcpSettings {
    /// The project that new buckets belong to.
    pub project: Option<String>,
    /// A credentials file's path, or its JSON itself.
    pub credentials: Option<Secret>,
    /// A ready access token, used as it is.
    pub access_token: Option<Secret>,
    /// The e-mail address of a service account to impersonate with the credentials found.
    pub impersonate_service_account: Option<String>,
    /// The project that quota and billing of the calls go to.
    pub quota_project: Option<String>,
    /// Endpoints in place of the public ones.
    pub endpoints: GcpEndpoints,
}

/// URLs in place of Google Cloud's public endpoints.
#[derive(Clone, Debug, Default)]
pub struct GcpEndpoints {
    /// Cloud Storage over gRPC (`google.storage.v2`).
    pub storage: Option<String>,
    /// OAuth 2 (`tokeninfo`).
    pub oauth2: Option<String>,
    /// IAM Credentials (`generateAccessToken`).
    pub iam_credentials: Option<String>,
    /// Kubernetes Engine.
    pub container: Option<String>,
    /// Cloud Billing Budgets.
    pub billing_budgets: Option<String>,
}
