//! Which machines have which accelerators: `catalogue.csv`, one row a machine type, each with the page that says so.
//!
//! Rows of one accelerator and count stand with the smallest machine first: the one that is chosen where only the
//! accelerator is named.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Accelerator, Capacity};
use crate::{Cloud, Problem};

/// A machine type with accelerators, as a cloud offers it for Kubernetes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offering {
    /// Where it is offered.
    pub cloud: Cloud,
    /// The accelerator's neutral name: `h100`.
    pub accelerator: String,
    /// Accelerators in one machine.
    pub count: u32,
    /// The machine type: `p5.48xlarge`.
    pub machine_type: String,
    /// Google Cloud's name of the accelerator: `nvidia-h100-80gb`.
    pub native_accelerator: Option<String>,
    /// Memory of one accelerator in GiB, as NVIDIA and the cloud name it.
    pub accelerator_memory_gib: u32,
    /// Virtual processors of the machine.
    pub vcpus: u32,
    /// Memory of the machine in GiB.
    pub memory_gib: u32,
    /// Elastic Fabric Adapters that the machine takes, 0 for none; `None` where the source does not say, and on Google
    /// Cloud.
    pub efa_interfaces: Option<u32>,
    /// Whether the processors are of the Arm architecture.
    pub arm: bool,
    /// How it can be bought.
    pub capacity: Vec<Capacity>,
    /// The page that says so.
    pub source: String,
}

/// A line of the table, as it is written.
#[derive(Deserialize)]
struct Row {
    cloud: String,
    accelerator: String,
    count: u32,
    machine_type: String,
    native_accelerator: Option<String>,
    accelerator_memory_gib: u32,
    vcpus: u32,
    memory_gib: u32,
    efa_interfaces: Option<u32>,
    architecture: String,
    capacity: String,
    source: String,
}

static OFFERINGS: LazyLock<Vec<Offering>> = LazyLock::new(|| rows().flatten().collect());

/// Accelerators that are known and not supported, by what their names begin with.
const UNSUPPORTED: [(&str, &str); 5] = [
    ("trainium", "AWS Trainium"),
    ("inferentia", "AWS Inferentia"),
    ("tpu", "a slice of Google's TPUs"),
    ("radeon", "AMD's GPUs"),
    ("gaudi", "Intel's Gaudi"),
];

/// Machine types of the same, by what their names begin with.
const UNSUPPORTED_MACHINES: [(&str, &str); 9] = [
    ("trn", "AWS Trainium"),
    ("inf", "AWS Inferentia"),
    ("ct4", "a slice of Google's TPUs"),
    ("ct5", "a slice of Google's TPUs"),
    ("ct6", "a slice of Google's TPUs"),
    ("tpu", "a slice of Google's TPUs"),
    ("g4ad.", "AMD's GPUs"),
    ("dl1.", "Intel's Gaudi"),
    ("dl2q.", "Qualcomm's accelerators"),
];

/// All offerings of both clouds.
pub fn offerings() -> &'static [Offering] {
    &OFFERINGS
}

/// The offering of a machine type, where the catalogue has it. One that it has not may exist all the same.
pub fn machine(cloud: Cloud, machine_type: &str) -> Option<&'static Offering> {
    offerings().iter().find(|offering| offering.cloud == cloud && offering.machine_type == machine_type)
}

/// The smallest machine with these accelerators.
///
/// # Errors
/// The cloud offers no such machine; the detail says what it offers.
pub fn resolve(cloud: Cloud, accelerator: &Accelerator) -> Result<&'static Offering, Problem> {
    let Accelerator { kind, count } = accelerator;
    let here = || offerings().iter().filter(move |offering| offering.cloud == cloud);
    let found = here().find(|offering| offering.accelerator == *kind && offering.count == *count);
    if let Some(found) = found {
        return Ok(found);
    }
    if let Some(problem) = unsupported("accelerator.type", kind, &UNSUPPORTED) {
        return Err(problem);
    }
    let mut counts: Vec<u32> =
        here().filter(|offering| offering.accelerator == *kind).map(|offering| offering.count).collect();
    counts.dedup();
    if counts.is_empty() {
        let mut kinds: Vec<&str> = here().map(|offering| offering.accelerator.as_str()).collect();
        kinds.dedup();
        return Err(Problem {
            attribute: "accelerator.type".into(),
            summary: format!("{cloud} offers no machine with the accelerator {kind:?}"),
            detail: format!(
                "It has {}. A machine type that the catalogue does not know can be named as `machine_type`.",
                kinds.join(", ")
            ),
        });
    }
    let counts: Vec<String> = counts.iter().map(u32::to_string).collect();
    Err(Problem {
        attribute: "accelerator.count".into(),
        summary: format!("{cloud} offers no machine with {count} x {kind}"),
        detail: format!("Machines with that accelerator have {} of them.", counts.join(", ")),
    })
}

/// What is known to be wrong with a machine type.
pub fn unsupported_machine(machine_type: &str) -> Option<Problem> {
    unsupported("machine_type", machine_type, &UNSUPPORTED_MACHINES)
}

fn unsupported(attribute: &str, name: &str, known: &[(&str, &str)]) -> Option<Problem> {
    let (_, what) = known.iter().find(|(begin, _)| name.starts_with(begin))?;
    Some(Problem {
        attribute: attribute.into(),
        summary: format!("{name} is {what}, which palisade_gpu_pool does not support"),
        detail: "It makes pools of NVIDIA accelerators, whose driver, sharing and network it knows how to set up. The \
                 data source `palisade_gpu_offerings` lists them."
            .into(),
    })
}

impl Capacity {
    /// Every kind, with the word of configuration.
    pub const ALL: [(&'static str, Capacity); 6] = [
        ("on_demand", Capacity::OnDemand),
        ("spot", Capacity::Spot),
        ("reserved", Capacity::Reserved),
        ("capacity_block", Capacity::CapacityBlock),
        ("flex_start", Capacity::FlexStart),
        ("queued", Capacity::Queued),
    ];

    /// The word of configuration.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, capacity)| *capacity == self).map_or("", |(word, _)| word)
    }

    /// The kind that a word of configuration names.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, capacity)| *capacity)
    }
}

/// The lines of the table; one that cannot be read is `None`, which a test forbids.
fn rows() -> impl Iterator<Item = Option<Offering>> {
    let table = csv::Reader::from_reader(include_bytes!("catalogue.csv").as_slice());
    table.into_deserialize::<Row>().map(|row| row.ok().and_then(offering))
}

fn offering(row: Row) -> Option<Offering> {
    Some(Offering {
        cloud: match row.cloud.as_str() {
            "aws" => Cloud::Aws,
            "gcp" => Cloud::Gcp,
            _ => return None,
        },
        accelerator: row.accelerator,
        count: row.count,
        machine_type: row.machine_type,
        native_accelerator: row.native_accelerator,
        accelerator_memory_gib: row.accelerator_memory_gib,
        vcpus: row.vcpus,
        memory_gib: row.memory_gib,
        efa_interfaces: row.efa_interfaces,
        arm: match row.architecture.as_str() {
            "arm64" => true,
            "x86_64" => false,
            _ => return None,
        },
        capacity: row.capacity.split('|').map(Capacity::of_word).collect::<Option<_>>()?,
        source: row.source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(cloud: Cloud, kind: &str, count: u32) -> Result<&'static str, String> {
        let found = resolve(cloud, &Accelerator { kind: kind.into(), count });
        found.map(|offering| offering.machine_type.as_str()).map_err(|problem| problem.summary)
    }

    #[test]
    fn every_row_is_read_and_cites_a_page() {
        assert!(rows().all(|row| row.is_some()));
        assert!(offerings().len() > 90, "{}", offerings().len());
        for offering in offerings() {
            assert!(offering.source.starts_with("https://"), "{offering:?}");
            assert_eq!(offering.native_accelerator.is_some(), offering.cloud == Cloud::Gcp, "{offering:?}");
            assert!(offering.count > 0 && !offering.capacity.is_empty(), "{offering:?}");
        }
    }

    #[test]
    fn machine_types_are_named_once_for_an_accelerator() {
        for (at, offering) in offerings().iter().enumerate() {
            let same = |other: &&Offering| {
                (other.cloud, &other.machine_type, &other.accelerator)
                    == (offering.cloud, &offering.machine_type, &offering.accelerator)
            };
            assert!(offerings()[at + 1..].iter().find(same).is_none(), "{}", offering.machine_type);
        }
    }

    #[test]
    fn an_accelerator_is_the_smallest_machine_that_has_it() {
        for (kind, count, aws, gcp) in [
            ("t4", 1, "g4dn.xlarge", "n1-standard-4"),
            ("l4", 1, "g6.xlarge", "g2-standard-4"),
            ("l4", 8, "g6.48xlarge", "g2-standard-96"),
            ("a100-40gb", 8, "p4d.24xlarge", "a2-highgpu-8g"),
            ("a100-80gb", 8, "p4de.24xlarge", "a2-ultragpu-8g"),
            ("h100", 8, "p5.48xlarge", "a3-highgpu-8g"),
            ("h200", 8, "p5e.48xlarge", "a3-ultragpu-8g"),
            ("b200", 8, "p6-b200.48xlarge", "a4-highgpu-8g"),
            ("gb200", 4, "p6e-gb200.36xlarge", "a4x-highgpu-4g"),
        ] {
            assert_eq!(resolved(Cloud::Aws, kind, count), Ok(aws));
            assert_eq!(resolved(Cloud::Gcp, kind, count), Ok(gcp));
        }
        assert_eq!(resolved(Cloud::Aws, "a10g", 1), Ok("g5.xlarge"));
        assert_eq!(resolved(Cloud::Aws, "l40s", 4), Ok("g6e.12xlarge"));
        assert_eq!(resolved(Cloud::Aws, "b300", 8), Ok("p6-b300.48xlarge"));
    }

    #[test]
    fn what_is_not_offered_is_told() {
        for (cloud, kind, count, expected) in [
            (Cloud::Gcp, "a10g", 1, "Google Cloud offers no machine with the accelerator \"a10g\""),
            (Cloud::Aws, "h100", 3, "AWS offers no machine with 3 x h100"),
            (
                Cloud::Aws,
                "trainium2",
                16,
                "trainium2 is AWS Trainium, which palisade_gpu_pool does not support",
            ),
            (
                Cloud::Gcp,
                "tpu-v5e",
                4,
                "tpu-v5e is a slice of Google's TPUs, which palisade_gpu_pool does not support",
            ),
        ] {
            assert_eq!(resolved(cloud, kind, count), Err(expected.to_owned()));
        }
        assert!(unsupported_machine("trn2.48xlarge").is_some());
        assert!(unsupported_machine("p5.48xlarge").is_none());
    }
}
