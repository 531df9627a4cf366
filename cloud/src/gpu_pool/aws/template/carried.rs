use std::collections::BTreeMap;

use crate::gpu_pool::aws::{extras, image};
use crate::gpu_pool::{Capacity, Disk, GpuPool, Metadata, Placement};

/// How many network hops an answer of the metadata service survives: 1 reaches the machine, 2 a container on it.
/// Unless told, as many as in the templates that EKS makes by itself (Amazon EKS User Guide, "Customize managed nodes
/// with launch templates").
pub(in super::super) const HOPS: [(Metadata, i32); 2] =
    [(Metadata::Node, 2), (Metadata::WorkloadIdentity, 1)];

/// The part of a description that a launch template carries.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Carried {
    pub(super) labels: BTreeMap<String, String>,
    pub(super) disk: Disk,
    pub(super) bottlerocket: bool,
    pub(super) hops: i32,
    pub(super) fast_network: bool,
    pub(super) security_groups: Vec<String>,
    pub(super) compact: bool,
    pub(super) reservation: Option<String>,
    pub(super) capacity_block: bool,
    pub(super) instance_type: Option<String>,
}

impl Carried {
    pub(in super::super) fn of(pool: &GpuPool) -> Self {
        let metadata = pool.metadata.unwrap_or(Metadata::Node);
        let hops = HOPS.iter().find(|(known, _)| *known == metadata).map_or(2, |(_, hops)| *hops);
        let capacity_block = pool.capacity == Capacity::CapacityBlock;
        let reserved = capacity_block || pool.capacity == Capacity::Reserved;
        Carried {
            labels: pool.labels.clone(),
            disk: pool.disk.clone().unwrap_or_default(),
            bottlerocket: image::is_bottlerocket(&image::ami_type(pool)),
            hops,
            fast_network: pool.fast_network == Some(true),
            security_groups: extras(pool).security_groups.clone().unwrap_or_default(),
            compact: pool.placement == Some(Placement::Compact),
            reservation: pool.reservations.iter().flatten().next().cloned().filter(|_| reserved),
            capacity_block,
            // A node group of capacity blocks takes the type from its template (Amazon EKS User Guide, "Create a managed
            // node group with Capacity Blocks for ML"); any other one takes it from its own `instanceTypes`.
            instance_type: pool.machine_type.clone().filter(|_| capacity_block),
        }
    }

    /// Whether nothing but the labels differs.
    pub(in super::super) fn differs_in_labels_alone(&self, other: &Carried) -> bool {
        *self == Carried { labels: self.labels.clone(), ..other.clone() }
    }
}

/// Whether a pool needs a template of its own: it says something that EKS's own template would not.
pub(in super::super) fn is_needed(pool: &GpuPool) -> bool {
    let Carried {
        labels,
        disk,
        bottlerocket: _,
        hops: _,
        fast_network,
        security_groups,
        compact,
        reservation,
        capacity_block,
        instance_type: _,
    } = Carried::of(pool);
    !labels.is_empty()
        || disk != Disk::default()
        || pool.metadata.is_some()
        || fast_network
        || !security_groups.is_empty()
        || compact
        || reservation.is_some()
        || capacity_block
}

/// Whether something is managed that only the template tells.
pub(in super::super) fn is_read(pool: &GpuPool) -> bool {
    pool.disk.is_some()
        || pool.metadata.is_some()
        || pool.fast_network.is_some()
        || pool.placement.is_some()
        || pool.reservations.is_some()
        || matches!(pool.capacity, Capacity::Reserved | Capacity::CapacityBlock)
        || extras(pool).security_groups.is_some()
}
