//! The services of both clouds, reached lazily.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OnceCell;

use crate::aws::AwsClients;
use crate::bucket::Bucket;
use crate::bucket::aws::AwsBuckets;
use crate::bucket::gcp::GcpBuckets;
use crate::budget::Budget;
use crate::budget::aws::AwsBudgets;
use crate::budget::gcp::GcpBudgets;
use crate::gcp::GcpClients;
use crate::gpu_pool::GpuPool;
use crate::gpu_pool::aws::AwsPools;
use crate::gpu_pool::gcp::GcpPools;
use crate::spend::{self, Spend, SpendQuery};
use crate::{AwsSettings, Cloud, Error, GcpSettings, Identity, Operation, Service};

/// How long to ask AWS who calls, in all.
const PATIENCE: Duration = Duration::from_secs(120);

/// Both clouds, reached lazily: nothing is looked up, and no credentials are needed, for a cloud that is not used.
/// Credentials are looked up once for all operations of a session.
#[derive(Clone)]
pub struct Session {
    aws: Arc<AwsClients>,
    gcp: Arc<Gcp>,
}

/// Google Cloud's clients, and the services that are made of them once: these know what earlier operations have seen.
struct Gcp {
    clients: GcpClients,
    buckets: OnceCell<Arc<GcpBuckets>>,
    gpu_pools: OnceCell<Arc<GcpPools>>,
    budgets: OnceCell<Arc<GcpBudgets>>,
}

impl Session {
    /// Takes the settings; looks nothing up.
    pub fn new(aws: AwsSettings, gcp: GcpSettings) -> Self {
        Session {
            aws: Arc::new(AwsClients::new(aws)),
            gcp: Arc::new(Gcp {
                clients: GcpClients::new(gcp),
                buckets: OnceCell::new(),
                gpu_pools: OnceCell::new(),
                budgets: OnceCell::new(),
            }),
        }
    }

    /// The buckets of one cloud.
    ///
    /// # Errors
    /// [`Error::Credentials`] when none can be found.
    pub async fn buckets(&self, cloud: Cloud) -> Result<Arc<dyn Service<Bucket>>, Error> {
        match cloud {
            Cloud::Aws => Ok(Arc::new(AwsBuckets::new(Arc::clone(&self.aws)))),
            Cloud::Gcp => {
                let buckets = self.gcp.buckets.get_or_try_init(|| self.gcp.new_buckets()).await?;
                Ok(Arc::clone(buckets) as Arc<dyn Service<Bucket>>)
            }
        }
    }

    /// The GPU pools of one cloud.
    ///
    /// # Errors
    /// [`Error::Credentials`] when none can be found.
    pub async fn gpu_pools(&self, cloud: Cloud) -> Result<Arc<dyn Service<GpuPool>>, Error> {
        match cloud {
            Cloud::Aws => Ok(Arc::new(AwsPools::new(Arc::clone(&self.aws)))),
            Cloud::Gcp => {
                let pools = self.gcp.gpu_pools.get_or_try_init(|| self.gcp.new_gpu_pools()).await?;
                Ok(Arc::clone(pools) as Arc<dyn Service<GpuPool>>)
            }
        }
    }

    /// The budgets of one cloud.
    ///
    /// # Errors
    /// [`Error::Credentials`] when none can be found.
    pub async fn budgets(&self, cloud: Cloud) -> Result<Arc<dyn Service<Budget>>, Error> {
        match cloud {
            Cloud::Aws => Ok(Arc::new(AwsBudgets::new(Arc::clone(&self.aws)))),
            Cloud::Gcp => {
                let budgets = self.gcp.budgets.get_or_try_init(|| self.gcp.new_budgets()).await?;
                Ok(Arc::clone(budgets) as Arc<dyn Service<Budget>>)
            }
        }
    }

    /// What was spent on one cloud. AWS charges for each page of the answer.
    ///
    /// # Errors
    /// [`Error::Credentials`] when none can be found, else what the service answered. Google Cloud tells it through no API:
    /// its error has the query to run in BigQuery.
    pub async fn spend(
        &self,
        cloud: Cloud,
        query: &SpendQuery,
        operation: &Operation,
    ) -> Result<Spend, Error> {
        match cloud {
            Cloud::Aws => spend::aws::spend(&self.aws, query, &operation.start(cloud)).await,
            Cloud::Gcp => Err(spend::gcp::error(query)),
        }
    }

    /// Who the caller is on one cloud: STS `GetCallerIdentity`, or Google's `tokeninfo`.
    ///
    /// # Errors
    /// [`Error::Credentials`] when none can be found, else what the service answered.
    pub async fn identity(&self, cloud: Cloud) -> Result<Identity, Error> {
        match cloud {
            Cloud::Aws => {
                let bounds = Operation { timeout: PATIENCE, cancel: Default::default() };
                self.aws.identity(&bounds.start(cloud)).await.cloned()
            }
            Cloud::Gcp => self.gcp.clients.identity().await,
        }
    }
}

impl Gcp {
    async fn new_buckets(&self) -> Result<Arc<GcpBuckets>, Error> {
        Ok(Arc::new(GcpBuckets::new(self.clients.storage().await?, self.clients.project())))
    }

    async fn new_gpu_pools(&self) -> Result<Arc<GcpPools>, Error> {
        Ok(Arc::new(GcpPools::new(self.clients.container().await?, self.clients.project())))
    }

    async fn new_budgets(&self) -> Result<Arc<GcpBudgets>, Error> {
        Ok(Arc::new(GcpBudgets::new(self.clients.billing_budgets().await?)))
    }
}
