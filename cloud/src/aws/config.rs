//! Configuration and credentials, from settings, the environment and the shared files.

use std::time::Duration;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::tls;

use super::HOME_REGION;
use crate::{AssumeRole, AwsSettings};

/// Time for one attempt of a call. Calls answer within a second; one that hangs is made again.
const ATTEMPT: Duration = Duration::from_secs(60);

/// Time for the credentials of the machine itself (IMDS), which answers within milliseconds where it exists. Where
/// it does not, packets may vanish, and nobody should wait seconds to read that there are no credentials.
const METADATA_CONNECT: Duration = Duration::from_millis(400);

/// The one TLS stack of the process.
const TLS: tls::Provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);

/// Configuration and credentials as settings, environment and shared files tell them.
pub(super) async fn load(settings: &AwsSettings) -> SdkConfig {
    // The platform's root certificates are loaded when the first connection is made, not here.
    let http = aws_smithy_http_client::Builder::new().tls_provider(TLS).build_https();
    let region = match &settings.region {
        Some(region) => Some(Region::new(region.clone())),
        None => region_of_environment(settings).await,
    };
    // A role's credentials come from STS, which is called in some region or other.
    let sts_region = region.clone().unwrap_or(Region::from_static(HOME_REGION));
    let provider =
        ProviderConfig::without_region().with_http_client(http.clone()).with_region(Some(sts_region.clone()));
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .region(region)
        .credentials_provider(find_credentials(settings, provider, sts_region).await)
        // Calls are repeated by us, within the operation's bounds; the two must not multiply.
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).build());
    if let Some(profile) = &settings.profile {
        loader = loader.profile_name(profile);
    }
    let config = loader.load().await;
    match &settings.assume_role {
        Some(role) => assume_role(settings, role, config).await,
        None => config,
    }
}

/// `AWS_REGION`, `AWS_DEFAULT_REGION`, or the profile's; the machine's own metadata are not asked.
async fn region_of_environment(settings: &AwsSettings) -> Option<Region> {
    use aws_config::environment::EnvironmentVariableRegionProvider;
    use aws_config::meta::region::ProvideRegion;
    use aws_config::profile::ProfileFileRegionProvider;

    if let Some(region) = EnvironmentVariableRegionProvider::new().region().await {
        return Some(region);
    }
    let mut profile = ProfileFileRegionProvider::builder();
    if let Some(name) = &settings.profile {
        profile = profile.profile_name(name);
    }
    profile.build().region().await
}

/// A profile that configuration names is the only source; else the usual chain of AWS's tools.
async fn find_credentials(
    settings: &AwsSettings,
    provider: ProviderConfig,
    region: Region,
) -> SharedCredentialsProvider {
    if let Some(name) = &settings.profile {
        let profile = ProfileFileCredentialsProvider::builder().configure(&provider).profile_name(name);
        return SharedCredentialsProvider::new(profile.build());
    }
    let metadata = aws_config::imds::Client::builder()
        .configure(&provider)
        .connect_timeout(METADATA_CONNECT)
        .operation_timeout(Duration::from_secs(5))
        .max_attempts(2)
        .build();
    let chain = DefaultCredentialsChain::builder().region(region).configure(provider).imds_client(metadata);
    SharedCredentialsProvider::new(chain.build().await)
}

async fn assume_role(settings: &AwsSettings, role: &AssumeRole, config: SdkConfig) -> SdkConfig {
    let mut caller = config.to_builder().retry_config(RetryConfig::standard());
    if config.region().is_none() {
        caller = caller.region(Region::from_static(HOME_REGION));
    }
    if let Some(url) = &settings.endpoints.sts {
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
