//! AWS: configuration, credentials and clients, looked up once.
//!
//! A service with a client of the SDK has a [`ByRegion`] here and one function that makes its client; one without has
//! one function that tells where it is ([`AwsClients::ec2`]), and is called with [`AwsClients::send`].

mod by_region;
pub(crate) mod call;
mod config;
mod endpoint;
pub(crate) mod error;
#[cfg(test)]
pub(crate) mod fake;
pub(crate) mod names;
pub(crate) mod plain;

use aws_config::{Region, SdkConfig};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use tokio::sync::OnceCell;

use crate::wait::Running;
use crate::{AwsSettings, Error, Identity};
use by_region::ByRegion;
use plain::{Dialect, Refusal, Request};

/// The region of calls that belong to no bucket when neither configuration nor environment names one. It serves every
/// account of the public partition without being enabled first.
const HOME_REGION: &str = "us-east-1";

/// Configuration, clients by region, and the caller's identity, each looked up at its first use and once.
pub(crate) struct AwsClients {
    settings: AwsSettings,
    config: OnceCell<SdkConfig>,
    budgets: ByRegion<aws_sdk_budgets::Client>,
    eks: ByRegion<aws_sdk_eks::Client>,
    s3: ByRegion<aws_sdk_s3::Client>,
    identity: OnceCell<Identity>,
}

impl AwsClients {
    /// Takes the settings; looks nothing up.
    pub(crate) fn new(settings: AwsSettings) -> Self {
        AwsClients {
            settings,
            config: OnceCell::new(),
            budgets: ByRegion::default(),
            eks: ByRegion::default(),
            s3: ByRegion::default(),
            identity: OnceCell::new(),
        }
    }

    /// Clients with this configuration.
    #[cfg(test)]
    pub(crate) fn of(config: SdkConfig) -> Self {
        let config = OnceCell::new_with(Some(config));
        AwsClients { config, ..AwsClients::new(AwsSettings::default()) }
    }

    /// The client of AWS Budgets, which is one service for all regions of a partition.
    pub(crate) async fn budgets(&self) -> aws_sdk_budgets::Client {
        let config = self.config().await;
        self.budgets.get(self.billing_region(config), |region| {
            let mut builder =
                aws_sdk_budgets::config::Builder::from(config).region(Region::new(region.clone()));
            if let Some(url) = &self.settings.endpoints.budgets {
                builder = builder.endpoint_url(url);
            }
            aws_sdk_budgets::Client::from_conf(builder.build())
        })
    }

    /// Cost Explorer, which is one service for all regions of a partition.
    pub(crate) async fn cost_explorer(&self) -> plain::Service {
        let config = self.config().await;
        let region = self.billing_region(config);
        let endpoint = self.settings.endpoints.cost_explorer.clone();
        let endpoint = endpoint.or_else(|| endpoint::of_environment(config, "Cost Explorer"));
        plain::Service {
            name: "ce",
            endpoint: endpoint.unwrap_or_else(|| endpoint::of_region("ce", &region)),
            region,
            dialect: Dialect::Json,
        }
    }

    /// The EKS client of a region.
    pub(crate) async fn eks(&self, region: &str) -> aws_sdk_eks::Client {
        let config = self.config().await;
        self.eks.get(region.to_ascii_lowercase(), |region| {
            let mut builder = aws_sdk_eks::config::Builder::from(config).region(Region::new(region.clone()));
            if let Some(url) = &self.settings.endpoints.eks {
                builder = builder.endpoint_url(url);
            }
            aws_sdk_eks::Client::from_conf(builder.build())
        })
    }

    /// The S3 client of a region, or of the session's own.
    pub(crate) async fn s3(&self, region: Option<&str>) -> aws_sdk_s3::Client {
        let config = self.config().await;
        let region = region.map_or_else(|| self.home_region(config), str::to_ascii_lowercase);
        self.s3.get(region, |region| self.new_s3(config, region))
    }

    /// EC2 in a region.
    pub(crate) async fn ec2(&self, region: &str) -> plain::Service {
        let config = self.config().await;
        let endpoint = self.settings.endpoints.ec2.clone();
        let endpoint = endpoint.or_else(|| endpoint::of_environment(config, "EC2"));
        plain::Service {
            name: "ec2",
            region: region.to_ascii_lowercase(),
            endpoint: endpoint.unwrap_or_else(|| endpoint::of_region("ec2", region)),
            dialect: Dialect::Xml,
        }
    }

    /// S3 Control for the buckets of an account in a region: what stands for S3 stands for it too.
    pub(crate) async fn s3_control(&self, account: &str, region: &str) -> plain::Service {
        let config = self.config().await;
        let endpoint = self.settings.endpoints.s3.clone();
        let endpoint = endpoint.or_else(|| endpoint::of_environment(config, "S3"));
        plain::Service {
            name: "s3",
            region: region.to_ascii_lowercase(),
            endpoint: endpoint
                .unwrap_or_else(|| endpoint::of_region(&format!("{account}.s3-control"), region)),
            dialect: Dialect::S3,
        }
    }

    /// Sends a request to a service that has no client here, once.
    pub(crate) async fn send(
        &self,
        service: &plain::Service,
        request: &Request,
    ) -> Result<String, SdkError<Refusal, HttpResponse>> {
        plain::send(self.config().await, service, request).await
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

    /// The region of what bills a whole partition: botocore's endpoint rules of `budgets` and `ce`.
    fn billing_region(&self, config: &SdkConfig) -> String {
        let home = self.home_region(config);
        match home.get(..3) {
            Some("cn-") => "cn-northwest-1".to_owned(),
            _ if ["us-gov-", "us-iso", "eu-iso", "eusc-"].iter().any(|prefix| home.starts_with(prefix)) => {
                home
            }
            _ => HOME_REGION.to_owned(),
        }
    }

    fn new_s3(&self, config: &SdkConfig, region: &str) -> aws_sdk_s3::Client {
        let mut builder = aws_sdk_s3::config::Builder::from(config).region(Region::new(region.to_owned()));
        if let Some(url) = &self.settings.endpoints.s3 {
            builder = builder.endpoint_url(url);
        }
        // An endpoint that configuration names is addressed by path; one of the environment when its host is this
        // machine or an address, where `BUCKET.HOST` names nothing.
        let environment = endpoint::of_environment(config, "S3");
        if self.settings.endpoints.s3.is_some()
            || environment.as_deref().is_some_and(endpoint::has_no_subdomains)
        {
            builder = builder.force_path_style(true);
        }
        aws_sdk_s3::Client::from_conf(builder.build())
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
                async move { call.send().await.map_err(|answer| error::failed(operation, answer, |_| None)) }
            })
            .await?;
        Ok(Identity {
            account: answer.account,
            principal: answer.arn.unwrap_or_default(),
            unique_id: answer.user_id,
        })
    }

    async fn config(&self) -> &SdkConfig {
        self.config.get_or_init(|| config::load(&self.settings)).await
    }
}
