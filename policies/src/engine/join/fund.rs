//! Budgets with the pools that fall under them.

use std::collections::BTreeSet;

use crate::Tree;
use crate::engine::view::label;

/// A budget: one of the plan, or what pools say of one that is elsewhere.
pub(super) struct Fund<'a> {
    pub(super) cloud: &'a str,
    pub(super) name: &'a str,
    /// The budget and its number, where the plan has it.
    pub(super) resource: Option<(usize, &'a Tree)>,
    /// What may be spent in a month, in hundredths; none where that cannot be told.
    pub(super) amount: Option<u64>,
    pub(super) currency: Option<&'a str>,
    pub(super) members: Vec<Member>,
    /// Whether it has no amount for a month, known or unknown.
    unlimited: bool,
}

/// A pool under a budget.
pub(super) struct Member {
    /// Its place in the list of pools.
    pub(super) pool: usize,
    /// The attribute by which it falls under the budget.
    pub(super) by: &'static str,
    /// Whether it does for certain: labels may be known only after apply.
    pub(super) certain: bool,
}

/// All budgets that pools fall under, and those of the plan that none does.
pub(super) fn all<'a>(budgets: &[(usize, &'a Tree)], pools: &[(usize, &'a Tree)]) -> Vec<Fund<'a>> {
    let mut funds: Vec<Fund<'a>> =
        budgets.iter().filter_map(|(number, budget)| Fund::planned(*number, budget)).collect();
    for (pool, (_, values)) in pools.iter().enumerate() {
        let Some(cloud) = text(values.get("cloud")) else { continue };
        let name = text(values.get("budget").get("name"));
        for fund in funds.iter_mut().filter(|fund| fund.cloud == cloud) {
            let Some((_, budget)) = fund.resource else { continue };
            if name == Some(fund.name) {
                fund.members.push(Member { pool, by: "budget", certain: true });
            } else if let Some(certain) = counts(budget, values) {
                fund.members.push(Member { pool, by: "labels", certain });
            }
        }
        if let Some(name) = name {
            join_elsewhere(&mut funds, pool, values, (cloud, name));
        }
    }
    funds
}

/// Puts a pool under the budget that it names, where that is not one of the plan.
fn join_elsewhere<'a>(
    funds: &mut Vec<Fund<'a>>,
    pool: usize,
    values: &'a Tree,
    (cloud, name): (&'a str, &'a str),
) {
    let amount = cents(values.get("budget").get("amount"));
    let member = Member { pool, by: "budget", certain: true };
    match funds.iter_mut().find(|fund| fund.cloud == cloud && fund.name == name) {
        Some(fund) if fund.resource.is_some() => {}
        Some(fund) => {
            // Where pools say different things of one budget, the least holds; what one leaves unknown, all do.
            fund.amount = fund.amount.zip(amount).map(|(ours, theirs)| ours.min(theirs));
            fund.members.push(member);
        }
        None => funds.push(Fund {
            cloud,
            name,
            resource: None,
            amount,
            currency: text(values.get("budget").get("currency")),
            members: vec![member],
            unlimited: false,
        }),
    }
}

impl<'a> Fund<'a> {
    /// A budget of the plan. One whose name or cloud is known only after apply has no pool that names it.
    fn planned(number: usize, budget: &'a Tree) -> Option<Self> {
        let amount = budget.get("amount");
        let unlimited =
            matches!(amount, Tree::Null) || matches!(budget.get("period"), Tree::String(p) if p == "custom");
        // A month has 730 hours to both clouds' calculators, so a year has 365 days and 12 months.
        let months = match budget.get("period") {
            Tree::String(period) if period == "day" => Some(12.0 / 365.0),
            Tree::String(period) if period == "month" => Some(1.0),
            Tree::String(period) if period == "quarter" => Some(3.0),
            Tree::String(period) if period == "year" => Some(12.0),
            _ => None,
        };
        Some(Self {
            cloud: text(budget.get("cloud"))?,
            name: text(budget.get("name"))?,
            resource: Some((number, budget)),
            amount: months.and_then(|months| Some(rounded(number_of(amount.get("units"))? / months))),
            currency: text(amount.get("currency")),
            members: Vec::new(),
            unlimited,
        })
    }

    /// Why nothing can be compared with it.
    pub(super) fn doubts(&self) -> BTreeSet<&'static str> {
        match self.amount.zip(self.currency) {
            _ if self.unlimited => BTreeSet::from(["no_amount"]),
            None => BTreeSet::from(["amount"]),
            Some(_) => BTreeSet::new(),
        }
    }
}

/// Whether a budget's labels count a pool: certainly, perhaps (false), or not (none).
fn counts(budget: &Tree, pool: &Tree) -> Option<bool> {
    let filter = budget.get("filter");
    let narrower = [
        filter.get("services"),
        filter.get("projects"),
        budget.get("aws").get("filter_expression_json"),
        budget.get("gcp").get("resource_ancestors"),
        budget.get("gcp").get("subaccounts"),
    ];
    let unset = |value: &Tree| match value {
        Tree::Null => true,
        Tree::List(items) => items.is_empty(),
        _ => false,
    };
    if !narrower.into_iter().all(unset) {
        return None;
    }
    match filter.get("labels") {
        Tree::Unknown => Some(false),
        Tree::Map(labels) if !labels.is_empty() => {
            let mut certain = true;
            for (key, values) in labels {
                let (known, whole) = texts(values);
                match label(pool, key) {
                    Tree::String(value) if known.contains(&value.as_str()) => {}
                    Tree::String(_) if !whole => certain = false,
                    Tree::Unknown => certain = false,
                    _ => return None,
                }
            }
            Some(certain)
        }
        _ => None,
    }
}

/// The most that a pool can cost in a month, in hundredths of the currency, or why that cannot be told.
pub(super) fn cost(pool: &Tree, currency: Option<&str>) -> Result<u64, &'static str> {
    let cost = pool.get("estimated_cost");
    match (cost, cost.get("monthly_max"), cost.get("currency")) {
        (Tree::Null, ..) | (_, Tree::Null, _) => Err("price"),
        (_, Tree::Number(_), Tree::String(theirs)) => match currency {
            Some(ours) if !ours.eq_ignore_ascii_case(theirs) => Err("currency"),
            Some(_) => cents(cost.get("monthly_max")).ok_or("cost"),
            // The budget has no amount either, which is a doubt of its own.
            None => Ok(0),
        },
        _ => Err("cost"),
    }
}

/// The strings of a list, and whether that is all of them.
pub(super) fn texts(list: &Tree) -> (Vec<&str>, bool) {
    match list {
        Tree::List(items) => (items.iter().filter_map(text).collect(), !items.contains(&Tree::Unknown)),
        Tree::Unknown => (Vec::new(), false),
        _ => (Vec::new(), true),
    }
}

/// Hundredths as units of the currency.
pub(super) fn units(cents: u64) -> f64 {
    cents as f64 / 100.0
}

fn cents(amount: &Tree) -> Option<u64> {
    number_of(amount).map(rounded)
}

/// Sums of binary fractions would drift; sums of hundredths do not.
fn rounded(units: f64) -> u64 {
    (units * 100.0).round() as u64
}

fn number_of(tree: &Tree) -> Option<f64> {
    if let Tree::Number(number) = tree { number.as_f64() } else { None }
}

fn text(tree: &Tree) -> Option<&str> {
    if let Tree::String(text) = tree { Some(text) } else { None }
}
