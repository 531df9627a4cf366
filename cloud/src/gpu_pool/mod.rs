//! The neutral GPU pool: machines with accelerators that join a Kubernetes cluster (EKS managed node group, GKE node
//! pool).

mod aws;
#[cfg(test)]
mod bare;
pub mod catalogue;
mod gcp;
mod key;
mod prices;

pub use gcp::USUAL_SCOPES;
pub use key::PoolKey;
pub use prices::{Estimate, PriceError, PriceTable};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Cloud, Error, Kind, Problem, Service, Session};

/// A pool as it is wanted, or as it is. Always managed: what is no `Option`.
#[derive(Clone, Debug, PartialEq)]
pub struct GpuPool {
    /// The pool's name, unique in its cluster. Fixed at creation.
    pub name: String,
    /// The cluster's name. Fixed at creation.
    pub cluster: String,
    /// The cluster's AWS region, or its Google Cloud region or zone. Fixed at creation.
    pub location: String,
    /// The accelerators of one machine; the machine type follows from them unless it is given. Fixed at creation.
    pub accelerator: Option<Accelerator>,
    /// The machine type: `p5.48xlarge`, `a3-highgpu-8g`. Fixed at creation.
    pub machine_type: Option<String>,
    /// How the machines are bought. Fixed at creation.
    pub capacity: Capacity,
    /// Where reserved capacity comes from: ids of capacity reservations or Capacity Blocks, or ARNs of resource groups
    /// (AWS); names of reservations (Google Cloud).
    pub reservations: Option<Vec<String>>,
    /// How many machines, of the whole pool on both clouds.
    pub scaling: Scaling,
    /// Labels of the cloud (AWS tags, Google Cloud resource labels) on the pool and its machines, default labels included.
    pub labels: BTreeMap<String, String>,
    /// Labels of the Kubernetes nodes.
    pub node_labels: Option<BTreeMap<String, String>>,
    /// Taints of the Kubernetes nodes. The taint `nvidia.com/gpu` that GKE adds by itself is not among them.
    pub taints: Option<Vec<Taint>>,
    /// The boot disk.
    pub disk: Option<Disk>,
    /// Who installs NVIDIA's driver.
    pub driver: Option<Driver>,
    /// How several containers share one accelerator. Google Cloud only.
    pub gpu_sharing: Option<GpuSharing>,
    /// The size of the partitions (MIG) that each accelerator is cut into: `1g.5gb`. Google Cloud only.
    pub mig_profile: Option<String>,
    /// How close the machines stand. Fixed at creation.
    pub placement: Option<Placement>,
    /// Whether the machines get the network that their type offers for collective communication: EFA interfaces on every
    /// network card (AWS), gVNIC and the accelerator network profile (Google Cloud). Fixed at creation.
    pub fast_network: Option<bool>,
    /// Who the machines are: the ARN of the node role (AWS), the e-mail address of a service account (Google Cloud).
    pub identity: Option<String>,
    /// What containers get of the machine's own metadata.
    pub metadata: Option<Metadata>,
    /// Whether only signed boot components run. Google Cloud only.
    pub secure_boot: Option<bool>,
    /// How machines are exchanged on an upgrade.
    pub upgrade: Option<Upgrade>,
    /// The image: an EKS AMI type (`AL2023_x86_64_NVIDIA`), a GKE image type (`COS_CONTAINERD`).
    pub image: Option<String>,
    /// The Kubernetes version of the nodes.
    pub version: Option<String>,
    /// How long a machine may run, in seconds. Google Cloud only.
    pub max_run_seconds: Option<u64>,
    /// What only one cloud has; says which cloud this pool is on.
    pub extras: Extras,
}

/// What only one cloud has.
#[derive(Clone, Debug, PartialEq)]
pub enum Extras {
    /// The pool is an EKS managed node group.
    Aws(AwsExtras),
    /// The pool is a GKE node pool.
    Gcp(GcpExtras),
}

/// Accelerators of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accelerator {
    /// A name of the catalogue, neutral over the clouds: `l4`, `a100-80gb`, `h100`.
    pub kind: String,
    /// How many in one machine.
    pub count: u32,
}

/// How machines are bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capacity {
    /// At the list price, while there are any.
    #[default]
    OnDemand,
    /// Cheaper, taken away at any time.
    Spot,
    /// From reservations made before: EC2 On-Demand Capacity Reservations, Compute Engine reservations.
    Reserved,
    /// From an EC2 Capacity Block for ML. AWS only.
    CapacityBlock,
    /// From the Dynamic Workload Scheduler, as machines become free. Google Cloud only.
    FlexStart,
    /// All machines of a job at once, by queued provisioning. Google Cloud only.
    Queued,
}

/// How many machines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scaling {
    /// At least so many. 0 is a size.
    pub min: u32,
    /// At most so many.
    pub max: u32,
    /// So many now; the autoscaler's business when `None`.
    pub desired: Option<u32>,
}

/// A taint of a Kubernetes node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Taint {
    /// Its key.
    pub key: String,
    /// Its value, empty when `None`.
    pub value: Option<String>,
    /// What it does.
    pub effect: TaintEffect,
}

/// What a taint does to pods that do not tolerate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaintEffect {
    /// None is scheduled here.
    NoSchedule,
    /// None is scheduled here while there are other nodes.
    PreferNoSchedule,
    /// None is scheduled here, and those that run here are evicted.
    NoExecute,
}

/// The boot disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    /// Its size in GiB.
    pub size_gb: Option<u32>,
    /// Its type, in the cloud's own words: `gp3`, `pd-ssd`, `hyperdisk-balanced`.
    pub disk_type: Option<String>,
    /// The customer's key that encrypts it.
    pub kms_key: Option<String>,
}

/// Who installs NVIDIA's driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    /// The cloud: an NVIDIA image on EKS, the default driver version on GKE.
    Managed,
    /// The cloud, the newest version. Google Cloud only.
    Latest,
    /// Whoever runs the cluster.
    None,
}

/// How several containers share one accelerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GpuSharing {
    /// The way of sharing.
    pub strategy: SharingStrategy,
    /// The most containers on one accelerator.
    pub max_clients: u32,
}

/// A way of sharing an accelerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingStrategy {
    /// One after the other.
    TimeSharing,
    /// NVIDIA's Multi-Process Service.
    Mps,
}

/// How close machines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Anywhere.
    None,
    /// Close to each other: a cluster placement group (AWS), compact placement (Google Cloud).
    Compact,
}

/// What containers get of the machine's own metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// An identity of their own: IMDSv2 with hop limit 1, `GKE_METADATA`.
    WorkloadIdentity,
    /// The machine's identity: IMDSv2 with hop limit 2, `GCE_METADATA`.
    Node,
}

/// How machines are exchanged on an upgrade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Upgrade {
    /// So many more machines at a time. Google Cloud only.
    pub max_surge: Option<u32>,
    /// So many machines missing at a time.
    pub max_unavailable: Option<u32>,
    /// The way. Google Cloud only.
    pub strategy: Option<UpgradeStrategy>,
}

/// The way of an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpgradeStrategy {
    /// Machine by machine.
    Surge,
    /// A second set of machines, then the first one goes.
    BlueGreen,
}

/// What only EKS has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AwsExtras {
    /// The subnets of the machines. EKS needs them.
    pub subnets: Vec<String>,
    /// Security groups of the machines, beside the cluster's own.
    pub security_groups: Option<Vec<String>>,
    /// So many percent of the machines missing at a time on an upgrade, in place of `upgrade.max_unavailable`.
    pub max_unavailable_percent: Option<u32>,
    /// Whether EKS replaces nodes that are found to be broken.
    pub node_repair: Option<bool>,
    /// The release of the AMI, such as `1.31.3-20260101`.
    pub release_version: Option<String>,
    /// Whether an upgrade goes on where a pod disruption budget forbids to evict.
    pub force_update: Option<bool>,
}

/// What only GKE has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GcpExtras {
    /// The cluster's project; the session's when unset.
    pub project: Option<String>,
    /// The zones of the machines; the cluster's when unset.
    pub zones: Option<Vec<String>>,
    /// The OAuth scopes of the machines.
    pub oauth_scopes: Option<Vec<String>>,
    /// Direct transfers between accelerators and the network: `rdma`, `tcpx`, `tcpxo`, as GKE offers them for the type.
    pub gpu_direct: Option<String>,
    /// Whether GKE repairs nodes that are found to be broken.
    pub auto_repair: Option<bool>,
    /// Whether GKE upgrades nodes by itself.
    pub auto_upgrade: Option<bool>,
    /// Local NVMe disks that hold the pods' scratch space.
    pub local_ssd_count: Option<u32>,
    /// Network tags of the machines, which firewall rules name.
    pub network_tags: Option<Vec<String>>,
}

/// What the cloud tells of a pool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The state in the cloud's own word: `ACTIVE`, `RUNNING`, `DEGRADED`, `ERROR`.
    pub status: String,
    /// Auto Scaling groups (AWS) or instance groups (Google Cloud) behind it.
    pub node_groups: Vec<String>,
    /// The machine type that was chosen.
    pub machine_type: String,
    /// The image that the machines run.
    pub image: Option<String>,
    /// The Kubernetes version of the nodes.
    pub version: Option<String>,
}

impl Kind for GpuPool {
    type Key = PoolKey;
    type Details = Details;

    fn cloud(&self) -> Cloud {
        match self.extras {
            Extras::Aws(_) => Cloud::Aws,
            Extras::Gcp(_) => Cloud::Gcp,
        }
    }

    fn check(&self, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        match &self.extras {
            Extras::Aws(extras) => aws::check(self, extras, unknown),
            Extras::Gcp(extras) => gcp::check(self, extras, unknown),
        }
    }

    fn replaced(prior: &Self, wanted: &Self) -> Vec<&'static str> {
        match wanted.cloud() {
            Cloud::Aws => aws::replaced(prior, wanted),
            Cloud::Gcp => gcp::replaced(prior, wanted),
        }
    }

    async fn service(session: &Session, cloud: Cloud) -> Result<Arc<dyn Service<Self>>, Error> {
        Ok(match cloud {
            Cloud::Aws => Arc::new(aws::AwsPools::new(Arc::clone(session.aws()))),
            Cloud::Gcp => session.once(gcp::GcpPools::of(session.gcp())).await?,
        })
    }
}
