//! What brings a pool to what is wanted: calls of the API, one after the other, since a cluster takes one at a time.
//!
//! Each kind of change is a call of its own, as Google's own tools make them: the service refuses some together.

#[cfg(test)]
mod tests;

use google_cloud_container_v1::model::{self as wire, UpdateNodePoolRequest as Request};

use super::accelerators;
use super::address::Address;
use super::from_wire::everything;
use super::observed::{is_of_gpus, is_of_nodes, is_same_set, is_services};
use super::to_wire::{Described, autoscaling, boot_disk, management, metadata, seconds, taint, upgrades};
use crate::gpu_pool::{Disk, Driver, GpuPool};

/// One call.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Update(Box<Request>),
    Management(wire::NodeManagement),
    Autoscaling(wire::NodePoolAutoscaling),
    /// Machines of the whole pool.
    Size(u32),
}

/// From what to what, and the pool as it is.
pub(super) struct Difference<'a> {
    pub(super) prior: Described<'a>,
    pub(super) wanted: Described<'a>,
    pub(super) now: &'a wire::NodePool,
    /// The same in our terms, of what is wanted.
    pub(super) there: &'a GpuPool,
    /// The cluster's zones, where the pool is to go back to them.
    pub(super) cluster_zones: Vec<String>,
}

impl Difference<'_> {
    /// The calls, those first that say how the others are carried out. How many machines there are comes last.
    pub(super) fn steps(&self) -> Vec<Step> {
        let requests = [
            self.upgrades(),
            self.zones(),
            self.labels(),
            self.node_labels(),
            self.taints(),
            self.tags(),
            self.metadata(),
            self.accelerators(),
            self.disk(),
            self.longest_run(),
            self.image(),
            self.version(),
        ];
        let requests = requests.into_iter().flatten().map(|request| Step::Update(Box::new(request)));
        requests.chain(self.management()).chain(self.autoscaling()).chain(self.size()).collect()
    }

    /// Whether something is asked for that was not, and is not there yet, or is no longer asked for. What was not managed
    /// before, after an import say, may be there already, and exchanging all machines for nothing would be a pity.
    fn differs<T: PartialEq>(&self, part: impl Fn(&GpuPool) -> Option<T>) -> bool {
        let wanted = part(self.wanted.pool);
        part(self.prior.pool) != wanted && (wanted.is_none() || part(self.there) != wanted)
    }

    fn upgrades(&self) -> Option<Request> {
        let wanted = self.wanted.pool.upgrade;
        self.differs(|pool| pool.upgrade).then(|| Request::new().set_upgrade_settings(upgrades(wanted)))
    }

    fn zones(&self) -> Option<Request> {
        let (prior, wanted) = (&self.prior.extras.zones, &self.wanted.extras.zones);
        if prior == wanted {
            return None;
        }
        let wanted = wanted.as_ref().unwrap_or(&self.cluster_zones);
        let there = is_same_set(wanted, &self.now.locations);
        (!there).then(|| Request::new().set_locations(wanted))
    }

    /// All labels are replaced, so that those of Google's own services are sent along.
    fn labels(&self) -> Option<Request> {
        if !self.differs(|pool| Some(pool.labels.clone())) {
            return None;
        }
        let there = self.now.config.iter().flat_map(|config| &config.resource_labels);
        let services =
            there.filter(|(key, _)| is_services(key)).map(|(key, value)| (key.clone(), value.clone()));
        let wanted = self.wanted.pool.labels.clone();
        Some(
            Request::new()
                .set_resource_labels(wire::ResourceLabels::new().set_labels(services.chain(wanted))),
        )
    }

    /// All are replaced, as with the labels.
    fn node_labels(&self) -> Option<Request> {
        if !self.differs(|pool| pool.node_labels.clone()) {
            return None;
        }
        let there = self.now.config.iter().flat_map(|config| &config.labels);
        let nodes =
            there.filter(|(key, _)| is_of_nodes(key)).map(|(key, value)| (key.clone(), value.clone()));
        let wanted = self.wanted.pool.node_labels.clone().unwrap_or_default();
        Some(Request::new().set_labels(wire::NodeLabels::new().set_labels(nodes.chain(wanted))))
    }

    /// All are replaced, so that the one that GKE adds to machines with GPUs is sent along.
    fn taints(&self) -> Option<Request> {
        if !self.differs(|pool| pool.taints.clone()) {
            return None;
        }
        let wanted = self.wanted.pool.taints.clone().unwrap_or_default();
        let at = Address { project: "", location: "", cluster: "", name: "" };
        let there = everything(self.now, at).taints.unwrap_or_default();
        let gpus = there.into_iter().filter(|taint| is_of_gpus(taint) && !wanted.contains(taint));
        let all: Vec<_> = wanted.iter().cloned().chain(gpus).collect();
        Some(Request::new().set_taints(wire::NodeTaints::new().set_taints(all.iter().map(taint))))
    }

    fn tags(&self) -> Option<Request> {
        let wanted = self.wanted.extras.network_tags.iter().flatten();
        let differs = self.differs(|pool| Described::of(pool)?.extras.network_tags.clone());
        differs.then(|| Request::new().set_tags(wire::NetworkTags::new().set_tags(wanted)))
    }

    /// What containers get where nothing is said depends on the cluster: then it stays as it is.
    fn metadata(&self) -> Option<Request> {
        let wanted = self.wanted.pool.metadata.filter(|_| self.differs(|pool| pool.metadata))?;
        Some(Request::new().set_workload_metadata_config(metadata(wanted)))
    }

    /// Driver and sharing are changed in place; the rest of an accelerator goes along unchanged (magic-modules #18493).
    fn accelerators(&self) -> Option<Request> {
        if !self.differs(|pool| pool.driver) && !self.differs(|pool| pool.gpu_sharing) {
            return None;
        }
        // GKE's default, which is what an unset driver means.
        let driver = self.wanted.pool.driver.or(Some(Driver::Managed));
        let pool = GpuPool { driver, ..self.wanted.pool.clone() };
        Some(Request::new().set_accelerators([accelerators::config(&pool)?]))
    }

    fn disk(&self) -> Option<Request> {
        let part = |disk: &Disk| (disk.size_gb, disk.disk_type.clone());
        let differs = self.differs(|pool| pool.disk.as_ref().map(part));
        let disk = self.wanted.pool.disk.as_ref().filter(|_| differs)?;
        Some(Request::new().set_boot_disk(boot_disk(disk)?))
    }

    fn longest_run(&self) -> Option<Request> {
        let wanted =
            self.wanted.pool.max_run_seconds.filter(|_| self.differs(|pool| pool.max_run_seconds))?;
        Some(Request::new().set_max_run_duration(seconds(wanted)))
    }

    /// GKE's default image, which is what an unset one means, is Container-Optimized OS ("Node images", GKE docs).
    fn image(&self) -> Option<Request> {
        let wanted = self.wanted.pool.image.as_deref().unwrap_or("COS_CONTAINERD");
        self.differs(|pool| pool.image.clone()).then(|| Request::new().set_image_type(wanted))
    }

    /// A version that is no longer asked for stays as it is: there is no way back.
    fn version(&self) -> Option<Request> {
        let wanted =
            self.wanted.pool.version.as_ref().filter(|_| self.differs(|pool| pool.version.clone()))?;
        Some(Request::new().set_node_version(wanted))
    }

    fn management(&self) -> Option<Step> {
        let wanted = management(self.wanted);
        let there = self.now.management.as_ref() == Some(&wanted);
        (management(self.prior) != wanted && !there).then_some(Step::Management(wanted))
    }

    fn autoscaling(&self) -> Option<Step> {
        let differs = self.differs(|pool| Some((pool.scaling.min, pool.scaling.max)));
        differs.then(|| Step::Autoscaling(autoscaling(self.wanted.pool.scaling)))
    }

    /// A size that is no longer asked for is left to the autoscaler; a pool that is to be empty has none.
    fn size(&self) -> Option<Step> {
        let (prior, wanted) = (self.prior.pool.scaling, self.wanted.pool.scaling);
        if wanted.max == 0 {
            return (prior.max > 0).then_some(Step::Size(0));
        }
        wanted.desired.filter(|_| self.differs(|pool| pool.scaling.desired)).map(Step::Size)
    }
}
