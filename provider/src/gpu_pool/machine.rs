//! Accelerators to machine types, and back, while planning.

use cloud::gpu_pool::catalogue;
use cloud::{Cloud, Problem};
use tfplug::{Diagnostics, Value};

use super::{observe, schema, wanted};
use crate::errors;
use crate::managed::Given;

/// Chooses the machine type that the accelerators ask for, or finds the accelerators of the machine type; says what is not
/// offered. What is unknown stays so.
pub(super) fn plan(planned: &mut schema::GpuPool, given: &Given<'_, schema::GpuPool>) -> Diagnostics {
    let Some(cloud) = planned.cloud.known().map(|&cloud| Cloud::from(cloud)) else {
        return Diagnostics::none();
    };
    let config = given.config;
    let chosen = match (&config.accelerator, &config.machine_type) {
        (Value::Null, Value::Null) => Err(no_machine()),
        (Value::Known(accelerator), Value::Null) => by_accelerator(cloud, accelerator, planned, given.prior),
        (Value::Null, Value::Known(machine_type)) => by_machine_type(cloud, machine_type, planned),
        (Value::Known(accelerator), Value::Known(machine_type)) => agree(cloud, accelerator, machine_type),
        // What is known only later is checked then.
        _ => Ok(()),
    };
    match chosen.and_then(|()| offered(cloud, planned)) {
        Ok(()) => Diagnostics::none(),
        Err(problem) => errors::problems(vec![problem]),
    }
}

/// What is left out of the accelerators. Both parts may be the provider's to find, so that the schema asks for neither.
pub(super) fn check(pool: &schema::GpuPool) -> Vec<Problem> {
    let Value::Known(accelerator) = &pool.accelerator else { return Vec::new() };
    let parts = [("type", accelerator.kind.is_null()), ("count", accelerator.count.is_null())];
    let missing = parts.into_iter().filter(|(_, missing)| *missing);
    missing
        .map(|(part, _)| Problem {
            attribute: format!("accelerator.{part}"),
            summary: format!("`accelerator` needs `{part}`"),
            detail: "Write accelerator = { type = \"h100\", count = 8 }.".into(),
        })
        .collect()
}

fn by_accelerator(
    cloud: Cloud,
    accelerator: &schema::Accelerator,
    planned: &mut schema::GpuPool,
    prior: Option<&schema::GpuPool>,
) -> Result<(), Problem> {
    let Some(accelerator) = wanted::accelerator(accelerator) else { return Ok(()) };
    let chosen = match chosen_before(planned, prior) {
        Some(machine_type) => machine_type,
        None => catalogue::resolve(cloud, &accelerator)?.machine_type.clone(),
    };
    planned.machine_type = chosen.into();
    Ok(())
}

fn by_machine_type(cloud: Cloud, machine_type: &str, planned: &mut schema::GpuPool) -> Result<(), Problem> {
    let offering = known_machine(cloud, machine_type)?;
    planned.accelerator =
        offering.map(|offering| observe::accelerator(&offering.accelerator, offering.count)).into();
    Ok(())
}

fn agree(cloud: Cloud, accelerator: &schema::Accelerator, machine_type: &str) -> Result<(), Problem> {
    let Some(offering) = known_machine(cloud, machine_type)? else { return Ok(()) };
    match wanted::accelerator(accelerator) {
        Some(accelerator)
            if (&offering.accelerator, offering.count) != (&accelerator.kind, accelerator.count) =>
        {
            Err(Problem {
                attribute: "machine_type".into(),
                summary: format!("{machine_type} has {} x {}", offering.count, offering.accelerator),
                detail: format!(
                    "`accelerator` asks for {} x {}. Leave out one of the two.",
                    accelerator.count, accelerator.kind
                ),
            })
        }
        _ => Ok(()),
    }
}

fn no_machine() -> Problem {
    Problem {
        attribute: "accelerator".into(),
        summary: "a pool needs `accelerator` or `machine_type`".into(),
        detail: "Write accelerator = { type = \"h100\", count = 8 }, or machine_type = \"p5.48xlarge\"."
            .into(),
    }
}

/// The catalogue grows. A pool that exists keeps the machine type that was chosen for it.
fn chosen_before(planned: &schema::GpuPool, prior: Option<&schema::GpuPool>) -> Option<String> {
    let prior =
        prior.filter(|prior| prior.cloud == planned.cloud && prior.accelerator == planned.accelerator)?;
    prior.machine_type.known().cloned()
}

fn known_machine(cloud: Cloud, machine_type: &str) -> Result<Option<&'static catalogue::Offering>, Problem> {
    match catalogue::unsupported_machine(machine_type) {
        Some(problem) => Err(problem),
        None => Ok(catalogue::machine(cloud, machine_type)),
    }
}

/// Whether the machine type can be bought in the way that is asked for, as far as the catalogue knows.
fn offered(cloud: Cloud, planned: &schema::GpuPool) -> Result<(), Problem> {
    let (Value::Known(machine_type), Value::Known(capacity)) = (&planned.machine_type, &planned.capacity)
    else {
        return Ok(());
    };
    let capacity = cloud::gpu_pool::Capacity::from(*capacity);
    match catalogue::machine(cloud, machine_type) {
        Some(offering) if !offering.capacity.contains(&capacity) => {
            let ways: Vec<&str> = offering.capacity.iter().map(|way| way.as_str()).collect();
            Err(Problem {
                attribute: "capacity".into(),
                summary: format!("{machine_type} cannot be bought {}", capacity.as_str()),
                detail: format!("{cloud} offers it as {} ({}).", ways.join(", "), offering.source),
            })
        }
        _ => Ok(()),
    }
}
