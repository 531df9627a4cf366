//! What Cloud Billing budgets cannot do or do not take, found without asking the service.

mod amounts;
mod cap;
mod names;
#[cfg(test)]
mod tests;

use crate::Problem;
use crate::budget::{Budget, GcpExtras};

/// The problems of one budget.
pub(crate) fn check(budget: &Budget, extras: &GcpExtras, unknown: &dyn Fn(&str) -> bool) -> Vec<Problem> {
    let mut problems = Problems { budget, extras, unknown, found: Vec::new() };
    names::check(&mut problems);
    amounts::check(&mut problems);
    elsewhere(&mut problems);
    if extras.spend_cap == Some(true) {
        cap::check(&mut problems);
    }
    problems.found
}

/// What cannot be changed in place: a budget stays in its billing account.
pub(crate) fn replaced(prior: &Budget, wanted: &Budget) -> Vec<&'static str> {
    if prior.scope == wanted.scope { Vec::new() } else { vec!["scope"] }
}

/// The budget that is looked at, and what was found.
struct Problems<'a> {
    budget: &'a Budget,
    extras: &'a GcpExtras,
    /// Whether a top-level attribute is not known yet.
    unknown: &'a dyn Fn(&str) -> bool,
    found: Vec<Problem>,
}

impl Problems<'_> {
    fn add(&mut self, attribute: impl Into<String>, summary: impl Into<String>, detail: impl Into<String>) {
        let (attribute, summary, detail) = (attribute.into(), summary.into(), detail.into());
        self.found.push(Problem { attribute, summary, detail });
    }

    fn known(&self, attribute: &str) -> bool {
        !(self.unknown)(attribute)
    }
}

/// What only AWS Budgets has.
fn elsewhere(problems: &mut Problems<'_>) {
    let notify = &problems.budget.notify;
    let (emails, topic) = (notify.emails.is_some(), notify.sns_topic.is_some());
    if emails {
        problems.add(
            "notify.emails",
            "Google Cloud's budgets hold no e-mail addresses",
            "make a Cloud Monitoring notification channel of each address and name it in notify.channels; the billing \
             account's administrators hear of it by themselves",
        );
    }
    if topic {
        problems.add(
            "notify.sns_topic",
            "SNS is a service of AWS",
            "name a Pub/Sub topic in notify.pubsub_topic",
        );
    }
    if problems.known("labels") && !problems.budget.labels.is_empty() {
        problems.add(
            "labels",
            "Google Cloud's budgets have no labels",
            "leave labels out; what the budget counts by label is filter.labels",
        );
    }
}
