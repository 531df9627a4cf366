//! The neutral filter as an expression, and back.

use std::collections::BTreeMap;

use super::{Expression, Kind, Match};
use crate::budget::Filter;

/// What AWS puts before the key of a tag that users made, to tell it from one that AWS made (Billing user guide, "Using
/// user-defined cost allocation tags"). AWS Budgets takes the key with it; one without it counts nothing, and no error is
/// answered (hashicorp/terraform-provider-aws#39850, #40987; AWS CLI reference, the examples of `create-budget`).
const USER: &str = "user:";

const SERVICE: &str = "SERVICE";
const LINKED_ACCOUNT: &str = "LINKED_ACCOUNT";
const RECORD_TYPE: &str = "RECORD_TYPE";
const CREDIT: &str = "Credit";

/// What neutral attributes say of what is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Labels, services and accounts.
    pub(crate) filter: Filter,
    /// Whether credits are left out.
    pub(crate) without_credits: bool,
}

/// How the keys of tags are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TagKeys {
    /// As AWS Budgets takes them, with the prefix of tags that users made.
    Prefixed,
    /// As Cost Explorer takes them (API reference, the examples of `GetCostAndUsage`).
    Plain,
}

impl Parts {
    /// The expression that counts this; `None` where everything is counted.
    pub(crate) fn to_expression(&self, keys: TagKeys) -> Option<Expression> {
        let Filter { labels, services, projects } = &self.filter;
        let tags = labels.iter().flatten().map(|(key, values)| {
            let key = match keys {
                TagKeys::Prefixed if !key.starts_with("aws:") => format!("{USER}{key}"),
                _ => key.clone(),
            };
            matched(Kind::Tag, key, values)
        });
        let dimension = |key: &str, values: &Option<Vec<String>>| {
            let values = values.as_deref().filter(|values| !values.is_empty())?;
            Some(matched(Kind::Dimension, key.to_owned(), values))
        };
        let credits = self.without_credits.then(|| {
            let credits = matched(Kind::Dimension, RECORD_TYPE.to_owned(), &[CREDIT.to_owned()]);
            Expression::Not(Box::new(credits))
        });
        let mut parts: Vec<_> = tags
            .chain(dimension(SERVICE, services))
            .chain(dimension(LINKED_ACCOUNT, projects))
            .chain(credits)
            .collect();
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Expression::And(parts)),
        }
    }

    /// What an expression counts, in neutral terms; `None` where they cannot say it.
    pub(crate) fn of_expression(expression: &Expression) -> Option<Parts> {
        let mut parts = Parts::default();
        let joined = match expression {
            Expression::And(joined) => joined.as_slice(),
            other => std::slice::from_ref(other),
        };
        joined.iter().try_for_each(|part| parts.take(part))?;
        Some(parts)
    }

    /// Adds one part of an `And`; `None` where neutral terms cannot say it.
    fn take(&mut self, part: &Expression) -> Option<()> {
        match part.clone().normal() {
            Expression::Not(part) => {
                let Expression::Match(found) = *part else { return None };
                let credits = is_plain(&found, RECORD_TYPE) && found.values == [CREDIT];
                credits.then(|| self.without_credits = true)
            }
            Expression::Match(found) if found.kind == Kind::Tag && found.options.is_empty() => {
                let key = found.key.strip_prefix(USER).unwrap_or(&found.key).to_owned();
                let labels = self.filter.labels.get_or_insert_with(BTreeMap::new);
                labels.insert(key, found.values).is_none().then_some(())
            }
            Expression::Match(found) if is_plain(&found, SERVICE) => {
                self.filter.services.replace(found.values).is_none().then_some(())
            }
            Expression::Match(found) if is_plain(&found, LINKED_ACCOUNT) => {
                self.filter.projects.replace(found.values).is_none().then_some(())
            }
            _ => None,
        }
    }
}

/// Whether this is a dimension that is compared as usual.
fn is_plain(found: &Match, key: &str) -> bool {
    found.kind == Kind::Dimension && found.key == key && found.options.is_empty()
}

fn matched(kind: Kind, key: String, values: &[String]) -> Expression {
    Expression::Match(Match { kind, key, values: values.to_vec(), options: Vec::new() })
}
