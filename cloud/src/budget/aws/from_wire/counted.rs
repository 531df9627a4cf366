//! What is counted.

use aws_sdk_budgets::types;

use crate::budget::aws::expression::{Expression, Parts};
use crate::budget::aws::{extras, in_order_of, legacy};
use crate::budget::{Budget, Credits, Extras, Filter};

/// What is counted: as neutral attributes say it, or as only an expression can.
pub(super) struct Counted {
    parts: Parts,
    foreign: Option<Expression>,
    expression: Option<Expression>,
}

impl Counted {
    pub(super) fn of(found: &types::Budget) -> Counted {
        let expression = match &found.filter_expression {
            Some(expression) => Expression::of_sdk(expression),
            None => legacy::expression(found),
        };
        match expression.as_ref().map(Parts::of_expression) {
            None => Counted { parts: Parts::default(), foreign: None, expression },
            Some(Some(parts)) => Counted { parts, foreign: None, expression },
            Some(None) => Counted { parts: Parts::default(), foreign: expression.clone(), expression },
        }
    }

    pub(super) fn filter(&self, expected: Option<&Filter>) -> Filter {
        let Filter { labels, services, projects } = self.parts.filter.clone();
        let Some(expected) = expected else { return Filter { labels, services, projects } };
        let list = |known: &Option<Vec<String>>, read: Option<Vec<String>>| {
            known.as_ref().map(|known| in_order_of(known, read.unwrap_or_default()))
        };
        let labels = expected.labels.as_ref().map(|known| {
            let read = labels.unwrap_or_default().into_iter();
            read.map(|(key, values)| {
                let values = in_order_of(known.get(&key).map_or(&[], Vec::as_slice), values);
                (key, values)
            })
            .collect()
        });
        Filter {
            labels,
            services: list(&expected.services, services),
            projects: list(&expected.projects, projects),
        }
    }

    pub(super) fn credits(&self, expected: Option<&Budget>) -> Option<Credits> {
        match (expected, self.parts.without_credits) {
            (Some(expected), _) if expected.credits.is_none() => None,
            (_, true) => Some(Credits::Exclude),
            (Some(_), false) => Some(Credits::Include),
            (None, false) => None,
        }
    }

    /// The expression in JSON, where it is set so, or where neutral attributes cannot say what is counted.
    pub(super) fn json(&self, expected: Option<&Budget>) -> Option<String> {
        let known = expected.and_then(|expected| extras(expected).filter_expression_json.as_ref());
        let Some(known) = known else {
            // What is not managed and was made by somebody else is no drift.
            let managed = expected.is_none_or(counts);
            return self.foreign.as_ref().filter(|_| managed).map(|foreign| foreign.to_json().to_string());
        };
        let there = self.expression.as_ref()?;
        let wanted = Expression::from_json(known).ok();
        let same = wanted.is_some_and(|wanted| wanted.normal() == there.clone().normal());
        Some(if same { known.clone() } else { there.to_json().to_string() })
    }
}

/// Whether a budget says anything of what is counted.
pub(in super::super) fn counts(budget: &Budget) -> bool {
    let Filter { labels, services, projects } = &budget.filter;
    let extras = extras(budget);
    labels.is_some()
        || services.is_some()
        || projects.is_some()
        || budget.credits.is_some()
        || extras.metric.is_some()
        || extras.filter_expression_json.is_some()
}

/// What is wanted of a budget that is there: where an attribute that tells what is counted is managed neither now nor
/// before, what is there stays.
pub(in super::super) fn merged(there: &types::Budget, prior: &Budget, wanted: &Budget) -> Budget {
    let found = super::budget(there, None);
    let mut merged = wanted.clone();
    let metric = kept(&extras(wanted).metric, &extras(prior).metric, extras(&found).metric.clone());
    if let Extras::Aws(merged) = &mut merged.extras {
        merged.metric = metric;
    }
    if extras(wanted).filter_expression_json.is_none() {
        let (wanted, prior) = (&wanted.filter, &prior.filter);
        merged.filter = Filter {
            labels: kept(&wanted.labels, &prior.labels, found.filter.labels),
            services: kept(&wanted.services, &prior.services, found.filter.services),
            projects: kept(&wanted.projects, &prior.projects, found.filter.projects),
        };
    }
    if extras(&merged).filter_expression_json.is_none() {
        merged.credits = kept(&merged.credits, &prior.credits, found.credits);
    }
    merged
}

/// What is wanted, or what is there where it is managed neither now nor before.
fn kept<T: Clone>(wanted: &Option<T>, prior: &Option<T>, there: Option<T>) -> Option<T> {
    match (wanted, prior) {
        (None, None) => there,
        _ => wanted.clone(),
    }
}
