//! What `palisade_gpu_pool` looks like in configuration: its documentation, validation and codec come from here.

use tfplug::{List, Map, Number, Schema, Validator, Value};

use crate::clouds::Cloud;
use crate::duration;
use crate::timeouts::LongTimeouts;

/// Machines with NVIDIA accelerators that join a Kubernetes cluster: an EKS managed node group or a GKE node pool, with the
/// same attributes on both.
///
/// What a cloud cannot do is an error while planning that names the attribute; nothing is dropped silently. An attribute
/// that is not set is left as the cloud has it. A launch template or placement group that EKS needs for it is made, kept up
/// to date and removed with the pool.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct GpuPool {
    /// The cloud: `aws` (EKS) or `gcp` (GKE). May be a variable. A change replaces the pool.
    #[schema(required, replace)]
    pub(crate) cloud: Value<Cloud>,
    /// The pool's name, unique in its cluster. A change replaces the pool.
    #[schema(required, replace, validate = Validator::length(1, 63))]
    pub(crate) name: Value<String>,
    /// The cluster's name. A change replaces the pool.
    #[schema(required, replace, validate = Validator::length(1, 100))]
    pub(crate) cluster: Value<String>,
    /// The cluster's AWS region, or its Google Cloud region or zone. A change replaces the pool.
    #[schema(required, replace, validate = Validator::length(2, 64))]
    pub(crate) location: Value<String>,
    /// The accelerators of one machine. The smallest machine type that has them is chosen, unless `machine_type` names one.
    /// A change replaces the pool.
    #[schema(optional, computed, replace)]
    pub(crate) accelerator: Value<Accelerator>,
    /// The machine type: `p5.48xlarge`, `a3-highgpu-8g`. Chosen by `accelerator` when unset. A change replaces the pool.
    #[schema(optional, computed, replace, validate = Validator::length(1, 64))]
    pub(crate) machine_type: Value<String>,
    /// How the machines are bought: `on_demand`, `spot`, `reserved` (EC2 capacity reservations, Compute Engine reservations),
    /// `capacity_block` (EC2 Capacity Blocks; AWS alone), `flex_start` or `queued` (Dynamic Workload Scheduler; Google Cloud
    /// alone). A change replaces the pool.
    #[schema(default = "on_demand", replace)]
    pub(crate) capacity: Value<Capacity>,
    /// Where reserved capacity comes from, in any order: the id of a capacity reservation or Capacity Block, or the ARN of a resource group
    /// of reservations (AWS); names of reservations (Google Cloud).
    #[schema(optional, computed)]
    pub(crate) reservations: List<String>,
    /// How many machines, of the whole pool on both clouds.
    #[schema(required)]
    pub(crate) scaling: Value<Scaling>,
    /// Labels of the cloud (AWS tags, Google Cloud resource labels) on the pool and its machines, beside the provider's
    /// `default_labels`: what bills and budgets are filtered by. On EKS machines get theirs from the launch template, so that a
    /// change exchanges the machines, as an upgrade does: EKS uses a new version of a template in no other way, and
    /// machines that kept the old labels would be billed by these.
    #[schema(optional, computed)]
    pub(crate) labels: Map<String>,
    /// Labels of the Kubernetes nodes.
    #[schema(optional, computed)]
    pub(crate) node_labels: Map<String>,
    /// Taints of the Kubernetes nodes. The taint `nvidia.com/gpu` that GKE adds by itself is not among them, and no drift.
    #[schema(optional, computed)]
    pub(crate) taints: List<Taint>,
    /// The boot disk.
    #[schema(optional, computed)]
    pub(crate) disk: Value<Disk>,
    /// Who installs NVIDIA's driver: `managed` (the cloud), `latest` (the cloud, its newest; Google Cloud alone) or `none`
    /// (you).
    #[schema(default = "managed")]
    pub(crate) driver: Value<Driver>,
    /// How several containers share one accelerator. Google Cloud alone; on EKS, NVIDIA's device plugin does it inside the
    /// cluster.
    pub(crate) gpu_sharing: Value<GpuSharing>,
    /// The partitions (MIG) that each accelerator is cut into, such as `1g.5gb`: those that NVIDIA names for it. Google Cloud
    /// alone.
    pub(crate) mig_profile: Value<String>,
    /// How close the machines stand: `none` or `compact` (cluster placement group, compact placement). A change replaces the
    /// pool.
    #[schema(optional, computed, replace)]
    pub(crate) placement: Value<Placement>,
    /// Whether the machines get the network that their type offers for collective communication: EFA on every network card
    /// (AWS), gVNIC and the accelerator network profile (Google Cloud). A change replaces the pool.
    #[schema(optional, computed, replace)]
    pub(crate) fast_network: Value<bool>,
    /// Who the machines are: the ARN of the node role (AWS, which needs one), the e-mail address of a service account (Google
    /// Cloud, where the project's default account is used when unset).
    #[schema(optional, computed)]
    pub(crate) identity: Value<String>,
    /// What containers get of the machine's metadata: `workload_identity` (IMDSv2 with hop limit 1, `GKE_METADATA`) or `node`,
    /// the machine's own identity (hop limit 2, `GCE_METADATA`).
    #[schema(default = "workload_identity")]
    pub(crate) metadata: Value<Metadata>,
    /// Whether only signed boot components run. Google Cloud alone.
    #[schema(optional, computed)]
    pub(crate) secure_boot: Value<bool>,
    /// How machines are exchanged on an upgrade.
    #[schema(optional, computed)]
    pub(crate) upgrade: Value<Upgrade>,
    /// The image: an EKS AMI type (`AL2023_x86_64_NVIDIA`), a GKE image type (`COS_CONTAINERD`). The cloud's choice when
    /// unset.
    #[schema(optional, computed, keep_prior)]
    pub(crate) image: Value<String>,
    /// The Kubernetes version of the nodes. The cluster's when unset.
    #[schema(optional, computed, keep_prior)]
    pub(crate) version: Value<String>,
    /// How long a machine may run: `8h`. Google Cloud alone.
    #[schema(validate = duration::validator())]
    pub(crate) max_run_duration: Value<String>,
    /// The budget that pays for this pool, for the rule CO-2: the plan is refused when the pool's highest monthly cost exceeds
    /// it. Not sent to any cloud.
    pub(crate) budget: Value<Budget>,
    /// How long operations may take, retries included.
    pub(crate) timeouts: Value<LongTimeouts>,
    /// What only EKS has. An error where `cloud` is `gcp`.
    pub(crate) aws: Value<Aws>,
    /// What only GKE has. An error where `cloud` is `aws`.
    #[schema(optional, computed)]
    pub(crate) gcp: Value<Gcp>,
    /// What names the pool, and what `terraform import` takes: `aws/REGION/CLUSTER/NAME` or
    /// `gcp/PROJECT/LOCATION/CLUSTER/NAME`.
    #[schema(computed, keep_prior)]
    pub(crate) id: Value<String>,
    /// The cloud's own identifier: the node group's ARN, or the node pool's resource name.
    #[schema(computed, keep_prior)]
    pub(crate) native_id: Value<String>,
    /// The state in the cloud's own word: `ACTIVE`, `RUNNING`, `DEGRADED`, `ERROR`.
    #[schema(computed)]
    pub(crate) status: Value<String>,
    /// Auto Scaling groups (AWS) or instance groups (Google Cloud) behind it.
    #[schema(computed)]
    pub(crate) node_groups: List<String>,
    /// All labels of the cloud, the provider's `default_labels` included.
    #[schema(computed)]
    pub(crate) labels_all: Map<String>,
    /// What the machines cost by the operator's price table. Null where it has no price for them.
    #[schema(computed)]
    pub(crate) estimated_cost: Value<EstimatedCost>,
}

/// The accelerators of one machine.
#[derive(Clone, Debug, Default, PartialEq, Schema)]
pub(crate) struct Accelerator {
    /// The accelerator, by the name that both clouds' offers have here: `t4`, `l4`, `a10g`, `l40s`, `a100-40gb`, `a100-80gb`,
    /// `h100`, `h200`, `b200`, `b300`, `gb200`. The data source `palisade_gpu_offerings` lists them.
    #[schema(optional, computed, keep_prior, name = "type")]
    pub(crate) kind: Value<String>,
    /// How many in one machine.
    #[schema(optional, computed, keep_prior, validate = Validator::range(1, 64))]
    pub(crate) count: Value<u32>,
}

/// How machines are bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
#[expect(clippy::enum_variant_names, reason = "AWS's own name of a Capacity Block")]
pub(crate) enum Capacity {
    OnDemand,
    Spot,
    Reserved,
    CapacityBlock,
    FlexStart,
    Queued,
}

/// How many machines.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Scaling {
    /// At least so many; `0` is a size.
    #[schema(required)]
    pub(crate) min: Value<u32>,
    /// At most so many.
    #[schema(required)]
    pub(crate) max: Value<u32>,
    /// So many now. Unset, it is the autoscaler's business, and no drift. GKE tells the number that was set last, not where the
    /// autoscaler has moved it to.
    #[schema(optional, computed, keep_prior)]
    pub(crate) desired: Value<u32>,
}

/// A taint of the Kubernetes nodes.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Taint {
    /// Its key.
    #[schema(required)]
    pub(crate) key: Value<String>,
    /// Its value.
    pub(crate) value: Value<String>,
    /// What it does to pods that do not tolerate it: `no_schedule`, `prefer_no_schedule` or `no_execute`.
    #[schema(required)]
    pub(crate) effect: Value<TaintEffect>,
}

/// What a taint does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum TaintEffect {
    NoSchedule,
    PreferNoSchedule,
    NoExecute,
}

/// The boot disk.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Disk {
    /// Its size in GiB.
    #[schema(optional, computed)]
    pub(crate) size_gb: Value<u32>,
    /// Its type in the cloud's own words: `gp3`, `pd-ssd`, `hyperdisk-balanced`.
    #[schema(optional, computed, name = "type")]
    pub(crate) kind: Value<String>,
    /// A KMS key of yours that encrypts it: an ARN (AWS), `projects/../cryptoKeys/..` (Google Cloud).
    pub(crate) kms_key: Value<String>,
}

/// Who installs NVIDIA's driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Driver {
    Managed,
    Latest,
    None,
}

/// How several containers share one accelerator.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct GpuSharing {
    /// `time_sharing`, or `mps` (NVIDIA's Multi-Process Service).
    #[schema(required)]
    pub(crate) strategy: Value<SharingStrategy>,
    /// The most containers on one accelerator.
    #[schema(required, validate = Validator::range(2, 48))]
    pub(crate) max_clients: Value<u32>,
}

/// A way of sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum SharingStrategy {
    TimeSharing,
    Mps,
}

/// How close machines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Placement {
    None,
    Compact,
}

/// What containers get of the machine's metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum Metadata {
    WorkloadIdentity,
    Node,
}

/// How machines are exchanged on an upgrade.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Upgrade {
    /// So many more machines at a time; 1 when unset. Google Cloud alone.
    #[schema(optional, computed)]
    pub(crate) max_surge: Value<u32>,
    /// So many machines missing at a time; 1 (AWS) or 0 (Google Cloud) when unset.
    #[schema(optional, computed)]
    pub(crate) max_unavailable: Value<u32>,
    /// `surge`, which it is when unset, or `blue_green`. Google Cloud alone.
    #[schema(optional, computed)]
    pub(crate) strategy: Value<UpgradeStrategy>,
}

/// The way of an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Schema)]
pub(crate) enum UpgradeStrategy {
    Surge,
    BlueGreen,
}

/// The budget that pays for a pool.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Budget {
    /// Its name, for messages.
    pub(crate) name: Value<String>,
    /// How much a month, usually `palisade_budget.NAME.amount.units`.
    #[schema(required)]
    pub(crate) amount: Value<Number>,
    /// ISO 4217, usually `palisade_budget.NAME.amount.currency`.
    #[schema(required, validate = Validator::length(3, 3))]
    pub(crate) currency: Value<String>,
}

/// What only EKS has.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Aws {
    /// The subnets of the machines. A change replaces the pool.
    #[schema(required, replace)]
    pub(crate) subnets: List<String>,
    /// Security groups of the machines, in place of the cluster's own.
    #[schema(optional, computed)]
    pub(crate) security_groups: List<String>,
    /// So many percent of the machines missing at a time on an upgrade, in place of `upgrade.max_unavailable`.
    #[schema(validate = Validator::range(1, 100))]
    pub(crate) max_unavailable_percent: Value<u32>,
    /// Whether EKS replaces nodes that are found to be broken.
    #[schema(optional, computed)]
    pub(crate) node_repair: Value<bool>,
    /// The release of the AMI, such as `1.31.3-20260101`. Unset, it is EKS's business, and no drift.
    #[schema(optional, computed, keep_prior)]
    pub(crate) release_version: Value<String>,
    /// Whether an upgrade goes on where a pod disruption budget forbids to evict; not so when unset. EKS does not tell it: an
    /// import takes it for unset.
    #[schema(optional, computed)]
    pub(crate) force_update: Value<bool>,
}

/// What only GKE has.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Gcp {
    /// The cluster's project; the provider's when unset. A change replaces the pool.
    #[schema(optional, computed, replace)]
    pub(crate) project: Value<String>,
    /// The zones of the machines, in any order; the cluster's when unset. An import leaves out those that are the cluster's: who
    /// names all of them sees a difference, which an apply settles without a call.
    pub(crate) zones: List<String>,
    /// The OAuth scopes of the machines, in any order; those of `gke-default` when unset.
    #[schema(optional, computed)]
    pub(crate) oauth_scopes: List<String>,
    /// Direct transfers between accelerators and the network: `rdma`, `tcpx` or `tcpxo`, as GKE offers them for the machine
    /// type.
    pub(crate) gpu_direct: Value<String>,
    /// Whether GKE repairs nodes that are found to be broken. It does when unset, but for machines of `flex_start`.
    #[schema(optional, computed)]
    pub(crate) auto_repair: Value<bool>,
    /// Whether GKE upgrades nodes by itself. It does when unset.
    #[schema(optional, computed)]
    pub(crate) auto_upgrade: Value<bool>,
    /// Local NVMe disks that hold the pods' scratch space.
    #[schema(optional, computed)]
    pub(crate) local_ssd_count: Value<u32>,
    /// Network tags of the machines, which firewall rules name.
    #[schema(optional, computed)]
    pub(crate) network_tags: List<String>,
}

/// What the machines cost, to the cent, rounded up; a month has 730 hours.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct EstimatedCost {
    /// ISO 4217.
    #[schema(computed)]
    pub(crate) currency: Value<String>,
    /// `scaling.min` machines for an hour.
    #[schema(computed)]
    pub(crate) hourly_min: Value<Number>,
    /// `scaling.desired` machines for an hour; null where that is the autoscaler's business.
    #[schema(computed)]
    pub(crate) hourly_desired: Value<Number>,
    /// `scaling.max` machines for an hour.
    #[schema(computed)]
    pub(crate) hourly_max: Value<Number>,
    /// `scaling.min` machines for a month.
    #[schema(computed)]
    pub(crate) monthly_min: Value<Number>,
    /// `scaling.desired` machines for a month; null where that is the autoscaler's business.
    #[schema(computed)]
    pub(crate) monthly_desired: Value<Number>,
    /// `scaling.max` machines for a month.
    #[schema(computed)]
    pub(crate) monthly_max: Value<Number>,
}
