use super::{Capacity, Extras, GpuPool, Scaling};

/// A pool of some cloud that sets nothing.
pub(super) fn bare(extras: Extras) -> GpuPool {
    GpuPool {
        name: "pool".into(),
        cluster: "research".into(),
        location: String::new(),
        accelerator: None,
        machine_type: None,
        capacity: Capacity::OnDemand,
        reservations: None,
        scaling: Scaling { min: 0, max: 4, desired: None },
        labels: Default::default(),
        node_labels: None,
        taints: None,
        disk: None,
        driver: None,
        gpu_sharing: None,
        mig_profile: None,
        placement: None,
        fast_network: None,
        identity: None,
        metadata: None,
        secure_boot: None,
        upgrade: None,
        image: None,
        version: None,
        max_run_seconds: None,
        extras,
    }
}
