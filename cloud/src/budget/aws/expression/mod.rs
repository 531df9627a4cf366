//! What is counted, as an expression of the API. AWS Budgets and Cost Explorer write it alike.

mod filter;
mod json;
mod sdk;

pub(crate) use filter::{Parts, TagKeys};

/// An expression: what is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Expression {
    /// What all of these count.
    And(Vec<Expression>),
    /// What one of these counts.
    Or(Vec<Expression>),
    /// What this does not count.
    Not(Box<Expression>),
    /// What has one of some values.
    Match(Match),
}

/// Costs that have one of some values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    /// Of what kind the key is.
    pub(crate) kind: Kind,
    /// Of what: `SERVICE`, or the name of a tag.
    pub(crate) key: String,
    /// The values.
    pub(crate) values: Vec<String>,
    /// How they are compared; empty: equal, in upper and lower case too.
    pub(crate) options: Vec<String>,
}

/// Of what kind a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A dimension of the API: `SERVICE`, `LINKED_ACCOUNT`.
    Dimension,
    /// A cost allocation tag.
    Tag,
    /// A cost category.
    CostCategory,
    /// An attribute of a product.
    ProductAttribute,
}

/// What `MatchOptions` is where it is not set (Cost Explorer's API reference, `TagValues`).
const DEFAULT_OPTIONS: [&str; 2] = ["CASE_SENSITIVE", "EQUALS"];

impl Expression {
    /// The same expression in the one spelling that all expressions of its meaning share: values and parts in order,
    /// default options left out, an `And` or `Or` of one part as that part.
    pub(crate) fn normal(self) -> Expression {
        let all = |parts: Vec<Expression>, wrap: fn(Vec<Expression>) -> Expression| {
            let mut parts: Vec<_> = parts.into_iter().map(Expression::normal).collect();
            parts.sort();
            parts.dedup();
            if parts.len() == 1 { parts.remove(0) } else { wrap(parts) }
        };
        match self {
            Expression::And(parts) => all(parts, Expression::And),
            Expression::Or(parts) => all(parts, Expression::Or),
            Expression::Not(part) => Expression::Not(Box::new(part.normal())),
            Expression::Match(mut found) => {
                found.values.sort();
                found.values.dedup();
                found.options.retain(|option| !DEFAULT_OPTIONS.contains(&option.as_str()));
                found.options.sort();
                Expression::Match(found)
            }
        }
    }
}

#[cfg(test)]
mod tests;
