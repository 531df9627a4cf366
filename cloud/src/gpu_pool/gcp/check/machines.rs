//! The machines: how they are bought, what accelerators they have, and what is done with these.

use super::super::accelerators::native;
use super::Subject;
use crate::gpu_pool::{Capacity, UpgradeStrategy};

/// Families of machines that take accelerators or have them built in ("GPU machine types", Compute Engine docs).
const FAMILIES: [&str; 7] = ["a2-", "a3-", "a4-", "a4x-", "g2-", "g4-", "n1-"];

/// Containers that one GPU can be shared by ("Share GPUs with multiple workloads", GKE docs).
const CLIENTS: std::ops::RangeInclusive<u32> = 2..=48;

/// How long a machine may run at all, and at most when the scheduler brings it: from 30 seconds to 120 days, 7 days
/// ("Limit the run time of a VM", Compute Engine docs; "Dynamic Workload Scheduler", GKE docs).
const RUN: std::ops::RangeInclusive<u64> = 30..=10_368_000;
const SCHEDULED_RUN: u64 = 604_800;

pub(super) fn check(subject: &mut Subject<'_>) {
    capacity(subject);
    repair(subject);
    if subject.known(&["accelerator", "machine_type"]) {
        accelerators(subject);
    }
    sharing(subject);
    super::partitions::check(subject);
    run(subject);
    upgrade(subject);
    if subject.known(&["gcp"]) {
        gpu_direct(subject);
    }
}

fn capacity(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    subject.rule(
        &["capacity"],
        pool.capacity == Capacity::CapacityBlock,
        "capacity",
        "Capacity Blocks are EC2's",
        "on Google Cloud, reserve machines and choose \"reserved\", or let the scheduler bring them: \"flex_start\"",
    );
    let named = pool.reservations.as_ref().is_some_and(|reservations| !reservations.is_empty());
    let reserved = pool.capacity == Capacity::Reserved;
    subject.rule(
        &["capacity", "reservations"],
        reserved && !named,
        "reservations",
        "no reservation is named",
        "capacity \"reserved\" needs the names of the reservations that machines come from",
    );
    // What comes from the scheduler comes from no reservation (terraform-provider-google #18341).
    subject.rule(
        &["capacity", "reservations"],
        !reserved && named,
        "reservations",
        "machines come from reservations with capacity \"reserved\" only",
        "leave reservations out, or set capacity to \"reserved\"",
    );
}

fn repair(subject: &mut Subject<'_>) {
    // cluster-toolkit #4027
    subject.rule(
        &["capacity", "gcp"],
        subject.wanted.capacity == Capacity::FlexStart && subject.extras.auto_repair == Some(true),
        "gcp.auto_repair",
        "GKE repairs no machines that the scheduler brings",
        "leave it out, or set it to false, with capacity \"flex_start\"",
    );
}

fn accelerators(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    let Some(machine) = pool.machine_type.as_deref().filter(|machine| !machine.is_empty()) else {
        return subject.problem(
            "machine_type",
            "no machine is named",
            "name an accelerator, from which the machine type follows, or a machine type",
        );
    };
    let takes = FAMILIES.iter().any(|family| machine.starts_with(family));
    if pool.accelerator.is_some() && !takes {
        // terraform-provider-google #8387: the refusal comes late, and from Compute Engine.
        let detail = format!(
            "{machine} has none; machines of {} have",
            FAMILIES.map(|it| format!("{it}*")).join(", ")
        );
        subject.problem("machine_type", "machines of this type take no GPUs", detail);
    }
    if native(pool).is_none() {
        let needing = [
            ("driver", pool.driver.is_some_and(|driver| driver != crate::gpu_pool::Driver::None)),
            ("gpu_sharing", pool.gpu_sharing.is_some()),
            ("mig_profile", pool.mig_profile.is_some()),
        ];
        for (attribute, _) in needing.into_iter().filter(|(_, set)| *set) {
            subject.problem(
                attribute,
                "it is not known which GPUs the machines have",
                format!("name them as accelerator: {machine} does not tell"),
            );
        }
    }
}

fn sharing(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    if let Some(sharing) = pool.gpu_sharing.filter(|sharing| !CLIENTS.contains(&sharing.max_clients)) {
        let detail = format!("{} is none of {} to {}", sharing.max_clients, CLIENTS.start(), CLIENTS.end());
        subject.problem("gpu_sharing.max_clients", "not a number of containers that can share a GPU", detail);
    }
}

fn run(subject: &mut Subject<'_>) {
    let pool = subject.wanted;
    let Some(seconds) = pool.max_run_seconds.filter(|_| subject.known(&["max_run_duration"])) else { return };
    subject.rule(
        &[],
        !RUN.contains(&seconds),
        "max_run_duration",
        "not a time that machines can run for",
        "it lies between 30 seconds and 120 days",
    );
    let scheduled = matches!(pool.capacity, Capacity::FlexStart | Capacity::Queued);
    subject.rule(
        &["capacity"],
        scheduled && RUN.contains(&seconds) && seconds > SCHEDULED_RUN,
        "max_run_duration",
        "too long for machines that the scheduler brings",
        "they run for seven days at most (\"168h\")",
    );
}

fn upgrade(subject: &mut Subject<'_>) {
    let Some(upgrade) = subject.wanted.upgrade.filter(|_| subject.known(&["upgrade"])) else { return };
    let numbers = upgrade.max_surge.is_some() || upgrade.max_unavailable.is_some();
    subject.rule(
        &[],
        upgrade.strategy == Some(UpgradeStrategy::BlueGreen) && numbers,
        "upgrade.strategy",
        "a blue-green upgrade exchanges all machines",
        "max_surge and max_unavailable are for the strategy \"surge\"",
    );
    // "Surge upgrades", GKE docs: one of them must be above zero, and both together are 20 at most.
    let (surge, unavailable) = (upgrade.max_surge.unwrap_or(1), upgrade.max_unavailable.unwrap_or(0));
    subject.rule(
        &[],
        surge == 0 && unavailable == 0,
        "upgrade.max_unavailable",
        "no machine could ever be exchanged",
        "with max_surge = 0, machines must be allowed to be missing: set max_unavailable to 1 at least",
    );
    subject.rule(
        &[],
        surge.saturating_add(unavailable) > 20,
        "upgrade.max_surge",
        "too many machines at a time",
        "max_surge and max_unavailable are 20 together at most",
    );
}

fn gpu_direct(subject: &mut Subject<'_>) {
    let Some(word) = subject.extras.gpu_direct.as_deref().filter(|word| *word != "rdma") else { return };
    let detail = match word {
        // "Maximize GPU network bandwidth", GKE docs: networks of the cluster, and a DaemonSet.
        "tcpx" | "tcpxo" => format!(
            "{word} is set up within the cluster, by a DaemonSet; set fast_network, which gives the machines the networks \
             that it needs, and leave gcp.gpu_direct out"
        ),
        _ => format!("{word:?} must be \"rdma\""),
    };
    subject.problem("gcp.gpu_direct", "not a way that a node pool can be told", detail);
}
