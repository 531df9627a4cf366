//! `data "palisade_gpu_offerings"`: which machines have which accelerators.

use cloud::Cloud;
use cloud::gpu_pool::Capacity as NeutralCapacity;
use cloud::gpu_pool::catalogue::{self, Offering};
use tfplug::{Context, Diagnostics, List, Schema, Value};

use super::schema::Capacity;
use crate::clouds::Cloud as SchemaCloud;
use crate::convert::list;
use crate::palisade::Palisade;

/// The machine types with NVIDIA accelerators that EKS and GKE offer, from a catalogue in which each row cites its source. No
/// cloud is called.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Offerings {
    /// Only those of this cloud: `aws` or `gcp`.
    cloud: Value<SchemaCloud>,
    /// Only those with this accelerator: `h100`.
    accelerator: Value<String>,
    /// Only those whose accelerators have at least so many GiB of memory each.
    min_memory_gib: Value<u32>,
    /// Only those with at least so many accelerators.
    min_count: Value<u32>,
    /// Only those that can be bought so: `on_demand`, `spot`, `reserved`, `capacity_block`, `flex_start`, `queued`.
    capacity: Value<Capacity>,
    /// What is left, the smallest machine of an accelerator and count first.
    #[schema(computed)]
    offerings: List<Found>,
}

/// A machine type.
#[derive(Clone, Debug, Default, Schema)]
pub(crate) struct Found {
    /// The cloud.
    #[schema(computed)]
    cloud: Value<SchemaCloud>,
    /// The accelerator.
    #[schema(computed)]
    accelerator: Value<String>,
    /// Accelerators in one machine.
    #[schema(computed)]
    count: Value<u32>,
    /// Memory of one accelerator in GiB.
    #[schema(computed)]
    memory_gib: Value<u32>,
    /// The machine type.
    #[schema(computed)]
    machine_type: Value<String>,
    /// Virtual processors of the machine.
    #[schema(computed)]
    vcpus: Value<u32>,
    /// Memory of the machine in GiB.
    #[schema(computed)]
    machine_memory_gib: Value<u32>,
    /// How it can be bought.
    #[schema(computed)]
    capacity: List<Capacity>,
    /// The page that says so.
    #[schema(computed)]
    source: Value<String>,
}

/// `data "palisade_gpu_offerings"`.
pub(crate) struct DataSource;

impl tfplug::DataSource for DataSource {
    type Provider = Palisade;
    type Model = Offerings;

    fn schema(&self) -> Schema {
        Schema::of::<Offerings>()
    }

    async fn read(&self, _: &Context<Palisade>, mut config: Offerings) -> Result<Offerings, Diagnostics> {
        let found = catalogue::offerings().iter().filter(|offering| fits(offering, &config));
        config.offerings = Value::Known(found.map(|offering| Value::Known(told(offering))).collect());
        Ok(config)
    }
}

fn fits(offering: &Offering, asked: &Offerings) -> bool {
    let capacity = |capacity: &Capacity| offering.capacity.contains(&NeutralCapacity::from(*capacity));
    asked.cloud.known().is_none_or(|&cloud| offering.cloud == Cloud::from(cloud))
        && asked.accelerator.known().is_none_or(|kind| offering.accelerator == *kind)
        && asked.min_memory_gib.known().is_none_or(|&least| offering.accelerator_memory_gib >= least)
        && asked.min_count.known().is_none_or(|&least| offering.count >= least)
        && asked.capacity.known().is_none_or(capacity)
}

fn told(offering: &Offering) -> Found {
    Found {
        cloud: SchemaCloud::from(offering.cloud).into(),
        accelerator: offering.accelerator.clone().into(),
        count: offering.count.into(),
        memory_gib: offering.accelerator_memory_gib.into(),
        machine_type: offering.machine_type.clone().into(),
        vcpus: offering.vcpus.into(),
        machine_memory_gib: offering.memory_gib.into(),
        capacity: Value::Known(list(offering.capacity.clone(), Capacity::from)),
        source: offering.source.clone().into(),
    }
}
