//! AWS: configuration, credentials and clients, looked up once.

use std::sync::Arc;

use tokio::sync::OnceCell;

use crate::bucket::Buckets;
use crate::bucket::aws::AwsBuckets;
use crate::{AwsSettings, Error, Identity};

pub(super) struct Aws {
    settings: AwsSettings,
    config: OnceCell<aws_config::SdkConfig>,
}

impl Aws {
    pub(super) fn new(settings: AwsSettings) -> Self {
        Aws { settings, config: OnceCell::new() }
    }

    async fn config(&self) -> &aws_config::SdkConfig {
        self.config
            .get_or_init(|| async { aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await })
            .await
    }

    pub(super) async fn buckets(&self) -> Result<Arc<dyn Buckets>, Error> {
        let config = self.config().await;
        let mut s3 = aws_sdk_s3::config::Builder::from(config);
        if let Some(url) = &self.settings.endpoints.s3 {
            s3 = s3.endpoint_url(url).force_path_style(true);
        }
        Ok(Arc::new(AwsBuckets::new(aws_sdk_s3::Client::from_conf(s3.build()))))
    }

    pub(super) async fn identity(&self) -> Result<Identity, Error> {
        Err(Error::Credentials { cloud: crate::Cloud::Aws, message: "none were found".into() })
    }
}
