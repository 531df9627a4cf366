//! GKE node pools (`container.v1`, `ClusterManager`).
//!
//! A pool is one message, created by one call; most of it is changed by calls of their own. Every call begins an operation
//! of the cluster, which takes one at a time and tells how it goes.

mod accelerators;
mod address;
mod changes;
mod check;
mod create;
mod from_wire;
mod observed;
mod operation;
mod replaced;
#[cfg(test)]
mod tests;
mod to_wire;
mod update;

use async_trait::async_trait;
use google_cloud_container_v1::client::ClusterManager;
use google_cloud_container_v1::model as wire;

pub(super) use check::check;
pub use observed::USUAL_SCOPES;
pub(super) use replaced::replaced;

use self::address::{Address, elsewhere};
use self::observed::{is_same_set, observed};
use self::operation::Begun;
use self::to_wire::Described;
use self::update::Planned;
use super::{Extras, GpuPool, PoolKey};
use crate::check::refuse;
use crate::gcp::{Calls, Failure, GcpClients};
use crate::{Change, Error, Incomplete, Observed, Operation, Removal, Scope, Service};

/// The GPU pools of Google Cloud.
pub(super) struct GcpPools {
    client: ClusterManager,
    project: Option<String>,
}

impl GcpPools {
    /// Those that a session reaches.
    pub(super) async fn of(clients: &GcpClients) -> Result<Self, Error> {
        Ok(GcpPools::new(clients.container().await?, clients.project()))
    }

    /// `client` repeats nothing of its own accord; `project` is that of pools which name none.
    pub(super) fn new(client: ClusterManager, project: Option<String>) -> Self {
        GcpPools { client, project }
    }

    async fn get(&self, at: Address<'_>, calls: &Calls) -> Result<wire::NodePool, Failure> {
        calls.run("GetNodePool", |_| self.client.get_node_pool().set_name(at.pool()).send()).await
    }
}

impl GcpPools {
    /// Leaves out the zones that a pool has which names none. Whoever may not read the cluster is told the zones.
    async fn without_usual(
        &self,
        mut found: Observed<GpuPool>,
        at: Address<'_>,
        calls: &Calls,
    ) -> Observed<GpuPool> {
        let Extras::Gcp(extras) = &mut found.is.extras else { return found };
        let usual = self.cluster(at, calls).await.map(|cluster| cluster.locations);
        extras.zones.take_if(|zones| usual.is_ok_and(|usual| is_same_set(zones, &usual)));
        found
    }
}

#[async_trait]
impl Service<GpuPool> for GcpPools {
    async fn create(
        &self,
        wanted: &GpuPool,
        operation: &Operation,
    ) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        self.created(accepted(wanted)?, operation).await
    }

    async fn read(
        &self,
        key: &PoolKey,
        scope: Scope<'_, GpuPool>,
        operation: &Operation,
    ) -> Result<Option<Observed<GpuPool>>, Error> {
        let at = Address::of(key)?;
        let calls = &Calls::new(operation, at.what());
        let found = match self.get(at, calls).await {
            Ok(found) => observed(&found, at, scope),
            Err(Failure { error: Error::NotFound { .. }, .. }) => return Ok(None),
            Err(failure) => return Err(failure.error),
        };
        Ok(Some(match scope {
            Scope::Managed(_) => found,
            Scope::Everything => self.without_usual(found, at, calls).await,
        }))
    }

    async fn update(
        &self,
        key: &PoolKey,
        change: Change<'_, GpuPool>,
        revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        let at = Address::of(key)?;
        let wanted = accepted(change.wanted)?;
        let prior = Described::of(change.prior).ok_or_else(elsewhere)?;
        if let Some(attribute) = replaced(change.prior, change.wanted).first() {
            return Err(fixed(attribute).into());
        }
        if wanted.extras.project.as_deref().is_some_and(|project| project != at.project) {
            return Err(fixed("gcp.project").into());
        }
        self.updated(Planned { prior, wanted, revision }, at, &Calls::new(operation, at.what())).await
    }

    async fn delete(
        &self,
        key: &PoolKey,
        _removal: Removal<'_, GpuPool>,
        operation: &Operation,
    ) -> Result<(), Error> {
        let at = Address::of(key)?;
        let calls = &Calls::new(operation, at.what());
        let call = "DeleteNodePool";
        match calls.run(call, |_| self.client.delete_node_pool().set_name(at.pool()).send()).await {
            Ok(operation) => self.finished(Begun { call, operation }, at, calls).await,
            Err(Failure { error: Error::NotFound { .. }, .. }) => Ok(()),
            Err(failure) => Err(failure.error),
        }
    }
}

/// The pool, if Google Cloud can do all that it asks for.
fn accepted(pool: &GpuPool) -> Result<Described<'_>, Error> {
    let described = Described::of(pool).ok_or_else(elsewhere)?;
    refuse(check(pool, described.extras, &|_| false))?;
    Ok(described)
}

fn fixed(attribute: &str) -> Error {
    Error::Invalid {
        attribute: attribute.to_owned(),
        message: "fixed at creation: the pool must be replaced to change this".into(),
    }
}
