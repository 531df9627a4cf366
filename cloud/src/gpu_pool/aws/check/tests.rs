use super::*;
use crate::gpu_pool::{Capacity, Extras, Scaling};

pub(in super::super) fn plain() -> GpuPool {
    GpuPool {
        name: "a100".into(),
        cluster: "research".into(),
        location: "eu-west-1".into(),
        accelerator: None,
        machine_type: Some("p4d.24xlarge".into()),
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
        identity: Some("arn:aws:iam::123456789012:role/nodes".into()),
        metadata: None,
        secure_boot: None,
        upgrade: None,
        image: None,
        version: None,
        max_run_seconds: None,
        extras: Extras::Aws(AwsExtras { subnets: vec!["subnet-1".into()], ..AwsExtras::default() }),
    }
}
