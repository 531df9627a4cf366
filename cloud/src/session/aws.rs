//! AWS: configuration, credentials and clients, looked up once.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::{Connector, tls};
use tokio::sync::OnceCell;

use crate::bucket::Buckets;
use crate::bucket::aws::AwsBuckets;
use crate::bucket::aws::error;
use crate::budget::Budget;
use crate::budget::aws::AwsBudgets;
use crate::gpu_pool::GpuPool;
use crate::gpu_pool::aws::AwsPools;
use crate::wait::Running;
use crate::{AwsSettings, Cloud, Error, Identity, Operation, Service};

/// The region of calls that belong to no bucket when neither configuration nor environment names one. It serves every
/// account of the public partition without being enabled first.
const HOME_REGION: &str = "us-east-1";

/// Time for one attempt of a call. Bucket calls answer within a second; one that hangs is made again.
const ATTEMPT: Duration = Duration::from_secs(60);

/// Time for the credentials of the machine itself (IMDS), which answers within milliseconds where it exists. Where
/// it does not, packets may vanish, and nobody should wait seconds to read that there are no credentials.
const METADATA_CONNECT: Duration = Duration::from_millis(400);

/// The one TLS stack of the process.
const TLS: tls::Provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);

/// AWS as the session holds it.
pub(super) struct Aws {
    clients: Arc<AwsClients>,
}

/// Configuration, S3 clients by region, and the caller's identity, each looked up at its first use and once.
pub(crate) struct AwsClients {
    settings: AwsSettings,
    config: OnceCell<SdkConfig>,
    s3: Mutex<BTreeMap<String, aws_sdk_s3::Client>>,
    identity: OnceCell<Identity>,
    connector: OnceLock<Connector>,
}

impl Aws {
    pub(super) fn new(settings: AwsSettings) -> Self {
        Aws {
            clients: Arc::new(AwsClients {
                settings,
                config: OnceCell::new(),
                s3: Mutex::default(),
                identity: OnceCell::new(),
                connector: OnceLock::new(),
            }),
        }
    }

    pub(super) async fn buckets(&self) -> Result<Arc<dyn Buckets>, Error> {
        Ok(Arc::new(AwsBuckets::new(self.clients.clone())))
    }

    pub(super) async fn gpu_pools(&self) -> Result<Arc<dyn Service<GpuPool>>, Error> {
        Ok(Arc::new(AwsPools))
    }

    pub(super) async fn budgets(&self) -> Result<Arc<dyn Service<Budget>>, Error> {
        Ok(Arc::new(AwsBudgets))
    }

    pub(super) async fn identity(&self) -> Result<Identity, Error> {
        let bounds = Operation { timeout: Duration::from_secs(120), cancel: Default::default() };
        self.clients.identity(&bounds.start(Cloud::Aws)).await.cloned()
    }
}

impl AwsClients {
    /// The S3 client of a region, or of the session's own.
    pub(crate) async fn s3(&self, region: Option<&str>) -> aws_sdk_s3::Client {
        let config = self.config().await;
        let region = region.map_or_else(|| self.home_region(config), str::to_ascii_lowercase);
        let mut clients = self.s3.lock().unwrap_or_else(PoisonError::into_inner);
        clients.entry(region).or_insert_with_key(|region| self.new_s3(config, region)).clone()
    }

    /// The caller, as STS `GetCallerIdentity` tells.
    pub(crate) async fn identity(&self, running: &Running) -> Result<&Identity, Error> {
        self.identity.get_or_try_init(|| self.ask_identity(running)).await
    }

    /// The account's number.
    pub(crate) async fn account(&self, running: &Running) -> Result<&str, Error> {
        let identity = self.identity(running).await?;
        Ok(identity.account.as_deref().unwrap_or_default())
    }

    /// The region of calls that belong to no bucket.
    fn home_region(&self, config: &SdkConfig) -> String {
        config.region().map_or_else(|| HOME_REGION.to_owned(), ToString::to_string)
    }

    fn new_s3(&self, config: &SdkConfig, region: &str) -> aws_sdk_s3::Client {
        let mut builder = aws_sdk_s3::config::Builder::from(config).region(Region::new(region.to_owned()));
        if let Some(url) = &self.settings.endpoints.s3 {
            builder = builder.endpoint_url(url);
        }
        if self.path_style(config) {
            // Virtual hosts (BUCKET.HOST) need a name server that knows them.
            builder = builder.force_path_style(true);
        }
        aws_sdk_s3::Client::from_conf(builder.build())
    }

    /// The endpoint in place of AWS's own, if there is one: that of configuration, or of the environment.
    pub(crate) async fn s3_endpoint(&self) -> Option<String> {
        let config = self.config().await;
        let configured = self.settings.endpoints.s3.clone();
        configured.or_else(endpoint_of_environment).or_else(|| config.endpoint_url().map(str::to_owned))
    }

    /// The credentials that all calls are signed with, for calls that no client of the SDK makes.
    pub(crate) async fn credentials(&self) -> Option<SharedCredentialsProvider> {
        self.config().await.credentials_provider()
    }

    /// The connections of calls that no client of the SDK makes.
    pub(crate) fn connector(&self) -> &Connector {
        self.connector.get_or_init(|| Connector::builder().tls_provider(TLS).build())
    }

    /// An endpoint that configuration names is addressed by path; one of the environment when its host is this
    /// machine or an address, where `BUCKET.HOST` names nothing.
    fn path_style(&self, config: &SdkConfig) -> bool {
        self.settings.endpoints.s3.is_some()
            || endpoint_of_environment().as_deref().or(config.endpoint_url()).is_some_and(has_no_subdomains)
    }

    async fn ask_identity(&self, running: &Running) -> Result<Identity, Error> {
        let config = self.config().await;
        let mut builder = aws_sdk_sts::config::Builder::from(config);
        if config.region().is_none() {
            builder = builder.region(Region::from_static(HOME_REGION));
        }
        if let Some(url) = &self.settings.endpoints.sts {
            builder = builder.endpoint_url(url);
        }
        let call = aws_sdk_sts::Client::from_conf(builder.build()).get_caller_identity();
        let operation = "GetCallerIdentity";
        let answer = running
            .call(operation, || {
                let call = call.clone();
                async move { call.send().await.map_err(|answer| error::failed(operation, "aws", "", answer)) }
            })
            .await?;
        Ok(Identity {
            account: answer.account,
            principal: answer.arn.unwrap_or_default(),
            unique_id: answer.user_id,
        })
    }

    async fn config(&self) -> &SdkConfig {
        self.config.get_or_init(|| self.load()).await
    }

    async fn load(&self) -> SdkConfig {
        let settings = &self.settings;
        // The platform's root certificates are loaded when the first connection is made, not here.
        let http = aws_smithy_http_client::Builder::new().tls_provider(TLS).build_https();
        let region = match &settings.region {
            Some(region) => Some(Region::new(region.clone())),
            None => self.region_of_environment().await,
        };
        // A role's credentials come from STS, which is called in some region or other.
        let sts_region = region.clone().unwrap_or(Region::from_static(HOME_REGION));
        let provider = ProviderConfig::without_region()
            .with_http_client(http.clone())
            .with_region(Some(sts_region.clone()));
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .region(region)
            .credentials_provider(self.find_credentials(provider, sts_region).await)
            // Calls are repeated by us, within the operation's bounds; the two must not multiply.
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).build());
        if let Some(profile) = &settings.profile {
            loader = loader.profile_name(profile);
        }
        let config = loader.load().await;
        match &settings.assume_role {
            Some(_) => self.assume_role(config).await,
            None => config,
        }
    }

    /// `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile's; the machine's own metadata are not asked.
    async fn region_of_environment(&self) -> Option<Region> {
        use aws_config::environment::EnvironmentVariableRegionProvider;
        use aws_config::meta::region::ProvideRegion;
        use aws_config::profile::ProfileFileRegionProvider;

        if let Some(region) = EnvironmentVariableRegionProvider::new().region().await {
            return Some(region);
        }
        let mut profile = ProfileFileRegionProvider::builder();
        if let Some(name) = &self.settings.profile {
            profile = profile.profile_name(name);
        }
        profile.build().region().await
    }

    /// A profile that configuration names is the only source; else the usual chain of AWS's tools.
    async fn find_credentials(&self, provider: ProviderConfig, region: Region) -> SharedCredentialsProvider {
        if let Some(name) = &self.settings.profile {
            let profile = ProfileFileCredentialsProvider::builder().configure(&provider).profile_name(name);
            return SharedCredentialsProvider::new(profile.build());
        }
        let metadata = aws_config::imds::Client::builder()
            .configure(&provider)
            .connect_timeout(METADATA_CONNECT)
            .operation_timeout(Duration::from_secs(5))
            .max_attempts(2)
            .build();
        let chain =
            DefaultCredentialsChain::builder().region(region).configure(provider).imds_client(metadata);
        SharedCredentialsProvider::new(chain.build().await)
    }

    async fn assume_role(&self, config: SdkConfig) -> SdkConfig {
        let Some(role) = &self.settings.assume_role else { return config };
        let mut caller = config.to_builder().retry_config(RetryConfig::standard());
        if config.region().is_none() {
            caller = caller.region(Region::from_static(HOME_REGION));
        }
        if let Some(url) = &self.settings.endpoints.sts {
            caller = caller.endpoint_url(url);
        }
        let mut assumed = aws_config::sts::AssumeRoleProvider::builder(&role.role_arn)
            .session_name(role.session_name.as_deref().unwrap_or("palisade"))
            .configure(&caller.build());
        if let Some(id) = &role.external_id {
            assumed = assumed.external_id(id.expose());
        }
        let provider = SharedCredentialsProvider::new(assumed.build().await);
        config.to_builder().credentials_provider(provider).build()
    }
}

fn endpoint_of_environment() -> Option<String> {
    std::env::var("AWS_ENDPOINT_URL_S3").ok().filter(|url| !url.is_empty())
}

/// Whether a URL's host is this machine or a bare address.
fn has_no_subdomains(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_style_where_a_host_has_no_subdomains() {
        for url in
            ["http://127.0.0.1:9000", "http://localhost", "http://[::1]:1/", "http://s3.localhost:4566"]
        {
            assert!(has_no_subdomains(url), "{url}");
        }
        for url in ["https://s3.example.com", "https://localhost.example.com", "not a url"] {
            assert!(!has_no_subdomains(url), "{url}");
        }
    }
}
