//! What all operations share: the clients of both clouds, and what is made of them once.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use crate::aws::AwsClients;
use crate::gcp::GcpClients;
use crate::{AwsSettings, Cloud, Error, GcpSettings, Identity, Operation};

/// How long to ask AWS who calls, in all.
const PATIENCE: Duration = Duration::from_secs(120);

/// Both clouds, reached lazily: nothing is looked up, and no credentials are needed, for a cloud that is not used.
/// Credentials are looked up once for all operations of a session.
///
/// What serves a kind of resource on a cloud is made with it by [`crate::Kind::service`].
#[derive(Clone)]
pub struct Session {
    aws: Arc<AwsClients>,
    gcp: Arc<GcpClients>,
    made: Arc<Mutex<Made>>,
}

/// What was made, by its type.
type Made = HashMap<TypeId, Arc<dyn Any + Send + Sync>>;

impl Session {
    /// Takes the settings; looks nothing up.
    pub fn new(aws: AwsSettings, gcp: GcpSettings) -> Self {
        Session {
            aws: Arc::new(AwsClients::new(aws)),
            gcp: Arc::new(GcpClients::new(gcp)),
            made: Arc::default(),
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
            Cloud::Gcp => self.gcp.identity().await,
        }
    }

    /// AWS's clients.
    pub(crate) fn aws(&self) -> &Arc<AwsClients> {
        &self.aws
    }

    /// Google Cloud's clients.
    pub(crate) fn gcp(&self) -> &GcpClients {
        &self.gcp
    }

    /// The one of its type in this session, which is made where there is none: for what holds connections, or knows what
    /// earlier operations have seen.
    pub(crate) async fn once<T: Send + Sync + 'static>(
        &self,
        make: impl Future<Output = Result<T, Error>>,
    ) -> Result<Arc<T>, Error> {
        let mut made = self.made.lock().await;
        let there = made.get(&TypeId::of::<T>()).cloned();
        if let Some(Ok(there)) = there.map(Arc::downcast::<T>) {
            return Ok(there);
        }
        let new = Arc::new(make.await?);
        made.insert(TypeId::of::<T>(), new.clone());
        Ok(new)
    }
}
