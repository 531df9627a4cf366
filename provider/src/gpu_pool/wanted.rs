//! A configured pool in the clouds' neutral terms. Every attribute of the schema is named here once; the compiler sees to
//! it.

use cloud::Cloud;
use cloud::gpu_pool as neutral;
use tfplug::{Map, Value};

use super::schema;
use crate::convert::{items, nested, same, text, texts, texts_by_key};
use crate::duration;

/// The pool that is wanted, with all its labels; `None` while the cloud is not known, for then nothing can be said.
pub(super) fn pool(pool: &schema::GpuPool, labels: &Map<String>) -> Option<neutral::GpuPool> {
    let cloud = Cloud::from(*pool.cloud.known()?);
    Some(neutral::GpuPool {
        name: text(&pool.name).unwrap_or_default(),
        cluster: text(&pool.cluster).unwrap_or_default(),
        location: text(&pool.location).unwrap_or_default(),
        accelerator: nested(&pool.accelerator, accelerator).flatten(),
        machine_type: text(&pool.machine_type),
        capacity: pool.capacity.known().map(|&capacity| capacity.into()).unwrap_or_default(),
        reservations: texts(&pool.reservations),
        scaling: nested(&pool.scaling, scaling).unwrap_or_default(),
        labels: texts_by_key(labels),
        node_labels: pool.node_labels.known().map(|_| texts_by_key(&pool.node_labels)),
        taints: items(&pool.taints, |taint| neutral::Taint {
            key: text(&taint.key).unwrap_or_default(),
            value: text(&taint.value),
            effect: taint.effect.known().map_or(neutral::TaintEffect::NoSchedule, |&effect| effect.into()),
        }),
        disk: nested(&pool.disk, |disk| neutral::Disk {
            size_gb: disk.size_gb.known().copied(),
            disk_type: text(&disk.kind),
            kms_key: text(&disk.kms_key),
        }),
        driver: pool.driver.known().map(|&driver| driver.into()),
        gpu_sharing: nested(&pool.gpu_sharing, |sharing| neutral::GpuSharing {
            strategy: sharing
                .strategy
                .known()
                .map_or(neutral::SharingStrategy::TimeSharing, |&way| way.into()),
            max_clients: sharing.max_clients.known().copied().unwrap_or_default(),
        }),
        mig_profile: text(&pool.mig_profile),
        placement: pool.placement.known().map(|&placement| placement.into()),
        fast_network: pool.fast_network.known().copied(),
        identity: text(&pool.identity),
        metadata: pool.metadata.known().map(|&metadata| metadata.into()),
        secure_boot: pool.secure_boot.known().copied(),
        upgrade: nested(&pool.upgrade, |upgrade| neutral::Upgrade {
            max_surge: upgrade.max_surge.known().copied(),
            max_unavailable: upgrade.max_unavailable.known().copied(),
            strategy: upgrade.strategy.known().map(|&strategy| strategy.into()),
        }),
        image: text(&pool.image),
        version: text(&pool.version),
        max_run_seconds: max_run_seconds(&pool.max_run_duration),
        extras: match cloud {
            Cloud::Aws => neutral::Extras::Aws(pool.aws.known().map(aws).unwrap_or_default()),
            Cloud::Gcp => neutral::Extras::Gcp(pool.gcp.known().map(gcp).unwrap_or_default()),
        },
    })
}

/// The accelerators, where all of them is known.
pub(super) fn accelerator(accelerator: &schema::Accelerator) -> Option<neutral::Accelerator> {
    Some(neutral::Accelerator { kind: text(&accelerator.kind)?, count: *accelerator.count.known()? })
}

fn scaling(scaling: &schema::Scaling) -> neutral::Scaling {
    neutral::Scaling {
        min: scaling.min.known().copied().unwrap_or_default(),
        max: scaling.max.known().copied().unwrap_or_default(),
        desired: scaling.desired.known().copied(),
    }
}

fn max_run_seconds(text: &Value<String>) -> Option<u64> {
    text.known().and_then(|text| duration::parse(text)).map(|duration| duration.as_secs())
}

fn aws(aws: &schema::Aws) -> neutral::AwsExtras {
    neutral::AwsExtras {
        subnets: texts(&aws.subnets).unwrap_or_default(),
        security_groups: texts(&aws.security_groups),
        max_unavailable_percent: aws.max_unavailable_percent.known().copied(),
        node_repair: aws.node_repair.known().copied(),
        release_version: text(&aws.release_version),
        force_update: aws.force_update.known().copied(),
    }
}

fn gcp(gcp: &schema::Gcp) -> neutral::GcpExtras {
    neutral::GcpExtras {
        project: text(&gcp.project),
        zones: texts(&gcp.zones),
        oauth_scopes: texts(&gcp.oauth_scopes),
        gpu_direct: text(&gcp.gpu_direct),
        auto_repair: gcp.auto_repair.known().copied(),
        auto_upgrade: gcp.auto_upgrade.known().copied(),
        local_ssd_count: gcp.local_ssd_count.known().copied(),
        network_tags: texts(&gcp.network_tags),
    }
}

same!(schema::Capacity, neutral::Capacity { OnDemand, Spot, Reserved, CapacityBlock, FlexStart, Queued });
same!(schema::TaintEffect, neutral::TaintEffect { NoSchedule, PreferNoSchedule, NoExecute });
same!(schema::Driver, neutral::Driver { Managed, Latest, None });
same!(schema::SharingStrategy, neutral::SharingStrategy { TimeSharing, Mps });
same!(schema::Placement, neutral::Placement { None, Compact });
same!(schema::Metadata, neutral::Metadata { WorkloadIdentity, Node });
same!(schema::UpgradeStrategy, neutral::UpgradeStrategy { Surge, BlueGreen });
