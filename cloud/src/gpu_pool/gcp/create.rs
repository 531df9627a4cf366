//! Creating a pool: one call, and an operation to wait for.
//!
//! A pool carries no mark that its creation has not come to its end, since taking the mark away would be an operation of
//! minutes more, during which the cluster takes no other. A pool of the name that has everything that is wanted is
//! therefore taken for what an earlier creation left, whose answer was lost or that was killed; any other is refused.

use google_cloud_container_v1::model as wire;

use super::GcpPools;
use super::address::Address;
use super::observed::observed;
use super::operation::{Begun, failed};
use super::to_wire::{Described, created};
use crate::gcp::{Calls, Failure};
use crate::gpu_pool::{Capacity, GpuPool};
use crate::{Error, Incomplete, Observed, Operation, Scope};

const CALL: &str = "CreateNodePool";

impl GcpPools {
    pub(super) async fn created(
        &self,
        wanted: Described<'_>,
        operation: &Operation,
    ) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        let at = self.address(wanted)?;
        let calls = &Calls::new(operation, at.what());
        let message = &created(wanted, self.in_each_zone(wanted, at, calls).await?);
        let answer = calls.run(CALL, |_| {
            self.client.create_node_pool().set_parent(at.cluster()).set_node_pool(message.clone()).send()
        });
        let ended = match answer.await {
            Ok(operation) => self.finished(Begun { call: CALL, operation }, at, calls).await,
            Err(failure) => {
                self.left(wanted, at, failure, calls).await?;
                self.at_rest(CALL, at, calls).await.map(drop)
            }
        };
        let scope = Scope::Managed(wanted.pool);
        // What was made is kept, however it ended.
        let made = match &ended {
            Ok(()) => self.get(at, calls).await,
            Err(_) => self.get(at, &calls.last_look()).await,
        };
        match (ended, made) {
            (Ok(()), Ok(made)) => match failed(CALL, &made) {
                None => Ok(observed(&made, at, scope)),
                Some(error) => Err(Incomplete { error, kept: Some(Box::new(observed(&made, at, scope))) }),
            },
            (Ok(()), Err(failure)) => Err(failure.error.into()),
            (Err(error), made) => {
                Err(Incomplete { error, kept: made.ok().map(|made| Box::new(observed(&made, at, scope))) })
            }
        }
    }

    fn address<'a>(&'a self, wanted: Described<'a>) -> Result<Address<'a>, Error> {
        let project = wanted.extras.project.as_deref().or(self.project.as_deref());
        let project = project.ok_or_else(|| Error::Invalid {
            attribute: "gcp.project".into(),
            message:
                "no project is set for the cluster; set it here, in the provider's `gcp` settings, or in \
                      GOOGLE_CLOUD_PROJECT"
                    .into(),
        })?;
        let GpuPool { location, cluster, name, .. } = wanted.pool;
        Ok(Address { project, location, cluster, name })
    }

    /// Machines that the pool begins with, in each of its zones, which is how the API counts them: as many as are desired;
    /// else as many of the lowest number as go evenly into the zones, the rest being the autoscaler's business.
    async fn in_each_zone(
        &self,
        wanted: Described<'_>,
        at: Address<'_>,
        calls: &Calls,
    ) -> Result<u32, Error> {
        let scaling = wanted.pool.scaling;
        let begin = scaling.desired.unwrap_or(match wanted.pool.capacity {
            // The scheduler brings machines when there is work for them.
            Capacity::FlexStart | Capacity::Queued => 0,
            _ => scaling.min,
        });
        if begin == 0 {
            return Ok(0);
        }
        let zones = match &wanted.extras.zones {
            Some(zones) if !zones.is_empty() => zones.len(),
            _ => self.cluster(at, calls).await?.locations.len(),
        };
        match scaling.desired {
            Some(desired) => evenly(desired, zones),
            None => Ok(begin / count(zones)),
        }
    }

    pub(super) async fn cluster(&self, at: Address<'_>, calls: &Calls) -> Result<wire::Cluster, Error> {
        let answer = calls.run("GetCluster", |_| self.client.get_cluster().set_name(at.cluster()).send());
        answer.await.map_err(|failure| match failure.error {
            Error::NotFound { cloud, .. } => {
                Error::NotFound { cloud, what: format!("cluster {:?}", at.cluster()) }
            }
            other => other,
        })
    }

    /// A creation failed. The pool may be there nevertheless: since an attempt's answer was lost, or since an earlier
    /// operation that wanted the same was killed.
    async fn left(
        &self,
        wanted: Described<'_>,
        at: Address<'_>,
        failure: Failure,
        calls: &Calls,
    ) -> Result<(), Incomplete<GpuPool>> {
        let Failure { error, doubtful } = failure;
        let exists = matches!(error, Error::AlreadyExists { .. });
        if !exists && !doubtful {
            return Err(error.into());
        }
        let found = if exists { self.get(at, calls).await } else { self.get(at, &calls.last_look()).await };
        let found = found.map(|found| observed(&found, at, Scope::Managed(wanted.pool))).ok();
        match found.filter(|found| found.is == *wanted.pool) {
            Some(_) if exists => {
                tracing::info!(pool = at.name, "going on with a pool that an earlier creation left");
                Ok(())
            }
            kept => Err(Incomplete { error, kept: kept.map(Box::new) }),
        }
    }
}

/// So many machines in each of so many zones.
pub(super) fn evenly(machines: u32, zones: usize) -> Result<u32, Error> {
    let zones = count(zones);
    if machines.is_multiple_of(zones) {
        return Ok(machines / zones);
    }
    Err(Error::Invalid {
        attribute: "scaling.desired".into(),
        message: format!(
            "{machines} machines do not go evenly into the pool's {zones} zones, and GKE sets the size in each zone; \
             choose a multiple of {zones}, name fewer zones in gcp.zones, or leave the size to the autoscaler"
        ),
    })
}

/// Zones to divide by: a pool has one at least.
fn count(zones: usize) -> u32 {
    u32::try_from(zones.max(1)).unwrap_or(u32::MAX)
}
