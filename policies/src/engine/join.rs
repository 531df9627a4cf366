//! What the resources of a plan are to each other, found here because rules that compare all with all take seconds:
//! - `input.plan.pool_budgets`: for each budget, what the pools under it can cost;
//! - `input.plan.budgeted`: for each cloud, the labels that its budgets count.
//!
//! A pool falls under a budget of its cloud that it names (`budget.name`) or whose `filter.labels` its labels fulfil. A
//! budget that filters by services, projects or an expression counts only some of what bears its labels, so that pools
//! fall under it by name alone; and one without a filter counts an account, of which no pool says that it is its own.

mod fund;

use std::collections::{BTreeMap, BTreeSet};

use fund::Fund;
use regorus::Value;
use serde_json::json;

use crate::{Action, PlannedResource, Tree};

/// The joins by name; `position` is where rules find a resource, for those that are reviewed.
pub(super) fn all(
    resources: &[PlannedResource],
    position: &dyn Fn(usize) -> Option<usize>,
) -> [(&'static str, Value); 2] {
    let of = |resource_type: &'static str| {
        let stays = |resource: &PlannedResource| !matches!(resource.action, Action::Delete | Action::Read);
        resources
            .iter()
            .enumerate()
            .filter(move |(_, resource)| resource.resource_type == resource_type && stays(resource))
            .map(|(number, resource)| (number, &resource.planned))
    };
    let budgets: Vec<_> = of("palisade_budget").collect();
    let pools: Vec<_> = of("palisade_gpu_pool").collect();
    let funds = fund::all(&budgets, &pools);
    let sums: Vec<Value> = funds.iter().filter_map(|fund| sum(fund, &pools, position)).collect();
    [("budgeted", budgeted(&budgets)), ("pool_budgets", Value::from(sums))]
}

/// What the pools under a budget can cost. None where nothing of it is the plan's doing, or a pool is alone with what
/// it says itself, which is compared without looking at others.
fn sum(
    fund: &Fund<'_>,
    pools: &[(usize, &Tree)],
    position: &dyn Fn(usize) -> Option<usize>,
) -> Option<Value> {
    if fund.resource.is_none() && fund.members.len() < 2 {
        return None;
    }
    let mut doubts = fund.doubts();
    let mut cents = 0;
    let mut blamed: Option<(u64, usize, &str)> = None;
    for member in &fund.members {
        let (number, pool) = pools.get(member.pool)?;
        let cost = match fund::cost(pool, fund.currency) {
            Ok(cost) if member.certain => cost,
            Ok(_) => {
                doubts.insert("membership");
                0
            }
            Err(doubt) => {
                doubts.insert(doubt);
                0
            }
        };
        cents += cost;
        if let Some(at) = position(*number)
            && blamed.is_none_or(|(most, ..)| cost > most)
        {
            blamed = Some((cost, at, member.by));
        }
    }
    let (resource, at) = match (blamed, fund.resource.and_then(|(number, _)| position(number))) {
        (Some((_, at, by)), _) => (at, by),
        (None, Some(at)) if !fund.members.is_empty() => (at, "amount"),
        _ => return None,
    };
    let json = json!({
        "resource": resource,
        "at": [at],
        "name": fund.name,
        "pools": fund.members.iter().filter(|member| member.certain).count(),
        "currency": fund.currency,
        "amount": fund.amount.map(fund::units),
        "cost": fund::units(cents),
        "doubts": doubts,
    });
    Some(json.into())
}

/// `{"aws": {"labels": {"team": ["research"]}, "unknown": false}}`: `unknown` says that a budget's labels are.
fn budgeted(budgets: &[(usize, &Tree)]) -> Value {
    let cloud = |name: &str| {
        let mut labels: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut unknown = false;
        for (_, budget) in budgets {
            match budget.get("cloud") {
                Tree::String(cloud) if cloud != name => continue,
                Tree::String(_) => {}
                _ => unknown = true,
            }
            match budget.get("filter").get("labels") {
                Tree::Map(filter) => {
                    for (key, values) in filter {
                        let (known, whole) = fund::texts(values);
                        labels.entry(key).or_default().extend(known);
                        unknown |= !whole;
                    }
                }
                Tree::Unknown => unknown = true,
                _ => {}
            }
        }
        json!({"labels": labels, "unknown": unknown})
    };
    json!({"aws": cloud("aws"), "gcp": cloud("gcp")}).into()
}
