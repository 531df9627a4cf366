//! How machines are bought, and how many there are.

use super::Subject;
use crate::Cloud;
use crate::aws::names::Arn;
use crate::gpu_pool::{Capacity, catalogue};

pub(super) fn check(subject: &mut Subject<'_>) {
    if subject.known(&["scaling"]) {
        scaling(subject);
    }
    if subject.known(&["capacity", "reservations"]) {
        reservations(subject);
    }
    if subject.known(&["capacity", "machine_type", "accelerator"]) {
        offered(subject);
    }
}

/// API reference, `NodegroupScalingConfig`.
fn scaling(subject: &mut Subject<'_>) {
    let scaling = subject.wanted.scaling;
    if scaling.max == 0 {
        subject.problem(
            "scaling.max",
            "EKS takes no pool that can have no machine at all",
            "Set `scaling.max` to 1 or more; `scaling.min = 0` lets the pool be empty.",
        );
    } else if scaling.min > scaling.max {
        subject.problem(
            "scaling.min",
            format!("the least, {}, is more than the most, {}", scaling.min, scaling.max),
            "Lower `scaling.min`, or raise `scaling.max`.",
        );
    } else if let Some(desired) = scaling.desired.filter(|now| !(scaling.min..=scaling.max).contains(now)) {
        subject.problem(
            "scaling.desired",
            format!("{desired} machines are not between {} and {}", scaling.min, scaling.max),
            "Set `scaling.desired` to a number between, or leave it out: then it is the autoscaler's.",
        );
    }
}

fn reservations(subject: &mut Subject<'_>) {
    let reservations = subject.wanted.reservations.as_deref().unwrap_or_default();
    let capacity = subject.wanted.capacity;
    match (capacity, reservations) {
        (Capacity::Reserved | Capacity::CapacityBlock, [reservation]) => {
            let is_id = reservation.starts_with("cr-") && reservation.len() > 3;
            let is_group = Arn::of(reservation, "resource-groups").is_some();
            if !is_id && !is_group {
                subject.problem(
                    "reservations[0]",
                    format!("{reservation:?} is no reservation of EC2"),
                    "It is the id of a capacity reservation or of a Capacity Block (`cr-...`), or the ARN of a resource \
                     group of reservations.",
                );
            }
        }
        (Capacity::Reserved | Capacity::CapacityBlock, []) => subject.problem(
            "reservations",
            "the reservation is missing",
            "Set `reservations` to the id of the capacity reservation or Capacity Block (`cr-...`), or to the ARN of a \
             resource group of reservations.",
        ),
        (Capacity::Reserved | Capacity::CapacityBlock, several) => subject.problem(
            "reservations",
            format!("a pool on AWS takes machines from one reservation, not from {}", several.len()),
            "Put the reservations into a resource group (`aws resource-groups create-group` with the configuration \
             AWS::EC2::CapacityReservationPool), and set `reservations` to its ARN.",
        ),
        (_, []) => {}
        _ => subject.problem(
            "reservations",
            "only reserved capacity comes from reservations",
            "Set `capacity` to `reserved` or `capacity_block`, or leave `reservations` out.",
        ),
    }
}

/// What the catalogue knows not to be for sale in this way.
fn offered(subject: &mut Subject<'_>) {
    let Some(machine) = subject.wanted.machine_type.as_deref() else { return };
    let capacity = subject.wanted.capacity;
    let Some(offering) = catalogue::machine(Cloud::Aws, machine) else { return };
    let elsewhere = matches!(capacity, Capacity::FlexStart | Capacity::Queued);
    if elsewhere || offering.capacity.contains(&capacity) {
        return;
    }
    subject.problem(
        "capacity",
        format!("{machine} cannot be bought so on AWS"),
        format!(
            "The data source `palisade_gpu_offerings` tells how each machine can be bought ({}).",
            offering.source
        ),
    );
}
