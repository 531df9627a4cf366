//! What `provider "palisade" {}` holds.

use cloud::{AwsSettings, GcpSettings, Secret};
use tfplug::{Data, List, Map, Schema, Validator, Value};

/// Buckets, GPU pools and budgets on AWS and on Google Cloud with one resource each, checked by policy while Terraform
/// plans.
///
/// A cloud that no resource uses needs no credentials. What is not set here comes from the environment, as in the aws
/// and google providers. Where the operator has set `PALISADE_POLICY`, `policy` can only tighten what is checked.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Config {
    /// How to reach AWS.
    pub(crate) aws: Value<Aws>,
    /// How to reach Google Cloud.
    pub(crate) gcp: Value<Gcp>,
    /// Labels that every resource gets.
    pub(crate) default_labels: Map<String>,
    /// Which policies are enforced while Terraform plans.
    pub(crate) policy: Value<Policy>,
    /// The path of a table of machine prices, as CSV or JSON with the columns `cloud`, `region`, `machine_type`, `capacity`,
    /// `price_per_hour`, `currency` and `date`; else `PALISADE_PRICES`, or `prices.csv` in the folder that `PALISADE_POLICY`
    /// names, both of which win over this. `estimated_cost` and the cost rules go by it.
    pub(crate) prices: Value<String>,
}

/// How to reach AWS.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Aws {
    /// The region of calls that belong to no bucket; else `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile's.
    pub(crate) region: Value<String>,
    /// The profile of the shared configuration files; else `AWS_PROFILE`.
    pub(crate) profile: Value<String>,
    /// A role to assume with the credentials found.
    pub(crate) assume_role: Value<AssumeRole>,
    /// URLs in place of the public endpoints; else `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL_EKS`
    /// and so on, or `AWS_ENDPOINT_URL`.
    pub(crate) endpoints: Value<AwsEndpoints>,
}

/// A role to assume.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct AssumeRole {
    /// The role's ARN.
    #[schema(required)]
    pub(crate) role_arn: Value<String>,
    /// The external id that the role's trust policy asks for.
    #[schema(sensitive)]
    pub(crate) external_id: Value<String>,
    /// The session's name; `palisade` when unset.
    #[schema(validate = Validator::length(2, 64))]
    pub(crate) session_name: Value<String>,
}

/// URLs in place of AWS's public endpoints.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct AwsEndpoints {
    /// S3.
    pub(crate) s3: Value<String>,
    /// STS.
    pub(crate) sts: Value<String>,
    /// EKS.
    pub(crate) eks: Value<String>,
    /// EC2.
    pub(crate) ec2: Value<String>,
    /// AWS Budgets.
    pub(crate) budgets: Value<String>,
    /// Cost Explorer.
    pub(crate) cost_explorer: Value<String>,
}

/// How to reach Google Cloud.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Gcp {
    /// The project of new resources; else `GOOGLE_PROJECT`, `GOOGLE_CLOUD_PROJECT`, `GCLOUD_PROJECT` or
    /// `CLOUDSDK_CORE_PROJECT`.
    pub(crate) project: Value<String>,
    /// A credentials file's path, or its JSON; else `GOOGLE_CREDENTIALS` or `GOOGLE_APPLICATION_CREDENTIALS`, else
    /// application default credentials.
    #[schema(sensitive)]
    pub(crate) credentials: Value<String>,
    /// A ready access token; else `GOOGLE_OAUTH_ACCESS_TOKEN`.
    #[schema(sensitive)]
    pub(crate) access_token: Value<String>,
    /// The e-mail address of a service account to impersonate; else `GOOGLE_IMPERSONATE_SERVICE_ACCOUNT`.
    pub(crate) impersonate_service_account: Value<String>,
    /// The project that quota and billing of the calls go to; else `GOOGLE_BILLING_PROJECT`.
    pub(crate) quota_project: Value<String>,
    /// URLs in place of the public endpoints; else `GOOGLE_STORAGE_CUSTOM_ENDPOINT`, `GOOGLE_OAUTH2_CUSTOM_ENDPOINT`,
    /// `GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT`, `GOOGLE_CONTAINER_CUSTOM_ENDPOINT` and
    /// `GOOGLE_BILLING_BUDGETS_CUSTOM_ENDPOINT`.
    pub(crate) endpoints: Value<GcpEndpoints>,
}

/// URLs in place of Google Cloud's public endpoints.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct GcpEndpoints {
    /// Cloud Storage over gRPC.
    pub(crate) storage: Value<String>,
    /// OAuth 2.
    pub(crate) oauth2: Value<String>,
    /// IAM Credentials.
    pub(crate) iam_credentials: Value<String>,
    /// Kubernetes Engine.
    pub(crate) container: Value<String>,
    /// Cloud Billing Budgets.
    pub(crate) billing_budgets: Value<String>,
}

/// Which policies are enforced.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Policy {
    /// `enforce`: a rule that denies refuses the plan (the default). `warn`: it only warns.
    pub(crate) mode: Value<Mode>,
    /// The packs that are evaluated: `cost`, `encryption`, `least_privilege`, `vpc_sc`; all when unset.
    pub(crate) packs: List<String>,
    /// Folders of more rules.
    pub(crate) paths: List<String>,
    /// Data that rules read, by name: `{ perimeters = [...] }`.
    pub(crate) data: Value<Data>,
}

/// What a denial does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Mode {
    Enforce,
    Warn,
}

/// The settings for AWS, and whether one of them is not known yet.
pub(crate) fn aws(aws: &Value<Aws>) -> (AwsSettings, bool) {
    let mut read = Reader::default();
    let aws = read.nested(aws);
    let endpoints = read.nested(&aws.endpoints);
    let settings = AwsSettings {
        region: read.text(&aws.region),
        profile: read.text(&aws.profile),
        assume_role: read.optional(&aws.assume_role).map(|role| cloud::AssumeRole {
            role_arn: read.text(&role.role_arn).unwrap_or_default(),
            external_id: read.text(&role.external_id).map(Secret::new),
            session_name: read.text(&role.session_name),
        }),
        endpoints: cloud::AwsEndpoints {
            s3: read.text(&endpoints.s3),
            sts: read.text(&endpoints.sts),
            eks: read.text(&endpoints.eks),
            ec2: read.text(&endpoints.ec2),
            budgets: read.text(&endpoints.budgets),
            cost_explorer: read.text(&endpoints.cost_explorer),
        },
    };
    (settings, read.undecided)
}

/// The settings for Google Cloud, with the environment where the configuration is silent, and whether one of them is
/// not known yet.
pub(crate) fn gcp(gcp: &Value<Gcp>) -> (GcpSettings, bool) {
    let mut read = Reader::default();
    let gcp = read.nested(gcp);
    let endpoints = read.nested(&gcp.endpoints);
    // What is configured holds; the environment is asked only where neither is. GOOGLE_APPLICATION_CREDENTIALS is left to
    // application default credentials, which look there first.
    let (mut credentials, mut access_token) = (read.text(&gcp.credentials), read.text(&gcp.access_token));
    if gcp.credentials.is_null() && gcp.access_token.is_null() {
        access_token = read.text_or(&Value::Null, &["GOOGLE_OAUTH_ACCESS_TOKEN"]);
        credentials = read.text_or(&Value::Null, &["GOOGLE_CREDENTIALS"]);
    }
    let project = ["GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"];
    let settings = GcpSettings {
        project: read.text_or(&gcp.project, &project),
        credentials: credentials.map(Secret::new),
        access_token: access_token.map(Secret::new),
        impersonate_service_account: read
            .text_or(&gcp.impersonate_service_account, &["GOOGLE_IMPERSONATE_SERVICE_ACCOUNT"]),
        quota_project: read.text_or(&gcp.quota_project, &["GOOGLE_BILLING_PROJECT"]),
        endpoints: cloud::GcpEndpoints {
            storage: read.text_or(&endpoints.storage, &["GOOGLE_STORAGE_CUSTOM_ENDPOINT"]),
            oauth2: read.text_or(&endpoints.oauth2, &["GOOGLE_OAUTH2_CUSTOM_ENDPOINT"]),
            iam_credentials: read
                .text_or(&endpoints.iam_credentials, &["GOOGLE_IAM_CREDENTIALS_CUSTOM_ENDPOINT"]),
            container: read.text_or(&endpoints.container, &["GOOGLE_CONTAINER_CUSTOM_ENDPOINT"]),
            billing_budgets: read
                .text_or(&endpoints.billing_budgets, &["GOOGLE_BILLING_BUDGETS_CUSTOM_ENDPOINT"]),
        },
    };
    (settings, read.undecided)
}

/// Reads values that may be unknown, and remembers whether one was.
#[derive(Default)]
struct Reader {
    undecided: bool,
}

impl Reader {
    fn optional<T: Clone>(&mut self, value: &Value<T>) -> Option<T> {
        self.undecided |= value.is_unknown();
        value.known().cloned()
    }

    fn nested<T: Clone + Default>(&mut self, value: &Value<T>) -> T {
        self.optional(value).unwrap_or_default()
    }

    /// A text; an empty one counts as not set, as in the providers whose users come here.
    fn text(&mut self, value: &Value<String>) -> Option<String> {
        self.optional(value).filter(|text| !text.is_empty())
    }

    fn text_or(&mut self, value: &Value<String>, variables: &[&str]) -> Option<String> {
        if value.is_unknown() {
            self.undecided = true;
            return None;
        }
        self.text(value).or_else(|| {
            variables.iter().find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()))
        })
    }
}
