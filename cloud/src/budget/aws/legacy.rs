//! What is counted, in the API's older form: `CostFilters` and `CostTypes`. It is read, and left as it is where nothing of
//! it is managed.
#![expect(deprecated, reason = "budgets that were made in this form are still there")]

use std::collections::BTreeMap;

use aws_sdk_budgets::types;

use super::expression::{Expression, Kind, Match};
use super::to_wire::DEFAULT_METRIC;

/// What is summed up (API reference, `CostTypes`).
pub(super) fn metric(found: &types::Budget) -> &'static str {
    match &found.cost_types {
        Some(types) if types.use_blended == Some(true) => "BlendedCost",
        Some(types) if types.use_amortized == Some(true) => "AmortizedCost",
        _ => DEFAULT_METRIC,
    }
}

/// What is counted; `None` where everything is. Filters of one name are alternatives, filters of several narrow down. What
/// `CostTypes` leaves out beside credits has no counterpart in an expression and is not told.
pub(super) fn expression(found: &types::Budget) -> Option<Expression> {
    let filters: BTreeMap<_, _> = found.cost_filters.iter().flatten().collect();
    let mut parts = Vec::new();
    for (name, values) in filters {
        match name.as_str() {
            "TagKeyValue" => parts.extend(tags(values)),
            _ => parts.push(matched(Kind::Dimension, dimension(name), values.clone())),
        }
    }
    if found.cost_types.as_ref().is_some_and(|types| types.include_credit == Some(false)) {
        let credits = matched(Kind::Dimension, "RECORD_TYPE".into(), vec!["Credit".into()]);
        parts.push(Expression::Not(Box::new(credits)));
    }
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(Expression::And(parts)),
    }
}

/// Leaves what is counted as it is.
pub(super) fn carry_over(there: &types::Budget, request: &mut types::Budget) {
    request.cost_filters = there.cost_filters.clone();
    request.cost_types = there.cost_types.clone();
}

/// Tags, each as `KEY$VALUE`.
fn tags(pairs: &[String]) -> impl Iterator<Item = Expression> {
    let mut tags: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for pair in pairs {
        let (key, value) = pair.split_once('$').unwrap_or((pair, ""));
        tags.entry(key).or_default().push(value.to_owned());
    }
    tags.into_iter().map(|(key, values)| matched(Kind::Tag, key.to_owned(), values))
}

/// The dimension of a filter: `LinkedAccount` is `LINKED_ACCOUNT`, `AZ` is `AZ`.
fn dimension(name: &str) -> String {
    let mut dimension = String::new();
    let mut last = 'A';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && last.is_ascii_lowercase() {
            dimension.push('_');
        }
        dimension.push(letter.to_ascii_uppercase());
        last = letter;
    }
    dimension
}

fn matched(kind: Kind, key: String, values: Vec<String>) -> Expression {
    Expression::Match(Match { kind, key, values, options: Vec::new() })
}
