//! Instance types: what there is with accelerators, and a few without for the rest of a cluster.

/// An instance type.
#[derive(Clone, Copy, Debug)]
pub(in crate::aws) struct InstanceType {
    pub(super) name: &'static str,
    pub(super) vcpus: u32,
    pub(super) memory_mib: u64,
    pub(super) accelerators: Accelerators,
    pub(in crate::aws) network: Network,
}

/// The accelerators of a machine.
#[derive(Clone, Copy, Debug)]
pub(super) enum Accelerators {
    None,
    /// NVIDIA's. A machine may have a part of one: then there are none.
    Gpus(Accelerator),
    /// AWS's own.
    Neuron(Accelerator),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Accelerator {
    pub(super) name: &'static str,
    pub(super) count: u32,
    /// Of each.
    pub(super) memory_mib: u64,
}

/// What a machine has of the network.
#[derive(Clone, Copy, Debug)]
pub(in crate::aws) struct Network {
    pub(in crate::aws) efa_interfaces: u32,
    pub(in crate::aws) cards: u32,
    pub(super) interfaces_per_card: u32,
    pub(super) performance: &'static str,
}

/// Types that are sold in Capacity Blocks
/// (docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html).
const CAPACITY_BLOCKS: [&str; 10] =
    ["p4d.", "p4de.", "p5.", "p5e.", "p5en.", "p6-b200.", "p6-b300.", "p6e-gb200.", "trn1.32xlarge", "trn2."];

/// Families on AWS's or NVIDIA's ARM processors.
const ARM: [&str; 4] = ["g5g.", "m7g.", "p6e-gb200.", "t4g."];

type Row = (&'static str, u32, u64, Accelerators, (u32, u32, u32), &'static str);

/// Name, vCPUs, memory in MiB, accelerators, network (EFA interfaces, cards, interfaces a card) and its performance, as
/// the service's `DescribeInstanceTypes` says (recorded in moto 5.2.1, `ec2/resources/instance_types.json.gz`; the
/// oracle holds every row to it).
#[rustfmt::skip]
static TABLE: &[Row] = &[
    ("p3dn.24xlarge", 96, 786432, gpus("V100", 8, 32768), (1, 1, 15), "100 Gigabit"),
    ("p4d.24xlarge", 96, 1179648, gpus("A100", 8, 40960), (4, 4, 15), "4x 100 Gigabit"),
    ("p4de.24xlarge", 96, 1179648, gpus("A100", 8, 81920), (4, 4, 15), "4x 100 Gigabit"),
    ("p5.4xlarge", 16, 262144, gpus("H100", 1, 81920), (1, 1, 4), "100 Gigabit"),
    ("p5.48xlarge", 192, 2097152, gpus("H100", 8, 81920), (32, 32, 2), "3200 Gigabit"),
    ("p5e.48xlarge", 192, 2097152, gpus("H200", 8, 144384), (32, 32, 2), "3200 Gigabit"),
    ("p5en.48xlarge", 192, 2097152, gpus("H200", 8, 144384), (16, 16, 4), "3200 Gigabit"),
    ("p6-b200.48xlarge", 192, 2097152, gpus("B200", 8, 183359), (8, 8, 4), "3200 Gigabit"),
    ("p6-b300.48xlarge", 192, 4194304, gpus("B300", 8, 275040), (16, 17, 4), "6400 Gigabit"),
    // Nobody recorded this one: its sizes are those of aws.amazon.com/ec2/instance-types/p6, its network is not there.
    ("p6e-gb200.36xlarge", 144, 983040, gpus("B200", 4, 190464), (0, 1, 1), "1600 Gigabit"),
    ("g4dn.xlarge", 4, 16384, gpus("T4", 1, 16384), (0, 1, 3), "Up to 25 Gigabit"),
    ("g4dn.2xlarge", 8, 32768, gpus("T4", 1, 16384), (0, 1, 3), "Up to 25 Gigabit"),
    ("g4dn.4xlarge", 16, 65536, gpus("T4", 1, 16384), (0, 1, 3), "Up to 25 Gigabit"),
    ("g4dn.8xlarge", 32, 131072, gpus("T4", 1, 16384), (1, 1, 4), "50 Gigabit"),
    ("g4dn.12xlarge", 48, 196608, gpus("T4", 4, 16384), (1, 1, 8), "50 Gigabit"),
    ("g4dn.16xlarge", 64, 262144, gpus("T4", 1, 16384), (1, 1, 4), "50 Gigabit"),
    ("g4dn.metal", 96, 393216, gpus("T4", 8, 16384), (1, 1, 15), "100 Gigabit"),
    ("g5.xlarge", 4, 16384, gpus("A10G", 1, 22888), (0, 1, 4), "Up to 10 Gigabit"),
    ("g5.2xlarge", 8, 32768, gpus("A10G", 1, 22888), (0, 1, 4), "Up to 10 Gigabit"),
    ("g5.4xlarge", 16, 65536, gpus("A10G", 1, 22888), (0, 1, 8), "Up to 25 Gigabit"),
    ("g5.8xlarge", 32, 131072, gpus("A10G", 1, 22888), (1, 1, 8), "25 Gigabit"),
    ("g5.12xlarge", 48, 196608, gpus("A10G", 4, 22888), (1, 1, 15), "40 Gigabit"),
    ("g5.16xlarge", 64, 262144, gpus("A10G", 1, 22888), (1, 1, 8), "25 Gigabit"),
    ("g5.24xlarge", 96, 393216, gpus("A10G", 4, 22888), (1, 1, 15), "50 Gigabit"),
    ("g5.48xlarge", 192, 786432, gpus("A10G", 8, 22888), (1, 1, 7), "100 Gigabit"),
    ("g5g.xlarge", 4, 8192, gpus("T4g", 1, 16384), (0, 1, 4), "Up to 10 Gigabit"),
    ("g5g.2xlarge", 8, 16384, gpus("T4g", 1, 16384), (0, 1, 4), "Up to 10 Gigabit"),
    ("g5g.4xlarge", 16, 32768, gpus("T4g", 1, 16384), (0, 1, 8), "Up to 10 Gigabit"),
    ("g5g.8xlarge", 32, 65536, gpus("T4g", 1, 16384), (0, 1, 8), "12 Gigabit"),
    ("g5g.16xlarge", 64, 131072, gpus("T4g", 2, 16384), (0, 1, 15), "25 Gigabit"),
    ("g5g.metal", 64, 131072, gpus("T4g", 2, 16384), (0, 1, 15), "25 Gigabit"),
    ("g6.xlarge", 4, 16384, gpus("L4", 1, 22888), (0, 1, 4), "Up to 10 Gigabit"),
    ("g6.2xlarge", 8, 32768, gpus("L4", 1, 22888), (0, 1, 4), "Up to 10 Gigabit"),
    ("g6.4xlarge", 16, 65536, gpus("L4", 1, 22888), (0, 1, 8), "Up to 25 Gigabit"),
    ("g6.8xlarge", 32, 131072, gpus("L4", 1, 22888), (1, 1, 8), "25 Gigabit"),
    ("g6.12xlarge", 48, 196608, gpus("L4", 4, 22888), (1, 1, 8), "40 Gigabit"),
    ("g6.16xlarge", 64, 262144, gpus("L4", 1, 22888), (1, 1, 15), "25 Gigabit"),
    ("g6.24xlarge", 96, 393216, gpus("L4", 4, 22888), (1, 1, 15), "50 Gigabit"),
    ("g6.48xlarge", 192, 786432, gpus("L4", 8, 22888), (1, 1, 15), "100 Gigabit"),
    ("g6e.xlarge", 4, 32768, gpus("L40S", 1, 45776), (0, 1, 4), "Up to 20 Gigabit"),
    ("g6e.2xlarge", 8, 65536, gpus("L40S", 1, 45776), (0, 1, 4), "Up to 20 Gigabit"),
    ("g6e.4xlarge", 16, 131072, gpus("L40S", 1, 45776), (0, 1, 8), "20 Gigabit"),
    ("g6e.8xlarge", 32, 262144, gpus("L40S", 1, 45776), (1, 1, 8), "25 Gigabit"),
    ("g6e.12xlarge", 48, 393216, gpus("L40S", 4, 45776), (1, 1, 10), "100 Gigabit"),
    ("g6e.16xlarge", 64, 524288, gpus("L40S", 1, 45776), (1, 1, 15), "35 Gigabit"),
    ("g6e.24xlarge", 96, 786432, gpus("L40S", 4, 45776), (2, 2, 10), "200 Gigabit"),
    ("g6e.48xlarge", 192, 1572864, gpus("L40S", 8, 45776), (4, 4, 10), "400 Gigabit"),
    ("g6f.large", 2, 8192, gpus("L4", 0, 2861), (0, 1, 2), "Up to 10 Gigabit"),
    ("g6f.xlarge", 4, 16384, gpus("L4", 0, 2861), (0, 1, 4), "Up to 10 Gigabit"),
    ("g6f.2xlarge", 8, 32768, gpus("L4", 0, 5722), (0, 1, 4), "Up to 10 Gigabit"),
    ("g6f.4xlarge", 16, 65536, gpus("L4", 0, 11444), (0, 1, 8), "Up to 25 Gigabit"),
    ("g7e.2xlarge", 8, 65536, gpus("RTX PRO Server 6000", 1, 98304), (0, 1, 4), "50 Gigabit"),
    ("g7e.4xlarge", 16, 131072, gpus("RTX PRO Server 6000", 1, 98304), (0, 1, 8), "50 Gigabit"),
    ("g7e.8xlarge", 32, 262144, gpus("RTX PRO Server 6000", 1, 98304), (1, 1, 8), "100 Gigabit"),
    ("g7e.12xlarge", 48, 524288, gpus("RTX PRO Server 6000", 2, 98304), (1, 1, 10), "400 Gigabit"),
    ("g7e.24xlarge", 96, 1048576, gpus("RTX PRO Server 6000", 4, 98304), (2, 2, 10), "800 Gigabit"),
    ("g7e.48xlarge", 192, 2097152, gpus("RTX PRO Server 6000", 8, 98304), (4, 4, 10), "1600 Gigabit"),
    ("gr6.4xlarge", 16, 131072, gpus("L4", 1, 22888), (0, 1, 8), "Up to 25 Gigabit"),
    ("gr6.8xlarge", 32, 262144, gpus("L4", 1, 22888), (1, 1, 8), "25 Gigabit"),
    ("gr6f.4xlarge", 16, 131072, gpus("L4", 0, 11444), (0, 1, 8), "Up to 25 Gigabit"),
    ("trn1.2xlarge", 8, 32768, neuron("Trainium", 1, 32768), (0, 1, 4), "Up to 12.5 Gigabit"),
    ("trn1.32xlarge", 128, 524288, neuron("Trainium", 16, 32768), (8, 8, 5), "8x 100 Gigabit"),
    ("trn1n.32xlarge", 128, 524288, neuron("Trainium", 16, 32768), (16, 16, 5), "16x 100 Gigabit"),
    ("trn2.3xlarge", 12, 131072, neuron("Trainium2", 1, 524288), (1, 1, 2), "200 Gigabit"),
    ("trn2.48xlarge", 192, 2097152, neuron("Trainium2", 16, 524288), (16, 16, 2), "16x 200 Gigabit"),
    ("c7i.xlarge", 4, 8192, NONE, (0, 1, 4), "Up to 12.5 Gigabit"),
    ("m5.large", 2, 8192, NONE, (0, 1, 3), "Up to 10 Gigabit"),
    ("m5.xlarge", 4, 16384, NONE, (0, 1, 4), "Up to 10 Gigabit"),
    ("m6i.large", 2, 8192, NONE, (0, 1, 3), "Up to 12.5 Gigabit"),
    ("m6i.xlarge", 4, 16384, NONE, (0, 1, 4), "Up to 12.5 Gigabit"),
    ("m7g.large", 2, 8192, NONE, (0, 1, 3), "Up to 12.5 Gigabit"),
    ("m7g.xlarge", 4, 16384, NONE, (0, 1, 4), "Up to 12.5 Gigabit"),
    ("m7i.large", 2, 8192, NONE, (0, 1, 3), "Up to 12.5 Gigabit"),
    ("m7i.xlarge", 4, 16384, NONE, (0, 1, 4), "Up to 12.5 Gigabit"),
    ("r7i.xlarge", 4, 32768, NONE, (0, 1, 4), "Up to 12.5 Gigabit"),
    ("t3.medium", 2, 4096, NONE, (0, 1, 3), "Up to 5 Gigabit"),
    ("t3.large", 2, 8192, NONE, (0, 1, 3), "Up to 5 Gigabit"),
    ("t4g.medium", 2, 4096, NONE, (0, 1, 3), "Up to 5 Gigabit"),
];

const NONE: Accelerators = Accelerators::None;

const fn gpus(name: &'static str, count: u32, memory_mib: u64) -> Accelerators {
    Accelerators::Gpus(Accelerator { name, count, memory_mib })
}

const fn neuron(name: &'static str, count: u32, memory_mib: u64) -> Accelerators {
    Accelerators::Neuron(Accelerator { name, count, memory_mib })
}

impl InstanceType {
    /// All that there are, in the order of the table.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|&(name, vcpus, memory_mib, accelerators, (efa, cards, interfaces), performance)| {
            Self {
                name,
                vcpus,
                memory_mib,
                accelerators,
                network: Network { efa_interfaces: efa, cards, interfaces_per_card: interfaces, performance },
            }
        })
    }

    pub(in crate::aws) fn named(name: &str) -> Option<Self> {
        Self::all().find(|machine| machine.name == name)
    }

    pub(in crate::aws) fn is_arm(&self) -> bool {
        ARM.iter().any(|family| self.name.starts_with(family))
    }

    pub(in crate::aws) fn has_nvidia(&self) -> bool {
        matches!(self.accelerators, Accelerators::Gpus(_))
    }

    pub(in crate::aws) fn has_neuron(&self) -> bool {
        matches!(self.accelerators, Accelerators::Neuron(_))
    }

    /// How it is sold.
    pub(super) fn usage_classes(&self) -> &'static [&'static str] {
        match CAPACITY_BLOCKS.iter().any(|sold| self.name.starts_with(sold)) {
            true => &["capacity-block", "on-demand", "spot"],
            false => &["on-demand", "spot"],
        }
    }
}
