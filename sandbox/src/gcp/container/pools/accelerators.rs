//! The accelerators that the sandbox knows, and which machines have them:
//! <https://cloud.google.com/compute/docs/gpus> and, for the sizes of partitions,
//! <https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi>.

/// A type of accelerator.
pub(super) struct Accelerator {
    /// As `acceleratorType` spells it.
    pub(super) name: &'static str,
    pub(super) machines: Machines,
    /// What `gpuPartitionSize` may be.
    pub(super) partitions: &'static [&'static str],
}

/// Which machines have an accelerator.
pub(super) enum Machines {
    /// Those of `n1`, and as many as these.
    Attached(&'static [i64]),
    /// These types, each with so many of it.
    Built(&'static [(&'static str, i64)]),
}

const AMPERE_40: &[&str] = &["1g.5gb", "2g.10gb", "3g.20gb", "7g.40gb"];
const AMPERE_80: &[&str] = &["1g.10gb", "2g.20gb", "3g.40gb", "7g.80gb"];
const HOPPER_80: &[&str] = &["1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"];
const HOPPER_141: &[&str] = &["1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb", "4g.71gb", "7g.141gb"];
const BLACKWELL: &[&str] = &["1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb", "4g.90gb", "7g.180gb"];
const BLACKWELL_GRACE: &[&str] = &["1g.23gb", "1g.47gb", "2g.47gb", "3g.93gb", "4g.93gb", "7g.186gb"];
const BLACKWELL_ULTRA: &[&str] = &["1g.35gb", "1g.70gb", "2g.70gb", "3g.139gb", "4g.139gb", "7g.278gb"];

pub(super) const ACCELERATORS: &[Accelerator] = &[
    attached("nvidia-tesla-p100", &[1, 2, 4]),
    attached("nvidia-tesla-p4", &[1, 2, 4]),
    attached("nvidia-tesla-t4", &[1, 2, 4]),
    attached("nvidia-tesla-v100", &[1, 2, 4, 8]),
    built(
        "nvidia-a100-80gb",
        &[("a2-ultragpu-1g", 1), ("a2-ultragpu-2g", 2), ("a2-ultragpu-4g", 4), ("a2-ultragpu-8g", 8)],
        AMPERE_80,
    ),
    built("nvidia-b200", &[("a4-highgpu-8g", 8)], BLACKWELL),
    built("nvidia-gb200", &[("a4x-highgpu-4g", 4)], BLACKWELL_GRACE),
    built("nvidia-gb300", &[("a4x-maxgpu-4g-metal", 4)], BLACKWELL_ULTRA),
    built(
        "nvidia-h100-80gb",
        &[
            ("a3-edgegpu-8g", 8),
            ("a3-highgpu-1g", 1),
            ("a3-highgpu-2g", 2),
            ("a3-highgpu-4g", 4),
            ("a3-highgpu-8g", 8),
        ],
        HOPPER_80,
    ),
    built("nvidia-h100-mega-80gb", &[("a3-megagpu-8g", 8)], HOPPER_80),
    built("nvidia-h200-141gb", &[("a3-ultragpu-8g", 8)], HOPPER_141),
    built(
        "nvidia-l4",
        &[
            ("g2-standard-4", 1),
            ("g2-standard-8", 1),
            ("g2-standard-12", 1),
            ("g2-standard-16", 1),
            ("g2-standard-24", 2),
            ("g2-standard-32", 1),
            ("g2-standard-48", 4),
            ("g2-standard-96", 8),
        ],
        &[],
    ),
    built(
        "nvidia-rtx-pro-6000",
        &[("g4-standard-48", 1), ("g4-standard-96", 2), ("g4-standard-192", 4), ("g4-standard-384", 8)],
        &[],
    ),
    built(
        "nvidia-tesla-a100",
        &[
            ("a2-highgpu-1g", 1),
            ("a2-highgpu-2g", 2),
            ("a2-highgpu-4g", 4),
            ("a2-highgpu-8g", 8),
            ("a2-megagpu-16g", 16),
        ],
        AMPERE_40,
    ),
];

const fn attached(name: &'static str, counts: &'static [i64]) -> Accelerator {
    Accelerator { name, machines: Machines::Attached(counts), partitions: &[] }
}

const fn built(
    name: &'static str,
    machines: &'static [(&'static str, i64)],
    partitions: &'static [&'static str],
) -> Accelerator {
    Accelerator { name, machines: Machines::Built(machines), partitions }
}

impl Accelerator {
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        ACCELERATORS.iter().find(|accelerator| accelerator.name == name)
    }

    /// The accelerators that a machine of this type has by itself.
    pub(super) fn of_machine(machine: &str) -> Option<(&'static Self, i64)> {
        ACCELERATORS.iter().find_map(|accelerator| Some((accelerator, accelerator.count_in(machine)?)))
    }

    /// Whether a machine of this type can have so many.
    pub(super) fn fits(&self, machine: &str, count: i64) -> bool {
        match self.machines {
            Machines::Attached(counts) => machine.starts_with("n1-") && counts.contains(&count),
            Machines::Built(_) => self.count_in(machine) == Some(count),
        }
    }

    fn count_in(&self, machine: &str) -> Option<i64> {
        match self.machines {
            Machines::Attached(_) => None,
            Machines::Built(machines) => {
                machines.iter().find_map(|(name, count)| (*name == machine).then_some(*count))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_have_what_they_have() {
        for (name, machine, count, expected) in [
            ("nvidia-l4", "g2-standard-24", 2, true),
            ("nvidia-l4", "g2-standard-24", 1, false),
            ("nvidia-l4", "n1-standard-4", 1, false),
            ("nvidia-tesla-t4", "n1-standard-4", 4, true),
            ("nvidia-tesla-t4", "n1-standard-4", 3, false),
            ("nvidia-tesla-t4", "g2-standard-4", 1, false),
            ("nvidia-h100-80gb", "a3-highgpu-8g", 8, true),
        ] {
            assert_eq!(Accelerator::find(name).unwrap().fits(machine, count), expected, "{name} {machine}");
        }
        let (accelerator, count) = Accelerator::of_machine("a2-megagpu-16g").unwrap();
        assert_eq!((accelerator.name, count), ("nvidia-tesla-a100", 16));
        assert!(Accelerator::of_machine("n1-standard-4").is_none());
    }
}
