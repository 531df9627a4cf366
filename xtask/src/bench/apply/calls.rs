//! The calls of a run, by the resource that they are about and by operation, and the fewest that would do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use acceptance::sandbox::Call;

/// What terraform is told to do, in this order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Apply,
    Plan,
    Destroy,
}

pub(super) const STEPS: [Step; 3] = [Step::Apply, Step::Plan, Step::Destroy];

impl Step {
    pub(super) fn args(self) -> &'static [&'static str] {
        match self {
            Step::Apply => &["apply", "-no-color", "-auto-approve"],
            // Ends with 2, and so badly, where a change is planned.
            Step::Plan => &["plan", "-no-color", "-detailed-exitcode"],
            Step::Destroy => &["destroy", "-no-color", "-auto-approve"],
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.args()[0])
    }
}

/// Resources of one kind on one cloud.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// How many there are.
    pub(super) count: usize,
    /// The services, by the sandbox's names of them, whose calls are all about these.
    pub(super) services: &'static [&'static str],
    /// What a creation needs.
    pub(super) create: &'static [Need],
    /// What a read needs: terraform reads each resource that is in state before it plans.
    pub(super) read: &'static [Need],
    /// What a deletion needs.
    pub(super) delete: &'static [Need],
}

/// An operation, and how often it is needed at least.
#[derive(Clone, Copy)]
pub(super) struct Need {
    operation: &'static str,
    each: usize,
    /// In a run, however many resources there are.
    once: usize,
}

/// An operation that each resource needs, so many times.
pub(super) const fn each(operation: &'static str, each: usize) -> Need {
    Need { operation, each, once: 0 }
}

/// An operation that a run needs once.
pub(super) const fn once(operation: &'static str) -> Need {
    Need { operation, each: 0, once: 1 }
}

/// What a run did with the resources of a kind.
pub(super) struct Told {
    /// The calls for each resource, in all and by operation.
    pub(super) each: String,
    /// The calls that were made and not needed; with a minus sign those that were needed and not made.
    pub(super) beyond: String,
    /// Whether there are any.
    pub(super) is_off: bool,
}

type Counts<'a> = BTreeMap<&'a str, i64>;

impl Kind {
    pub(super) fn told(&self, step: Step, calls: &[Call]) -> Told {
        let mut made = Counts::new();
        for call in calls.iter().filter(|call| self.services.contains(&call.service.as_str())) {
            *made.entry(&call.operation).or_default() += 1;
        }
        let needed = self.needed(step);
        let all: BTreeSet<_> = made.keys().chain(needed.keys()).copied().collect();
        let of = |counts: &Counts<'_>, operation| counts.get(operation).copied().unwrap_or_default();
        let differences =
            all.into_iter().map(|operation| (operation, of(&made, operation) - of(&needed, operation)));
        let beyond: Vec<_> = differences
            .filter(|(_, difference)| *difference != 0)
            .map(|(operation, difference)| format!("{operation} {difference:+}"))
            .collect();
        let parts: Vec<_> =
            made.iter().map(|(operation, count)| format!("{operation} {}", self.share(*count))).collect();
        let sum = self.share(made.values().sum());
        Told {
            each: if parts.is_empty() { sum } else { format!("{sum}: {}", parts.join(", ")) },
            beyond: if beyond.is_empty() { "none".to_owned() } else { beyond.join(", ") },
            is_off: !beyond.is_empty(),
        }
    }

    fn needed(&self, step: Step) -> Counts<'static> {
        let needs: &[&[Need]] = match step {
            Step::Apply => &[self.create],
            Step::Plan => &[self.read],
            Step::Destroy => &[self.read, self.delete],
        };
        let mut counts = Counts::new();
        for need in needs.iter().copied().flatten() {
            let number = need.each * self.count + need.once;
            *counts.entry(need.operation).or_default() += i64::try_from(number).unwrap_or(i64::MAX);
        }
        counts
    }

    /// So many calls, for each resource.
    fn share(&self, calls: i64) -> String {
        let share = format!("{:.2}", calls as f64 / self.count as f64);
        share.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The operations that belong to none of these kinds.
pub(super) fn unknown<'a>(kinds: &[Kind], calls: impl Iterator<Item = &'a Call>) -> Vec<String> {
    let known = |call: &&Call| kinds.iter().any(|kind| kind.services.contains(&call.service.as_str()));
    let unknown: BTreeSet<_> = calls
        .filter(|call| !known(call))
        .map(|call| format!("{} {}", call.service, call.operation))
        .collect();
    unknown.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGETS: Kind = Kind {
        name: "budget",
        count: 4,
        services: &["budgets", "sts"],
        create: &[each("CreateBudget", 1), once("GetCallerIdentity")],
        read: &[each("DescribeBudget", 1)],
        delete: &[each("DeleteBudget", 1)],
    };

    #[test]
    fn calls_are_held_against_what_is_needed() {
        let check = |step, made: &[(&str, &str, usize)], expected: (&str, &str, &[&str])| {
            let call = |service: &str, operation: &str| Call {
                cloud: "aws".to_owned(),
                service: service.to_owned(),
                operation: operation.to_owned(),
                resource: String::new(),
                status: 200,
            };
            let calls: Vec<_> = made
                .iter()
                .flat_map(|&(service, operation, count)| vec![call(service, operation); count])
                .collect();
            let told = BUDGETS.told(step, &calls);
            assert_eq!((told.each.as_str(), told.beyond.as_str()), (expected.0, expected.1));
            assert_eq!(told.is_off, expected.1 != "none");
            assert_eq!(unknown(&[BUDGETS], calls.iter()), expected.2);
        };
        let create = [("budgets", "CreateBudget", 4), ("sts", "GetCallerIdentity", 1)];
        check(Step::Apply, &create, ("1.25: CreateBudget 1, GetCallerIdentity 0.25", "none", &[]));
        let more = [("budgets", "DescribeBudget", 6), ("s3", "HeadBucket", 1)];
        check(Step::Plan, &more, ("1.5: DescribeBudget 1.5", "DescribeBudget +2", &["s3 HeadBucket"]));
        check(Step::Destroy, &[], ("0", "DeleteBudget -4, DescribeBudget -4", &[]));
    }
}
