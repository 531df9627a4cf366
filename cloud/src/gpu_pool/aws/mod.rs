//! EKS managed node groups, each with the launch template that it needs.
//!
//! EKS takes one change of a node group at a time and works on it for minutes; every change is watched to its end. What
//! only EC2 knows (disks, metadata, network cards, tags of machines, placement, reservations) is in a launch template
//! ([`template`]), which belongs to the pool: it is made before the node group, changed by new versions, and deleted
//! after it.

mod check;
mod create;
mod delete;
mod error;
mod from_wire;
mod image;
mod mark;
mod read;
mod replaced;
mod target;
mod template;
mod to_wire;
mod update;
mod watch;

use std::sync::Arc;

use async_trait::async_trait;

pub(super) use check::check;
pub(super) use replaced::replaced;

use super::{AwsExtras, Extras, GpuPool, PoolKey};
use crate::aws::AwsClients;
use crate::{Change, Cloud, Error, Incomplete, Observed, Operation, Removal, Scope, Service};

/// EKS managed node groups.
pub(super) struct AwsPools {
    clients: Arc<AwsClients>,
}

impl AwsPools {
    pub(super) fn new(clients: Arc<AwsClients>) -> Self {
        AwsPools { clients }
    }
}

#[async_trait]
impl Service<GpuPool> for AwsPools {
    async fn create(
        &self,
        wanted: &GpuPool,
        operation: &Operation,
    ) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        let running = operation.start(Cloud::Aws);
        create::create(&self.clients, wanted, &running).await
    }

    async fn read(
        &self,
        key: &PoolKey,
        scope: Scope<'_, GpuPool>,
        operation: &Operation,
    ) -> Result<Option<Observed<GpuPool>>, Error> {
        let running = operation.start(Cloud::Aws);
        read::read(&self.clients, key, scope, &running).await
    }

    async fn update(
        &self,
        key: &PoolKey,
        change: Change<'_, GpuPool>,
        _revision: Option<&str>,
        operation: &Operation,
    ) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        let running = operation.start(Cloud::Aws);
        update::update(&self.clients, key, change, &running).await
    }

    async fn delete(
        &self,
        key: &PoolKey,
        _removal: Removal<'_, GpuPool>,
        operation: &Operation,
    ) -> Result<(), Error> {
        let running = operation.start(Cloud::Aws);
        delete::delete(&self.clients, key, &running).await
    }
}

/// What only EKS has, of a pool that is on EKS.
fn extras(pool: &GpuPool) -> &AwsExtras {
    static NONE: AwsExtras = AwsExtras {
        subnets: Vec::new(),
        security_groups: None,
        max_unavailable_percent: None,
        node_repair: None,
        release_version: None,
        force_update: None,
    };
    match &pool.extras {
        Extras::Aws(extras) => extras,
        Extras::Gcp(_) => &NONE,
    }
}

#[cfg(test)]
mod tests;
