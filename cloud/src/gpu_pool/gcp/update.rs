//! Updating a pool.

use google_cloud_container_v1::model as wire;

use super::GcpPools;
use super::address::{Address, CLOUD};
use super::changes::{Difference, Step};
use super::create::evenly;
use super::observed::observed;
use super::operation::{Begun, failed};
use super::to_wire::{Described, signed};
use crate::gcp::Calls;
use crate::gpu_pool::{GcpExtras, GpuPool};
use crate::{Error, Incomplete, Observed, Scope};

const UPDATE: &str = "UpdateNodePool";

/// From what to what.
#[derive(Clone, Copy)]
pub(super) struct Planned<'a> {
    pub(super) prior: Described<'a>,
    pub(super) wanted: Described<'a>,
    /// The etag that the change was planned for.
    pub(super) revision: Option<&'a str>,
}

impl GcpPools {
    pub(super) async fn updated(
        &self,
        planned: Planned<'_>,
        at: Address<'_>,
        calls: &Calls,
    ) -> Result<Observed<GpuPool>, Incomplete<GpuPool>> {
        let Planned { prior, wanted, revision } = planned;
        let now = self.at_rest(UPDATE, at, calls).await?;
        if revision.is_some_and(|revision| revision != now.etag) && is_other(&now, planned, at) {
            return Err(Error::Changed { cloud: CLOUD, what: at.what() }.into());
        }
        let back = prior.extras.zones.is_some() && wanted.extras.zones.is_none();
        let cluster_zones = if back { self.cluster(at, calls).await?.locations } else { Vec::new() };
        let there = &observed(&now, at, Scope::Managed(wanted.pool)).is;
        let difference = Difference { prior, wanted, now: &now, there, cluster_zones };
        let zones = match &wanted.extras.zones {
            Some(zones) => zones.len(),
            None if back => difference.cluster_zones.len(),
            None => now.locations.len(),
        };
        let steps = difference.steps();
        // Nothing is begun that could not be brought to its end.
        let size = steps.iter().find_map(|step| if let Step::Size(size) = step { Some(*size) } else { None });
        let in_each_zone = size.map_or(Ok(0), |size| evenly(size, zones))?;
        for (index, step) in steps.iter().enumerate() {
            let taking = Taking { at, in_each_zone, etag: (index == 0).then_some(&now.etag) };
            if let Err(error) = self.take(step, taking, calls).await {
                let now = self.get(at, &calls.last_look()).await.ok();
                let kept = now.map(|now| Box::new(observed(&now, at, Scope::Managed(wanted.pool))));
                return Err(Incomplete { error, kept });
            }
        }
        let begun = !steps.is_empty();
        let now = if begun { self.get(at, calls).await.map_err(|failure| failure.error)? } else { now };
        let shown = observed(&now, at, Scope::Managed(wanted.pool));
        match failed(UPDATE, &now).filter(|_| begun) {
            None => Ok(shown),
            Some(error) => Err(Incomplete { error, kept: Some(Box::new(shown)) }),
        }
    }

    /// Takes one step to its end.
    async fn take(&self, step: &Step, taking: Taking<'_>, calls: &Calls) -> Result<(), Error> {
        let Taking { at, in_each_zone, etag } = taking;
        let name = at.pool();
        let (call, answer) = match step {
            Step::Update(request) => {
                let answer = calls.run(UPDATE, |doubt| {
                    // An attempt whose answer was lost may be what changed the etag.
                    let etag = etag.filter(|_| !doubt).cloned().unwrap_or_default();
                    let request = request.as_ref().clone().set_name(&name).set_etag(etag);
                    self.client.update_node_pool().with_request(request).send()
                });
                (UPDATE, answer.await)
            }
            Step::Management(management) => {
                let call = "SetNodePoolManagement";
                let answer = calls.run(call, |_| {
                    self.client
                        .set_node_pool_management()
                        .set_name(&name)
                        .set_management(management.clone())
                        .send()
                });
                (call, answer.await)
            }
            Step::Autoscaling(autoscaling) => {
                let call = "SetNodePoolAutoscaling";
                let answer = calls.run(call, |_| {
                    self.client
                        .set_node_pool_autoscaling()
                        .set_name(&name)
                        .set_autoscaling(autoscaling.clone())
                        .send()
                });
                (call, answer.await)
            }
            Step::Size(_) => {
                let call = "SetNodePoolSize";
                let count = signed(in_each_zone);
                let answer = calls.run(call, |_| {
                    self.client.set_node_pool_size().set_name(&name).set_node_count(count).send()
                });
                (call, answer.await)
            }
        };
        self.finished(Begun { call, operation: answer? }, at, calls).await
    }
}

/// How a step is taken.
#[derive(Clone, Copy)]
struct Taking<'a> {
    at: Address<'a>,
    /// Machines in each zone, where the step is to set them.
    in_each_zone: u32,
    /// What the pool must still have for the step to be taken, where nothing of ours has changed it.
    etag: Option<&'a String>,
}

/// Whether a pool whose etag has moved is another one than was planned for: something of it is neither as it was nor as
/// it is to be, as an update leaves it that was cut short. Much moves the etag that nobody asked for: the autoscaler,
/// GKE's own upgrades of what is left to it.
fn is_other(now: &wire::NodePool, planned: Planned<'_>, at: Address<'_>) -> bool {
    let Planned { prior: Described { pool: prior, .. }, wanted: Described { pool: wanted, .. }, .. } =
        planned;
    let [was, is] = [prior, wanted].map(|pool| observed(now, at, Scope::Managed(pool)).is);
    was != *prior && !PARTS.iter().all(|part| part(&was, prior) || part(&is, wanted))
}

/// The parts of a pool that are changed one by one: whether two pools have the same. All others are fixed at creation.
const PARTS: [fn(&GpuPool, &GpuPool) -> bool; 16] = [
    |one, other| one.machine_type == other.machine_type,
    |one, other| one.labels == other.labels,
    |one, other| one.node_labels == other.node_labels,
    |one, other| one.taints == other.taints,
    |one, other| one.disk == other.disk,
    |one, other| (one.driver, one.gpu_sharing) == (other.driver, other.gpu_sharing),
    |one, other| one.metadata == other.metadata,
    |one, other| one.upgrade == other.upgrade,
    |one, other| one.image == other.image,
    |one, other| one.version == other.version,
    |one, other| one.max_run_seconds == other.max_run_seconds,
    |one, other| (one.scaling.min, one.scaling.max) == (other.scaling.min, other.scaling.max),
    |one, other| one.scaling.desired == other.scaling.desired,
    |one, other| same_extras(one, other, |extras| extras.zones.clone()),
    |one, other| same_extras(one, other, |extras| extras.network_tags.clone()),
    |one, other| same_extras(one, other, |extras| (extras.auto_repair, extras.auto_upgrade)),
];

fn same_extras<T: PartialEq>(one: &GpuPool, other: &GpuPool, part: impl Fn(&GcpExtras) -> T) -> bool {
    let of = |pool: &GpuPool| Described::of(pool).map(|described| part(described.extras));
    of(one) == of(other)
}
